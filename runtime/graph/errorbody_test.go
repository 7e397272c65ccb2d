package graph

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func answerOf(status int, body string) *answer {
	return &answer{status: status, header: http.Header{}, body: []byte(body)}
}

var ignoreDocumented = cmpopts.IgnoreUnexported(Error{})

// Errors are read in every form in which the API has been seen to send them.
func TestErrorForms(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   *Error
	}{
		{"full", 400, `{"error":{"message":"m","type":"OAuthException","code":100,"error_subcode":33,"error_user_title":"t","error_user_msg":"u","fbtrace_id":"f","is_transient":false,"error_data":{"blame_field_specs":[["a","b"],["c"]]}}}`,
			&Error{Message: "m", Type: "OAuthException", Code: 100, Subcode: 33, UserTitle: "t", UserMessage: "u", TraceID: "f", Data: Object(`{"blame_field_specs":[["a","b"],["c"]]}`), Blame: [][]string{{"a", "b"}, {"c"}}}},
		{"data in a string", 400, `{"error":{"code":100,"error_data":"{\"blame_field_specs\":[[\"a\"]]}"}}`,
			&Error{Code: 100, Data: Object(`{"blame_field_specs":[["a"]]}`), Blame: [][]string{{"a"}}}},
		{"data is the text null", 400, `{"error":{"code":100,"error_data":"null"}}`, &Error{Code: 100}},
		{"data is null", 400, `{"error":{"code":100,"error_data":null}}`, &Error{Code: 100}},
		{"data is prose", 400, `{"error":{"code":100,"error_data":"see above"}}`, &Error{Code: 100, Data: Object(`"see above"`)}},
		{"data is an empty list", 400, `{"error":{"code":100,"error_data":[]}}`, &Error{Code: 100, Data: Object(`[]`)}},
		{"flat blame", 400, `{"error":{"code":100,"error_data":{"blame_field_specs":["a",["b","c"],7,null]}}}`,
			&Error{Code: 100, Data: Object(`{"blame_field_specs":["a",["b","c"],7,null]}`), Blame: [][]string{{"a"}, {"b", "c"}}}},
		{"numbers as text", 400, `{"error":{"code":"190","error_subcode":"463","is_transient":"1"}}`, &Error{Code: 190, Subcode: 463, Transient: true}},
		{"negative code", 400, `{"error":{"code":-3,"error_subcode":1504045}}`, &Error{Code: -3, Subcode: 1504045}},
		{"neither type nor code", 500, `{"error":{"message":"m"}}`, &Error{Message: "m"}},
		{"odd types", 400, `{"error":{"message":["m"],"code":{"a":1},"type":7,"fbtrace_id":"f"}}`, &Error{TraceID: "f"}},
		{"an empty object", 400, `{"error":{}}`, &Error{}},
		{"only a text", 400, `{"error":"invalid_request"}`, &Error{Message: "invalid_request"}},
		{"OAuth", 400, `{"error":"invalid_grant","error_description":"m"}`, &Error{Message: "m", Type: "invalid_grant"}},
		{"OAuth with 200", 200, `{"error":"invalid_grant","error_description":"m"}`, &Error{Message: "m", Type: "invalid_grant"}},
		{"REST", 400, `{"error_code":190,"error_msg":"m"}`, &Error{Code: 190, Message: "m"}},
		{"REST described", 200, `{"error_code":190,"error_description":"m","error_subcode":463}`, &Error{Code: 190, Subcode: 463, Message: "m"}},
		{"bare", 400, `{"code":803,"message":"m","type":"T"}`, &Error{Code: 803, Message: "m", Type: "T"}},
		{"200 with an error", 200, `{"error":{"message":"m","code":1}}`, &Error{Code: 1, Message: "m"}},
		{"write done, read failed", 400, `{"error":{"code":100,"type":"FacebookApiException","original_response":{"success":true}}}`,
			&Error{Code: 100, Type: "FacebookApiException", Result: Object(`{"success":true}`)}},
		{"text with 200", 200, `Service Unavailable`, &Error{Message: "the server answered 200 OK with text that is not JSON", Transient: true}},
		{"text that begins as JSON may", 200, `the service is unavailable`, &Error{Message: "the server answered 200 OK with text that is not JSON", Transient: true}},
		{"a page with 200", 200, ` <html>We'll be back</html>`, &Error{Message: "the server answered 200 OK with a page of HTML", Transient: true}},
		{"nothing with 200", 200, ` `, &Error{Message: "the server answered 200 OK with an empty body", Transient: true}},
		{"200 with nothing but an error", 200, `{"error":{"message":"m"}}`, &Error{Message: "m"}},
		{"200 with a typed error", 200, `{"error":{"message":"m","type":"T"},"__debug__":{}}`, &Error{Message: "m", Type: "T"}},
		{"HTML", 502, `<html><body>bad</body></html>`, &Error{Message: "the server answered 502 Bad Gateway with a page of HTML"}},
		{"empty", 503, ``, &Error{Message: "the server answered 503 Service Unavailable with an empty body"}},
		{"JSON without an error", 500, `{"a":1}`, &Error{Message: "the server answered 500 Internal Server Error without the API's error object"}},
		{"null", 500, `null`, &Error{Message: "the server answered 500 Internal Server Error without the API's error object"}},
		{"redirect", 302, ``, &Error{Message: "the server answered 302 Found to another place, which is not followed"}},
		{"truncated", 500, `{"error":{"code":1`, &Error{Message: "the server answered 500 Internal Server Error without the API's error object"}},

		// Answers that only look like errors.
		{"ok", 200, `{"id":"1"}`, nil},
		{"bare true", 200, `true`, nil},
		{"a list", 200, `[{"error":1}]`, nil},
		{"not modified", 304, ``, nil},
		{"failed report", 200, `{"id":"1","async_status":"Job Failed","error_code":100,"error_message":"m"}`, nil},
		{"failed request", 200, `{"id":"1","result":{"error_code":100,"error_message":"m"}}`, nil},
		{"invalid token that was asked about", 200, `{"data":{"is_valid":false,"error":{"code":190,"message":"m","subcode":463}}}`, nil},
		{"node with a code", 200, `{"id":"1","code":5,"message":"m","error_note":"x"}`, nil},
		{"node with a text named error", 200, `{"id":"1","error":"none"}`, nil},
		{"null error", 200, `{"error":null,"id":"1"}`, nil},
		{"node with an error", 200, `{"id":"1","error":{"message":"m"}}`, nil},
		{"nothing to say", 204, ``, nil},
		{"text in data", 200, `{"data":[{"name":"\"error\": Service Unavailable"}]}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, answerOf(tt.status, tt.body).fault(), ignoreDocumented); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An error says which operation failed, what the code means for it, and what
// the API's headers said.
func TestErrorDetails(t *testing.T) {
	api := &API{Version: "v25.0", Errors: []ErrorDoc{
		{Code: Code{Code: 100}, Meaning: "A param is wrong."},
		{Code: Code{Code: 100, Subcode: 1487990}, Meaning: "Too many archived objects."},
		{Code: Code{Code: 2903}, Name: "TestAccountKept", Meaning: "This test account cannot be deleted.", Class: ErrPermission},
	}}
	call := Request{Operation: &Operation{API: api, Node: "Campaign", Kind: KindDelete, Method: "DELETE", Path: "{id}"}, ID: "7"}
	a := answerOf(400, `{"error":{"message":"(#100) No","code":100,"error_subcode":1487990,"fbtrace_id":"tr"}}`)
	a.header.Set("X-App-Usage", `{"call_count":90}`)
	a.header.Set("Retry-After", "30")
	e := a.failure(call)
	if want := "graph: Campaign delete 7: (#100/1487990) No (wait 30s) [trace tr]"; e.Error() != want {
		t.Errorf("the text is %q, want %q", e.Error(), want)
	}
	if e.Meaning != "Too many archived objects." || e.HTTPStatus != 400 || e.Usage.Percent() != 90 || e.Wait.Seconds() != 30 {
		t.Errorf("got %+v", e)
	}
	if !errors.Is(e, Code{Code: 100}) || !errors.Is(e, Code{100, 1487990}) || errors.Is(e, Code{100, 33}) || errors.Is(e, Code{Code: 190}) {
		t.Error("errors.Is does not match by code and subcode")
	}
	if !errors.Is(e, ErrBadRequest) || errors.Is(e, ErrToken) {
		t.Error("errors.Is does not match by class")
	}
	// A code that only the package's catalogue knows has the catalogue's class.
	e = answerOf(400, `{"error":{"code":2903}}`).failure(call)
	if !errors.Is(e, ErrPermission) || e.Name != "TestAccountKept" {
		t.Errorf("the class is %q, and the name %q", e.Class(), e.Name)
	}
}

// The results of a batch are read like answers.
// The text of an error is one line of bounded length, whoever wrote it, and is
// never empty.
func TestErrorText(t *testing.T) {
	meaning := &API{Version: "v25.0", Errors: []ErrorDoc{{Code: Code{Code: 7}, Meaning: "what it means"}}}
	tests := []struct{ name, body, want string }{
		{"message", `{"error":{"code":100,"message":"(#100) No","fbtrace_id":"tr"}}`, "graph: Ad read 1: (#100) No [trace tr]"},
		{"words for the user", `{"error":{"code":100,"error_subcode":1885272,"message":"Invalid parameter","error_user_title":"Budget too low","error_user_msg":"It must be 1 EUR."}}`,
			"graph: Ad read 1: (#100/1885272) Invalid parameter: Budget too low: It must be 1 EUR."},
		{"the same words", `{"error":{"code":100,"message":"It must be 1 EUR.","error_user_msg":"It must be 1 EUR."}}`, "graph: Ad read 1: (#100) It must be 1 EUR."},
		{"only words for the user", `{"error":{"code":100,"error_user_msg":"It must be 1 EUR."}}`, "graph: Ad read 1: (#100) It must be 1 EUR."},
		{"lines", `{"error":{"code":1,"message":"a\nb\r\u001b[31m\u2028c","fbtrace_id":"t\nr"}}`, "graph: Ad read 1: (#1) a b  [31m c [trace t r]"},
		{"no message", `{"error":{"code":1}}`, "graph: Ad read 1: (#1) an error without a message, with status 400"},
		{"nothing at all", `{"error":{}}`, "graph: Ad read 1: an error without a message, with status 400"},
		{"only a meaning", `{"error":{"code":7}}`, "graph: Ad read 1: (#7) what it means"},
		{"long", `{"error":{"code":1,"message":"` + strings.Repeat("ä", longestText) + `"}}`, "graph: Ad read 1: (#1) " + strings.Repeat("ä", longestText/2) + "..."},
	}
	for _, tt := range tests {
		e := answerOf(400, tt.body).failure(Request{Operation: &Operation{API: meaning, Node: "Ad", Kind: KindRead}, ID: "1"})
		if diff := cmp.Diff(tt.want, e.Error()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestAnswerDecode(t *testing.T) {
	var out struct{ ID string }
	if err := answerOf(200, `{"id":"1"}`).decode(readOf("7"), &out); err != nil || out.ID != "1" {
		t.Errorf("got %+v, %v", out, err)
	}
	if err := answerOf(200, `{"error":{"code":190}}`).decode(readOf("7"), &out); !errors.Is(err, ErrToken) {
		t.Errorf("got %v", err)
	}
	var unreadable *DecodeError
	if err := answerOf(200, `{"id":`).decode(readOf("7"), &out); !errors.As(err, &unreadable) {
		t.Errorf("got %v", err)
	}
}

func FuzzErrorBody(f *testing.F) {
	f.Add(400, `{"error":{"message":"m","code":"100","error_subcode":33,"error_data":"{\"blame_field_specs\":[[\"a\"]]}"}}`)
	f.Add(200, `{"error":"x","error_description":"y"}`)
	f.Add(400, `{"error_code":1e3,"error_msg":null}`)
	f.Add(503, `<html>`)
	f.Add(200, `Service Unavailable`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		a := answerOf(status, body)
		a.scrub = newScrubber(hiddenToken)
		e := a.failure(readOf("7"))
		ok := status >= 200 && status <= 299 || status == http.StatusNotModified
		if e == nil {
			if !ok {
				t.Errorf("status %d is no error", status)
			}
			return
		}
		if e.Class() == "" || strings.Contains(e.Error(), hiddenToken) {
			t.Errorf("the class is %q, the text %q", e.Class(), e)
		}
		if len(e.Data) > 0 && !json.Valid(e.Data) {
			t.Errorf("the data is not JSON: %q", e.Data)
		}
	})
}
