package graph

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// The cost of a call beyond its transport: building, auth, reading, decoding.
func BenchmarkCall(b *testing.B) {
	body := `{"id":"1","name":"` + strings.Repeat("x", 500) + `"}`
	transport := roundTripper(func(*http.Request) (*http.Response, error) {
		return withHeaders(respond(200, body), "X-App-Usage", `{"call_count":28,"total_time":25,"total_cputime":25}`), nil
	})
	for _, config := range []struct {
		name string
		Config
	}{
		{"token", Config{Token: Secret("token_of_the_tests")}},
		{"proof", Config{Token: Secret("token_of_the_tests"), AppSecret: Secret("app_secret_example")}},
		{"limiter", Config{Token: Secret("token_of_the_tests"), Limiter: NewLimiter(LimiterConfig{})}},
	} {
		config.HTTPClient = &http.Client{Transport: transport}
		c := newTestClient(b, config.Config)
		b.Run(config.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var out struct{ ID, Name string }
				if err := c.run(context.Background(), listOf("act_7", "x"), options{}, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBareHTTP(b *testing.B) {
	body := `{"id":"1","name":"` + strings.Repeat("x", 500) + `"}`
	client := &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) { return respond(200, body), nil })}
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://graph.facebook.com/v25.0/act_7/campaigns?name=x", nil)
		if err != nil {
			b.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		buf, err := readBody(resp.Body, 1<<20)
		if err != nil {
			b.Fatal(err)
		}
		var out struct{ ID, Name string }
		if err := decodeAnswer(listOp, buf.Bytes(), &out); err != nil {
			b.Fatal(err)
		}
		freeBuffer(buf)
	}
}
