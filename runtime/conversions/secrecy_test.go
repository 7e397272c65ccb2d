package conversions_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// everyPrint prints v in the ways in which programs print.
func everyPrint(v any) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v\n%+v\n%#v\n%s\n%q\n%x\n%d\n", v, v, v, v, v, v, v)
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
	if data, err := json.Marshal(v); err == nil {
		b.Write(data)
	}
	if err, ok := v.(error); ok {
		for ; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&b, "%T %v %+v %#v\n", err, err, err, err)
			var answer *graph.Error
			if errors.As(err, &answer) {
				fmt.Fprintf(&b, "%+v %+v\n", *answer, answer.Data)
			}
		}
	}
	return b.String()
}

// TestNothingLeaks sends a person with every kind of failure and looks for her
// in everything that can be printed.
func TestNothingLeaks(t *testing.T) {
	digest := hash.Sum("jane.roe@example.com").String()
	secrets := []string{"jane.roe", "203.0.113.77", "fb.1.1554763741205", "Agent/4711", "525645896321548", "pear-street", "teapot", "token-of-the-test", digest}
	jane := with(func(e *conversions.Event) {
		e.SourceURL = "https://shop.example/thanks?to=pear-street"
		e.User = conversions.UserData{
			Email: conversions.Raw("jane.roe@example.com"), ExternalID: conversions.Hashed(digest), Phone: conversions.Raw("jane.roe"),
			ClientIPAddress: "203.0.113.77", ClientUserAgent: "Agent/4711", FBC: "fb.1.1554763741205.x", LeadID: "525645896321548",
		}
		e.Custom.ContentName = "teapot"
	})
	sent := sentData(t, jane)
	for _, secret := range secrets[1:7] {
		if !strings.Contains(sent, secret) {
			t.Errorf("%s is not sent, so that the test shows nothing", secret)
		}
	}
	var printed strings.Builder
	show := func(v any) { printed.WriteString(everyPrint(v)) }
	show(jane)
	show(&jane)
	show(jane.User)
	show(jane.User.Email)
	show(jane.Custom)
	show(&jane.Custom)
	show([]conversions.CustomData{jane.Custom})
	show(struct {
		Event  conversions.Event
		Custom conversions.CustomData
	}{jane, jane.Custom})
	// The address is all that is printed of this one.
	show(fmt.Sprintf("%+v %#v", struct{ hidden *conversions.Event }{&jane}, []any{struct{ hidden *conversions.Event }{&jane}}))
	// fmt calls no methods on unexported fields.
	show(fmt.Sprintf("%+v %#v", struct{ hidden conversions.Values }{jane.User.Email}, struct{ hidden any }{jane.User.ExternalID}))
	echo := graphtest.Error{Code: 100, Message: "Invalid parameter: " + sent, UserMessage: sent, Data: map[string]any{"event_index": 0, "text": sent}}
	said := graphtest.Answer(200, `{"events_received":1,"messages":[`+string(mustJSON(t, sent))+`]}`)
	// The API repeats what was sent, and no more: the last two are for requests
	// with her.
	faults := []graphtest.Fault{
		throttle, failBefore, failAfter, breakAfter, garbage, graphtest.ExpiredToken(), graphtest.Fail(echo).Times(1), said,
	}
	for i, fault := range faults {
		for _, config := range []conversions.Config{{MaxAttempts: 1}, {MaxAttempts: 1, Strict: true}, {MaxAttempts: 1, SkipNamed: true}} {
			if config.Strict && i >= len(faults)-2 {
				continue
			}
			srv := newServer(t)
			srv.Fault(graphtest.On("*"), fault)
			clientConfig := srv.ClientConfig()
			clientConfig.Token, clientConfig.Retry.MaxAttempts = graph.Secret("token-of-the-test"), 1
			client, err := graph.New(clientConfig)
			if err != nil {
				t.Fatal(err)
			}
			sender := newSender(t, client, config)
			show(sender)
			show(*sender)
			show(config)
			leftOut, err := sender.Check(jane)
			show(leftOut)
			show(err)
			batches, err := sender.Send(t.Context(), jane, lead("b"))
			show(err)
			for _, b := range batches {
				show(b)
				show(*b)
				for _, m := range b.LeftOut {
					show(m)
				}
			}
			for _, e := range srv.Ledger().Entries(graphtest.On("*")) {
				show(e)
			}
		}
	}
	if text := printed.String(); !strings.Contains(text, "[redacted]") || !strings.Contains(text, "user_data.ph") {
		t.Error("the test has seen no message with a value, or no value that is left out")
	}
	for _, secret := range secrets {
		if i := strings.Index(printed.String(), secret); i >= 0 {
			t.Errorf("%q is printed: …%s…", secret, printed.String()[max(0, i-200):i+len(secret)])
		}
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sentData returns the events as they are sent.
func sentData(t *testing.T, events ...conversions.Event) string {
	t.Helper()
	var data string
	transport := transportFunc(func(r *http.Request) (*http.Response, error) {
		if err := r.ParseForm(); err != nil {
			return nil, err
		}
		data = r.PostForm.Get("data")
		return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(`{"events_received":1}`))}, nil
	})
	client, err := graph.New(graph.Config{Token: graph.Secret("x"), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newSender(t, client, conversions.Config{}).Send(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
	return data
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What would lose user data silently fails.
func TestNoJSON(t *testing.T) {
	for _, v := range []any{lead("a"), lead("a").User, lead("a").Custom, conversions.Raw("a"), []conversions.Event{lead("a")}} {
		if data, err := json.Marshal(v); err == nil {
			t.Errorf("%T gives %s", v, data)
		}
	}
}

func TestValues(t *testing.T) {
	for _, none := range []conversions.Values{{}, conversions.Raw(), conversions.Raw(""), conversions.Hashed("", "")} {
		if !none.IsZero() || none.String() != "" {
			t.Errorf("no values print as %q", none.String())
		}
	}
	mary := conversions.Raw("", "mary@example.com")
	if mary.IsZero() || mary.String() != "[redacted]" || !mary.Equal(conversions.Raw("mary@example.com")) || mary.Equal(conversions.Hashed("mary@example.com")) {
		t.Errorf("values print as %q", mary)
	}
	if diff := cmp.Diff(lead("a").User, lead("b").User); diff != "" {
		t.Errorf("equal user data differ:\n%s", diff)
	}
	list := []string{"mary@example.com"}
	raw := conversions.Raw(list...)
	list[0] = "jane@example.com"
	if !raw.Equal(conversions.Raw("mary@example.com")) {
		t.Error("values change with the list that they were made of")
	}
}
