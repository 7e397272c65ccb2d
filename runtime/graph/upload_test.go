package graph

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUploadImages(t *testing.T) {
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			t.Error(err)
			return
		}
		var members []string
		for part, headers := range r.MultipartForm.File {
			file, err := headers[0].Open()
			if err != nil {
				t.Error(err)
				return
			}
			content, err := io.ReadAll(file)
			if err != nil {
				t.Error(err)
			}
			members = append(members, fmt.Sprintf(`%q:{"hash":%q,"width":"640","height":480}`, part, headers[0].Filename+string(content)))
		}
		fmt.Fprintf(w, `{"images":{%s}}`, strings.Join(members, ","))
	})
	got, err := UploadImages(t.Context(), client, "act_1", []File{FileOf("a.jpg", []byte("A")), {Name: "b.jpg", Reader: strings.NewReader("B")}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Image{"a.jpg": {Hash: "a.jpgA", Width: 640, Height: 480}, "b.jpg": {Hash: "b.jpgB", Width: 640, Height: 480}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, files := range [][]File{nil, {{Name: "a"}}, {FileOf("", nil)}, {FileOf("a", nil), FileOf("a", nil)}} {
		if _, err := UploadImages(t.Context(), client, "1", files); err == nil {
			t.Errorf("%d files: got no error", len(files))
		}
	}
}

// TestFileIsStreamed sends more than a program would want to hold in memory.
func TestFileIsStreamed(t *testing.T) {
	const size = 64 << 20
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		reader, err := r.MultipartReader()
		if err != nil {
			t.Error(err)
			return
		}
		part, err := reader.NextPart()
		if err != nil {
			t.Error(err)
			return
		}
		n, err := io.Copy(io.Discard, part)
		fmt.Fprintf(w, `{"images":{"x":{"hash":"%d of %v %d"}}}`, n, err, r.ContentLength/size)
	})
	var most int64
	file := File{Name: "x", Reader: io.LimitReader(zeros{}, size), Size: size, Progress: func(n int64) { most = n }}
	got, err := UploadImages(t.Context(), client, "1", []File{file})
	if err != nil || got["x"].Hash != fmt.Sprintf("%d of <nil> 1", size) || most != size {
		t.Errorf("got %v, %v, progress %d", got, err, most)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestDebugToken(t *testing.T) {
	const asked = "input-t0ken"
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.RawQuery != "" || r.URL.Path != "/v25.0/debug_token" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		if r.FormValue("method") != "GET" || r.FormValue("input_token") != asked {
			t.Error("the form is not a GET with the token")
		}
		fmt.Fprint(w, `{"data":{"app_id":138483919580948,"type":"USER","application":"Social Cafe","expires_at":0,"issued_at":1347235328,"is_valid":true,
			"scopes":["email","ads_read"],"granular_scopes":[{"scope":"ads_read","target_ids":[123,"124"]},{"scope":"email"}],"metadata":{"sso":"web"},
			"error":{"code":"190","message":"expired","subcode":463},"user_id":"1207059"}}`)
	})
	got, err := DebugToken(t.Context(), client, Secret(asked))
	if err != nil {
		t.Fatal(err)
	}
	if got.AppID != "138483919580948" || !got.Valid || !got.ExpiresAt.IsZero() || got.IssuedAt.Unix() != 1347235328 || got.Problem.Subcode != 463 || got.Problem.Code != 190 {
		t.Errorf("got %+v", got)
	}
	for _, test := range []struct {
		scope, target string
		want          bool
	}{{"ads_read", "123", true}, {"ads_read", "124", true}, {"ads_read", "9", false}, {"ads_read", "", true}, {"email", "9", true}, {"pages_show_list", "", false}} {
		if got.Allows(test.scope, test.target) != test.want {
			t.Errorf("Allows(%q, %q) is not %v", test.scope, test.target, test.want)
		}
	}
	_, err = DebugToken(t.Context(), client, Secret(""))
	var problem *ParamError
	if !errors.As(err, &problem) {
		t.Errorf("no token: got error %v", err)
	}
}

func TestDebugTokenKeepsTheTokenOutOfErrors(t *testing.T) {
	const asked = "input-t0ken"
	client := newTestClient(t, Config{Token: Secret("own"), Retry: RetryPolicy{MaxAttempts: 1}, HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.FormValue("locale") == "" {
			return nil, errors.New("no network")
		}
		return respond(400, `{"error":{"message":"Malformed access token `+asked+`","code":190}}`), nil
	})}})
	for _, opts := range [][]Option{nil, {WithParam("locale", "en_US")}} {
		_, err := DebugToken(t.Context(), client, Secret(asked), opts...)
		if err == nil || strings.Contains(err.Error(), asked) {
			t.Errorf("got error %v", err)
		}
	}
}

// A secret among the params stands in no URL and in no error, however short
// and wherever the API quotes it.
func TestSecretParams(t *testing.T) {
	const hidden = "hunter2-of-the-tests"
	type params struct {
		Secret SecretText `param:"client_secret"`
	}
	client := newTestClient(t, Config{Token: Secret("t0ken"), Retry: RetryPolicy{MaxAttempts: 1}, HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.String(), hidden) || r.FormValue("client_secret") != hidden {
			t.Errorf("%s %s has the secret %q", r.Method, r.URL.Path, r.FormValue("client_secret"))
		}
		return respond(400, `{"error":{"message":"no such thing as `+hidden+`","code":100}}`), nil
	})}})
	for _, op := range []*Operation{readOp, updateOp, deleteOp} {
		for _, call := range []struct {
			params any
			opts   []Option
		}{{params{Secret(hidden)}, nil}, {nil, []Option{WithParam("client_secret", Secret(hidden))}}} {
			_, err := Do(t.Context(), client, Call[Object]{Request: Request{Operation: op, ID: "7", Params: call.params}}, call.opts...)
			if err == nil {
				t.Error("got no error")
			}
			mustHide(t, op.String(), everyVerbOfChain(err), hidden)
		}
	}
}

func TestLongReadsAreSentInTheBody(t *testing.T) {
	long := strings.Repeat("f", longestQuery)
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.RawQuery != "" || r.FormValue("method") != "GET" || r.FormValue("fields") != long {
			t.Errorf("%s with a query of %d bytes", r.Method, len(r.URL.RawQuery))
		}
		fmt.Fprint(w, `{"id":"1"}`)
	})
	call := testRead()
	call.Request.ID, call.Request.Fields = "1", []string{long}
	if _, err := Do(t.Context(), client, call); err != nil {
		t.Error(err)
	}
}
