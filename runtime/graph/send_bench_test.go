package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// bareClient is what a program without this package would write: one
// http.Client whose answers encoding/json decodes.
type bareClient struct{ *http.Client }

func (c bareClient) get(url string, out any) error {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer token_of_the_tests")
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, out)
}

// BenchmarkCall shows what a call costs beside a bare http.Client: building,
// auth, reading, decoding, without a network.
func BenchmarkCall(b *testing.B) {
	body := `{"id":"1","name":"` + strings.Repeat("x", 500) + `"}`
	transport := roundTripper(func(*http.Request) (*http.Response, error) {
		return withHeaders(respond(200, body), "X-App-Usage", `{"call_count":28,"total_time":25,"total_cputime":25}`), nil
	})
	bare := bareClient{&http.Client{Transport: transport}}
	type node struct{ ID, Name string }
	for _, config := range []struct {
		name string
		Config
	}{
		{"token", Config{Token: Secret("token_of_the_tests")}},
		{"proof", Config{Token: Secret("token_of_the_tests"), AppSecret: Secret("app_secret_example")}},
		{"limiter", Config{Token: Secret("token_of_the_tests"), Limiter: NewLimiter(LimiterConfig{})}},
	} {
		config.HTTPClient = bare.Client
		c := newTestClient(b, config.Config)
		b.Run(config.name, func(b *testing.B) {
			takeTurns(b, func() error {
				return bare.get("https://graph.facebook.com/v25.0/act_7/campaigns?name=x", new(node))
			}, func() error {
				return c.run(context.Background(), listOf("act_7", "x"), options{}, new(node))
			})
		})
	}
}

// BenchmarkAll compares walking over 20 pages of 500 nodes with a loop around
// a bare http.Client that follows the links, over the same bytes.
func BenchmarkAll(b *testing.B) {
	const pages, size = 20, 500
	bodies := make([]string, pages)
	for i := range bodies {
		bodies[i] = string(benchPage(size))
		if i == pages-1 {
			bodies[i] = strings.Replace(bodies[i], `"next"`, `"last"`, 1)
		}
		bodies[i] = strings.Replace(bodies[i], `after=QVFJ"`, fmt.Sprintf(`after=%d"`, i+1), 1)
	}
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		var at int
		_, _ = fmt.Sscan(r.URL.Query().Get("after"), &at) // The first page has none.
		return respond(200, bodies[at]), nil
	})
	bare := bareClient{&http.Client{Transport: transport}}
	c := newTestClient(b, Config{Token: Secret("token_of_the_tests"), HTTPClient: bare.Client})
	check := func(n int) error {
		if n != pages*size {
			return fmt.Errorf("%d nodes", n)
		}
		return nil
	}
	b.SetBytes(2 * pages * int64(len(bodies[0])))
	takeTurns(b, func() error {
		n := 0
		for url := "https://graph.facebook.com/v25.0/act_1/campaigns?limit=500"; url != ""; {
			var page struct {
				Data   []*benchNode
				Paging struct{ Next string }
			}
			if err := bare.get(url, &page); err != nil {
				return err
			}
			n += len(page.Data)
			url = page.Paging.Next
		}
		return check(n)
	}, func() error {
		n := 0
		list := List[*benchNode]{Request: testList(size).Request}
		for _, err := range All(context.Background(), c, list) {
			if err != nil {
				return err
			}
			n++
		}
		return check(n)
	})
}
