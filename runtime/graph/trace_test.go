package graph

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// spans numbers the contexts that OnRequest returns, and tells which of them
// the other hooks and the transport get.
type spans struct {
	told  []string
	count int
}

type spanKey struct{}

func spanOf(ctx context.Context) any { return ctx.Value(spanKey{}) }

func (s *spans) tell(hook string, ctx context.Context, e Event) {
	s.told = append(s.told, fmt.Sprintf("%s of %v: %s %s attempt %d", hook, spanOf(ctx), e.Operation, e.ID, e.Attempt))
}

func (s *spans) hooks() Hooks {
	tell := func(hook string) func(context.Context, Event) {
		return func(ctx context.Context, e Event) { s.tell(hook, ctx, e) }
	}
	return Hooks{
		OnRequest: func(ctx context.Context, e Event) context.Context {
			s.count++
			s.tell(fmt.Sprint(s.count), ctx, e)
			return context.WithValue(ctx, spanKey{}, s.count)
		},
		OnResponse: tell("response"), OnRetry: tell("retry"), OnThrottle: tell("throttle"),
	}
}

// client answers with one response after the other.
func (s *spans) client(t *testing.T, steps ...func() (*http.Response, error)) *Client {
	list := &playlist{steps: steps}
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		s.told = append(s.told, fmt.Sprint("HTTP of ", spanOf(r.Context())))
		return list.RoundTrip(r)
	})
	return newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: transport}, Hooks: s.hooks()})
}

// What OnRequest returns is the context of the attempt: of its HTTP request and
// of its hooks, and of no other attempt.
func TestHooksShareContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s spans
		client := s.client(t, throttle, good)
		ctx := context.WithValue(t.Context(), spanKey{}, "the caller")
		if _, err := Do(ctx, client, Call[Object]{Request: readOf("7")}); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"1 of the caller: Campaign read 7 attempt 1", "HTTP of 1", "response of 1: Campaign read 7 attempt 1",
			"throttle of 1: Campaign read 7 attempt 1", "retry of 1: Campaign read 7 attempt 1",
			"2 of the caller: Campaign read 7 attempt 2", "HTTP of 2", "response of 2: Campaign read 7 attempt 2",
		}
		if diff := cmp.Diff(want, s.told); diff != "" {
			t.Error(diff)
		}
	})
}

// The contexts of operations are made of that of their HTTP request.
func TestHooksShareContextInBatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s spans
		client := s.client(t,
			answering(200, `[{"code":200,"body":"{}"},{"code":500,"body":"{\"error\":{\"code\":2}}"}]`),
			answering(200, `[{"code":200,"body":"{}"}]`))
		ctx := context.WithValue(t.Context(), spanKey{}, "the caller")
		var b Batch
		Add(&b, Call[Object]{Request: readOf("7")})
		Add(&b, Call[Object]{Request: readOf("8")})
		if err := b.Do(ctx, client); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"1 of the caller: Batch create  attempt 1", "2 of 1: Campaign read 7 attempt 1", "3 of 1: Campaign read 8 attempt 1", "HTTP of 1",
			"response of 1: Batch create  attempt 1", "response of 2: Campaign read 7 attempt 1", "response of 3: Campaign read 8 attempt 1",
			"retry of 3: Campaign read 8 attempt 1",
			"4 of the caller: Batch create  attempt 2", "5 of 4: Campaign read 8 attempt 2", "HTTP of 4",
			"response of 4: Batch create  attempt 2", "response of 5: Campaign read 8 attempt 2",
		}
		if diff := cmp.Diff(want, s.told); diff != "" {
			t.Error(diff)
		}
	})
}

// Each request that a hook was told of has one response, also where nothing
// comes.
func TestHooksPairUp(t *testing.T) {
	for name, answer := range map[string]func() (*http.Response, error){
		"no answer":      func() (*http.Response, error) { return nil, fmt.Errorf("the network is down") },
		"no JSON":        answering(200, `<html>`),
		"an error":       answering(400, `{"error":{"code":100}}`),
		"too few":        answering(200, `[]`),
		"nulls":          answering(200, `[null,null]`),
		"a result of no": answering(200, `[{"code":200,"body":"{}"},5]`),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s spans
				client := s.client(t, answer)
				_, _ = Do(t.Context(), client, Call[Object]{Request: readOf("7")})
				var b Batch
				Add(&b, Call[Object]{Request: readOf("7")})
				Add(&b, Call[Object]{Request: updateOf("8", "x")})
				_ = b.Do(t.Context(), client)
				for span := range s.count {
					prefix := fmt.Sprintf("response of %d: ", span+1)
					n := 0
					for _, line := range s.told {
						if len(line) > len(prefix) && line[:len(prefix)] == prefix {
							n++
						}
					}
					if n != 1 {
						t.Errorf("request %d has %d responses: %q", span+1, n, s.told)
					}
				}
				if s.count == 0 || !slices.Contains(s.told, "HTTP of 1") {
					t.Errorf("told %q", s.told)
				}
			})
		})
	}
}
