package decode

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// fail calls an operation of a server that answers with an error.
func fail(t *testing.T, status int, answer string) error {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{
		Token: graph.Secret("EAAtoken"), BaseURL: server.URL, Retry: graph.RetryPolicy{MaxAttempts: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = graph.Do(t.Context(), client, user.Read(meta.UserReadParams{}))
	return err
}

// The codes that the pages document match the package's variables and the
// classes of the runtime, and come with what the reference says about them.
func TestDocumentedErrors(t *testing.T) {
	tests := []struct {
		number int
		code   graph.Code
		class  graph.Class
	}{
		{100, meta.ErrInvalidParameter, graph.ErrBadRequest},
		{102, meta.ErrSessionInvalid, graph.ErrToken},
		{104, meta.ErrSignatureIncorrect, graph.ErrBadRequest},
		{105, meta.ErrTooManyParameters, graph.ErrBadRequest},
		{190, meta.ErrAccessTokenInvalid, graph.ErrToken},
		{200, meta.ErrPermissions, graph.ErrPermission},
		{210, meta.ErrUserNotVisible, graph.ErrPermission},
		{230, meta.ErrMessagingUserNotAllowed, graph.ErrPermission},
		{240, meta.ErrActingForOtherUsersNotAllowed, graph.ErrPermission},
		{275, meta.ErrTargetObjectUndetermined, graph.ErrBadRequest},
		{368, meta.ErrActionBlocked, graph.ErrBlocked},
		{459, meta.ErrCheckpointedSession, graph.ErrToken},
		{483, meta.ErrConsentBlocked, graph.ErrToken},
		{613, meta.ErrCustomRateLimited, graph.ErrRateLimited},
		{2500, meta.ErrQueryUnparsable, graph.ErrBadRequest},
		{2650, meta.ErrAudienceUpdateFailed, graph.ErrBadRequest},
		{2903, meta.ErrTestAccountNotDeletable, graph.ErrBadRequest},
		{2904, meta.ErrOGTestUserNotDeletable, graph.ErrBadRequest},
		{3919, meta.ErrUnexpectedTechnicalIssue, graph.ErrTransient},
		{80003, meta.ErrAudienceRateLimited, graph.ErrRateLimited},
		{80004, meta.ErrAdsManagementRateLimited, graph.ErrRateLimited},
	}
	for _, tt := range tests {
		// The type is the same whatever went wrong.
		answer := fmt.Sprintf(`{"error":{"message":"It failed.","type":"OAuthException","code":%d,"fbtrace_id":"AbC"}}`, tt.number)
		err := fail(t, http.StatusBadRequest, answer)
		e, ok := errors.AsType[*graph.Error](err)
		if !ok || !errors.Is(err, tt.code) || !errors.Is(err, tt.class) || e.Class() != tt.class {
			t.Errorf("%d: %v", tt.number, err)
			continue
		}
		if e.Code != tt.number || e.Meaning == "" || e.TraceID != "AbC" || e.Message != "It failed." {
			t.Errorf("%d: %+v", tt.number, e)
		}
	}
}

// Errors in the forms in which the API writes them.
func TestErrorQuirks(t *testing.T) {
	tests := map[string]struct {
		status int
		answer string
		is     error
	}{
		"an error under status 200": {200, `{"error":{"message":"m","code":100}}`, meta.ErrInvalidParameter},
		"a code as text":            {400, `{"error":{"message":"m","code":"190","error_subcode":"463"}}`, meta.ErrAccessTokenInvalid},
		"459 as a subcode":          {400, `{"error":{"message":"m","code":190,"error_subcode":459}}`, meta.ErrUserCheckpointed},
		"data as text":              {400, `{"error":{"message":"m","code":100,"error_data":"{\"blame_field_specs\":[[\"name\"]]}"}}`, meta.ErrInvalidParameter},
		"data as an object":         {400, `{"error":{"message":"m","code":100,"error_data":{"blame_field_specs":[["name"]]}}}`, meta.ErrInvalidParameter},
		"a page of a proxy":         {502, `<html>Bad Gateway</html>`, graph.ErrTransient},
		"no answer at all":          {401, ``, graph.ErrToken},
	}
	for name, tt := range tests {
		if err := fail(t, tt.status, tt.answer); !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A picture that was asked for without redirect=false is an image and not an
// answer: that is an error, and the image's host does not get the token.
func TestPictureRedirects(t *testing.T) {
	followed := false
	images := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer images.Close()
	server := httptest.NewServer(http.RedirectHandler(images.URL+"/p.jpg", http.StatusFound))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("EAAtoken"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := graph.Do(t.Context(), client, user.Picture(meta.UserPictureParams{}))
	if err == nil || followed {
		t.Errorf("%v, %v, followed: %t", picture, err, followed)
	}
}
