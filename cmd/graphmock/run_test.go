package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// output is what a running command writes.
type output struct {
	mu   sync.Mutex
	text strings.Builder
	line chan string
}

func (o *output) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(data)
	select {
	case o.line <- string(data):
	default:
	}
	return len(data), nil
}

// start runs the command on a free port and returns its URL, and a function
// that ends it.
func start(t *testing.T, args ...string) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := &output{line: make(chan string, 1)}
	done := make(chan error, 1)
	go func() { done <- run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), out, io.Discard) }()
	var line string
	select {
	case line = <-out.line:
	case err := <-done:
		t.Fatalf("the command ended: %v", err)
	}
	base = regexp.MustCompile(`http://[0-9.:]+[0-9]`).FindString(line)
	if base == "" {
		t.Fatalf("there is no address in %q", line)
	}
	return base, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the command ended with %v", err)
		}
	}
}

func get(t *testing.T, target, accept string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", accept)
	// A picture is a redirect to elsewhere, which is not followed.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestAuthFlags asks for an app's token with the id and the secret of the
// flags, and for pages with a token of theirs.
func TestAuthFlags(t *testing.T) {
	base, stop := start(t, "-app-id", "7", "-token", "good", "-token", "better", "-page-size", "2")
	defer stop()
	if status, body := get(t, base+"/me", ""); status != http.StatusBadRequest {
		t.Errorf("without a token: %d %s", status, body)
	}
	_, body := get(t, base+"/act_123/campaigns?access_token=better", "")
	if n := strings.Count(body, `"id"`); n != 2 {
		t.Errorf("a page has %d items: %s", n, body)
	}
	tenants, stopTenants := start(t, "-token", "one=1001", "-token", "two=1002")
	defer stopTenants()
	for token, want := range map[string]string{"one": `{"data":[{"id":"act_123"},{"id":"act_456"}]`, "two": `{"data":[{"id":"act_456"}]`} {
		if _, body := get(t, tenants+"/me/adaccounts?fields=id&access_token="+token, ""); !strings.HasPrefix(body, want) {
			t.Errorf("the accounts of %s are %s, want %s", token, body, want)
		}
	}
	if _, page := get(t, base+"/", ""); !strings.Contains(page, "Calls need an access_token") || strings.Contains(page, "better") {
		t.Errorf("the page is\n%s", page)
	}
	base, stopSecret := start(t, "-app-id", "7", "-app-secret", "shh")
	defer stopSecret()
	const path = "/oauth/access_token?grant_type=client_credentials&client_id=7&client_secret="
	if status, body := get(t, base+path+"shh", ""); status != http.StatusOK {
		t.Errorf("a token of the app: %d %s", status, body)
	}
	if status, body := get(t, base+path+"other", ""); status != http.StatusBadRequest {
		t.Errorf("with another secret: %d %s", status, body)
	}
}

// TestIndex follows every GET of the page.
func TestIndex(t *testing.T) {
	base, stop := start(t)
	defer stop()
	_, text := get(t, base+"/", "*/*")
	commands := regexp.MustCompile(`(?m)^curl '(http.*)'$`).FindAllStringSubmatch(text, -1)
	if len(commands) < 4 {
		t.Fatalf("the page has %d commands:\n%s", len(commands), text)
	}
	for i, m := range commands {
		want := http.StatusOK
		if i == len(commands)-1 {
			want = http.StatusBadRequest // the example of an error
		}
		if status, body := get(t, m[1], "*/*"); status != want {
			t.Errorf("%s: %d %s", m[1], status, body)
		}
	}
	_, page := get(t, base+"/", "text/html")
	links := regexp.MustCompile(`<a href="([^"]+)">`).FindAllStringSubmatch(page, -1)
	if len(links) < 100 {
		t.Fatalf("the page has %d links", len(links))
	}
	for _, m := range links {
		status, body := get(t, base+m[1], "*/*")
		missing := status == http.StatusBadRequest && strings.Contains(body, "is required")
		if status >= 400 && !missing && !strings.Contains(body, "Error accessing adreport") {
			t.Errorf("%s: %d %s", m[1], status, body)
		}
	}
}
