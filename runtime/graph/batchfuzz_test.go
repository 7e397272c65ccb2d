package graph

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzBatchAnswer gives a batch any answer: each operation has to end as
// something that an answer can mean.
func FuzzBatchAnswer(f *testing.F) {
	for _, answer := range []string{
		`[{"code":200,"body":"{}"},null,{"code":400,"body":"{\"error\":{\"code\":100}}"}]`,
		`[{"code":304,"headers":[{"name":"ETag","value":"\"a\""}],"body":null},{"code":"200","body":{}},7]`,
		`{"error":{"code":4}}`, `[]`, `null`, `[null,null,null]`, `[{},{"code":200,"headers":{}},{"code":0}]`,
	} {
		f.Add(200, answer)
	}
	f.Fuzz(func(t *testing.T, status int, answer string) {
		if status < 200 || status > 599 {
			return
		}
		client := newTestClient(t, Config{Token: Secret("token"), Retry: RetryPolicy{MaxAttempts: 2, BaseDelay: 1, MaxWait: 1, Budget: -1}, HTTPClient: &http.Client{
			Transport: roundTripper(func(*http.Request) (*http.Response, error) {
				return respond(status, answer), nil
			}),
		}})
		var b Batch
		write := Add(&b, callOf[Object](createOf("1", "a")))
		ends := []*Result[Object]{write, Add(&b, callOf[Object](updateOf(write.Ref("$.id"), "b"))), Add(&b, callOf[Object](readOf("1")))}
		whole := b.Do(t.Context(), client)
		for i, r := range ends {
			_, err := r.Get()
			if errors.Is(err, ErrNotRun) && errors.Is(err, ErrUnknownOutcome) {
				t.Errorf("operation %d was not run and may have been done: %v", i, err)
			}
			if err != nil && !errors.Is(err, ErrNotModified) && !errors.Is(whole, err) {
				t.Errorf("operation %d failed with %v, and the batch with %v", i, err, whole)
			}
		}
	})
}

// FuzzResults compares the two ways of reading results: what the fast one
// reads, the tolerant one reads alike.
func FuzzResults(f *testing.F) {
	for _, answer := range []string{
		`[{"code":200,"headers":[{"name":"a","value":"b"}],"body":"{\"id\":\"1\"}"}]`,
		`[null]`, `[{}]`, `[{"code":null,"body":null}]`, `[{"code":1e2}]`, `[{"CODE":200,"code":1}]`, `null`,
	} {
		f.Add(answer)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		fast, err := parseResults([]byte(answer), 1)
		odd, oddErr := parseOddResults([]byte(answer), 1)
		if (err == nil) != (oddErr == nil) {
			t.Fatalf("errors %v and %v", err, oddErr)
		}
		if err == nil && len(fast) != 1 {
			t.Fatalf("%d results", len(fast))
		}
		same := cmp.Comparer(func(a, b error) bool { return errors.Is(a, b) })
		if diff := cmp.Diff(odd, fast, cmp.AllowUnexported(batchResult{}), same); diff != "" {
			t.Errorf("(-tolerant +fast):\n%s", diff)
		}
	})
}
