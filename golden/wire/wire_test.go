// Package wire shows what the calls of the generated package send, one golden
// file for each reference page. The requests are those of the page's curl
// examples where it has some, written as they are meant where the page is
// damaged: each value encoded once, JSON strict, one & between params.
//
// The pages send the token as a param; here it travels as a header. They also
// address nodes as /?id=ID and /EDGE?id=ID, which means /ID and /ID/EDGE and
// is not offered.
package wire

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// wireCase is one call.
type wireCase struct {
	// item is the number of the operation in the checklist of golden/coverage.
	item string
	// request is what the call is made of.
	request graph.Request
	run     func(context.Context, *graph.Client) error
	// answer is what the API answers.
	answer string
}

// sends returns the case of a call that the API answers with an object.
func sends[T any](item string, call graph.Call[T], opts ...graph.Option) wireCase {
	answer := "{}"
	if _, ok := any(call).(graph.Call[graph.Success]); ok {
		answer = `{"success":true}`
	}
	return wireCase{item: item, request: call.Request, answer: answer, run: func(ctx context.Context, c *graph.Client) error {
		_, err := graph.Do(ctx, c, call, opts...)
		return err
	}}
}

// pages are the cases of each page, by the name of the golden file.
var pages = map[string][]wireCase{
	"offline":     offlineCases,
	"user":        userCases,
	"edges":       userEdgeCases,
	"audience":    audienceCases,
	"conversions": conversionCases,
	"async":       asyncCases,
	"ads":         adsCases,
}

func TestRequests(t *testing.T) {
	for page, cases := range pages {
		t.Run(page, func(t *testing.T) {
			var got strings.Builder
			for _, c := range cases {
				fmt.Fprintf(&got, "# %s: %s\n%s\n", c.item, c.request.Operation, describe(t, c))
			}
			file := filepath.Join("want", page+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got.String()); diff != "" {
				t.Errorf("%s differs; run \"go test ./golden/wire -update\" to accept (-want +got):\n%s", file, diff)
			}
		})
	}
}

// describe runs a call and returns its request with each param decoded on a
// line of its own. Params of the URL begin with "?".
func describe(t *testing.T, c wireCase) string {
	t.Helper()
	request, body := send(t, c)
	lines := []string{request.Method + " " + request.URL.EscapedPath()}
	if tag := request.Header.Get("If-None-Match"); tag != "" {
		lines = append(lines, "If-None-Match: "+tag)
	}
	lines = append(lines, paramLines("?", parseForm(t, request.URL.RawQuery))...)
	switch kind, options, _ := mime.ParseMediaType(request.Header.Get("Content-Type")); kind {
	case "":
		if body != "" {
			t.Errorf("%s: a body without a type: %q", c.item, body)
		}
	case "application/x-www-form-urlencoded":
		lines = append(lines, paramLines("", parseForm(t, body))...)
	case "multipart/form-data":
		lines = append(lines, partLines(t, body, options["boundary"])...)
	default:
		t.Errorf("%s: the body is %s", c.item, kind)
	}
	return strings.Join(lines, "\n") + "\n"
}

const token = "EAAtoken"

// send runs a call against a transport that keeps the request.
func send(t *testing.T, c wireCase) (*http.Request, string) {
	t.Helper()
	var sent []*http.Request
	var body []byte
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r)
		if r.Body != nil {
			var err error
			if body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
		}
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(c.answer)), Request: r,
		}, nil
	})
	client, err := graph.New(graph.Config{Token: graph.Secret(token), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.run(t.Context(), client); err != nil {
		t.Fatalf("%s: %v", c.item, err)
	}
	if len(sent) != 1 {
		t.Fatalf("%s: %d requests", c.item, len(sent))
	}
	r := sent[0]
	if r.URL.Scheme != "https" || r.URL.Host != "graph.facebook.com" {
		t.Errorf("%s: sent to %s://%s", c.item, r.URL.Scheme, r.URL.Host)
	}
	if r.Header.Get("Authorization") != "Bearer "+token || strings.Contains(r.URL.String()+string(body), url.QueryEscape(token)) {
		t.Errorf("%s: the token does not travel as a header alone", c.item)
	}
	return r, string(body)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func parseForm(t *testing.T, text string) url.Values {
	t.Helper()
	values, err := url.ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func paramLines(prefix string, values url.Values) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			lines = append(lines, prefix+name+"="+value)
		}
	}
	return lines
}

// partLines are the parts of a multipart form. A file is written as curl's -F
// does, with its content behind.
func partLines(t *testing.T, body, boundary string) []string {
	t.Helper()
	var lines []string
	parts := multipart.NewReader(strings.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		line := part.FormName() + "=" + string(content)
		if part.FileName() != "" {
			line = part.FormName() + "=@" + part.FileName() + " " + string(content)
		}
		lines = append(lines, line)
	}
}
