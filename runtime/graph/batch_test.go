package graph

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBatchKeepsTheOrder(t *testing.T) {
	var mu sync.Mutex
	var sizes []int
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		list, _ := batchOf(r)
		mu.Lock()
		sizes = append(sizes, len(list))
		mu.Unlock()
		var results []string
		for _, op := range list {
			results = append(results, fmt.Sprintf(`{"code":200,"body":"{\"id\":\"%s\"}"}`, strings.TrimPrefix(op.path(), "v25.0/")))
		}
		fmt.Fprintf(w, "[%s]", strings.Join(results, ","))
	})
	var b Batch
	var results []*Result[*idResult]
	for i := range 120 {
		results = append(results, Add(&b, callOf[*idResult](readOf(fmt.Sprint(i+1)))))
	}
	if _, err := results[0].Get(); err == nil {
		t.Error("a result came before the batch ran")
	}
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if got, err := r.Get(); err != nil || got.ID != fmt.Sprint(i+1) {
			t.Fatalf("operation %d got %v, %v", i, got, err)
		}
	}
	slices.Sort(sizes)
	if diff := cmp.Diff([]int{20, 50, 50}, sizes); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
	if err := b.Do(t.Context(), client); err == nil {
		t.Error("a batch ran twice")
	}
}

func TestBatchOfNothing(t *testing.T) {
	var b Batch
	if err := b.Do(t.Context(), newTestClient(t, Config{Token: Secret("x")})); err != nil {
		t.Error(err)
	}
}

// wantEnd is the end of an operation that a test expects: nil for success.
type wantEnd struct{ is, not error }

func TestBatchAnswers(t *testing.T) {
	read, write := readOf("1"), updateOf("1", "n")
	const fine = `{"code":200,"body":"{\"id\":\"1\"}"}`
	tests := []struct {
		name        string
		answer      string // To a batch of a read, a write, and a read that refers to the write.
		read, write wantEnd
		last        wantEnd
	}{
		{"results", "[" + fine + "," + fine + "," + fine + "]", wantEnd{}, wantEnd{}, wantEnd{}},
		{"an error of one", `[` + fine + `,{"code":400,"body":"{\"error\":{\"code\":100}}"},null]`,
			wantEnd{}, wantEnd{is: ErrBadRequest, not: ErrUnknownOutcome}, wantEnd{is: ErrDependencyFailed, not: ErrTimedOut}},
		{"a time-out", `[null,` + fine + `,` + fine + `]`, wantEnd{is: ErrTimedOut, not: ErrUnknownOutcome}, wantEnd{}, wantEnd{}},
		{"a write times out", `[` + fine + `,null,null]`,
			wantEnd{}, wantEnd{is: ErrUnknownOutcome, not: ErrNotRun}, wantEnd{is: ErrNotRun, not: ErrTimedOut}},
		{"the last times out", `[` + fine + `,` + fine + `,null]`, wantEnd{}, wantEnd{}, wantEnd{is: ErrTimedOut, not: ErrNotRun}},
		{"a transient error of a write", `[` + fine + `,{"code":500,"body":"{\"error\":{\"code\":2}}"},null]`,
			wantEnd{}, wantEnd{is: ErrUnknownOutcome, not: ErrNotRun}, wantEnd{is: ErrNotRun, not: ErrTimedOut}},
		{"fewer results", `[` + fine + `,` + fine + `]`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
		{"more results", `[` + fine + `,` + fine + `,` + fine + `,` + fine + `]`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
		{"an object", `{"data":[]}`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
		{"null", `null`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
		{"no JSON", `<html>`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
		{"a result that is none", `["x",7,{}]`, wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome, not: ErrNotRun}, wantEnd{is: ErrNoResult}},
		{"a batch that is refused", `{"error":{"code":190,"message":"expired"}}`,
			wantEnd{is: ErrToken}, wantEnd{is: ErrNotRun, not: ErrUnknownOutcome}, wantEnd{is: ErrNotRun}},
		{"a batch that fails", `{"error":{"code":2,"message":"down"}}`,
			wantEnd{is: ErrTransient}, wantEnd{is: ErrUnknownOutcome, not: ErrNotRun}, wantEnd{is: ErrNoResult}},
		{"a batch that is too large", `{"error":{"code":0,"message":"Too many requests in batch message. Maximum batch size is 50","type":"GraphBatchException"}}`,
			wantEnd{is: ErrNoResult}, wantEnd{is: ErrUnknownOutcome}, wantEnd{is: ErrNoResult}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, test.answer) })
			client.config.Retry.MaxAttempts = 1
			var b Batch
			first := Add(&b, callOf[*idResult](read))
			second := Add(&b, callOf[*idResult](write))
			third := Add(&b, callOf[*idResult](readOf(second.Ref("$.id"))))
			whole := b.Do(t.Context(), client)
			for i, p := range []struct {
				r    *Result[*idResult]
				want wantEnd
			}{{first, test.read}, {second, test.write}, {third, test.last}} {
				_, err := p.r.Get()
				if p.want.is == nil && err != nil || p.want.is != nil && !errors.Is(err, p.want.is) || p.want.not != nil && errors.Is(err, p.want.not) {
					t.Errorf("operation %d: got %v, want %v and not %v", i, err, p.want.is, p.want.not)
				}
				if err != nil && !errors.Is(whole, err) {
					t.Errorf("the error of operation %d is not in that of the batch: %v", i, whole)
				}
			}
		})
	}
}

func TestBatchBodies(t *testing.T) {
	tests := []struct {
		name, result string
		run          func(*Batch) func() (any, error)
		want         any
		wantErr      error
	}{
		{"true", `{"code":200,"body":"true"}`, bodyOf[Success](deleteOf("1")), Success{true}, nil},
		{"a number", `{"code":200,"body":"12"}`, bodyOf[int](readOf("1")), 12, nil},
		{"a list", `{"code":200,"body":"[1,2]"}`, bodyOf[[]int](readOf("1")), []int{1, 2}, nil},
		{"JSON that is no text", `{"code":"200","body":{"id":7}}`, bodyOf[idResult](readOf("1")), idResult{"7"}, nil},
		{"a page", `{"code":200,"body":"{\"data\":[{\"id\":\"3\"}]}"}`, bodyOf[*Page[idResult]](listOf("1", "")), &Page[idResult]{Data: []idResult{{"3"}}}, nil},
		{"a redirect", `{"code":302,"headers":[{"name":"Location","value":"x"}],"body":null}`, bodyOf[idResult](readOf("1")), nil, ErrBadRequest},
		{"an error with 200", `{"code":200,"body":"{\"error\":{\"code\":803}}"}`, bodyOf[idResult](readOf("1")), nil, ErrNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "[%s]", test.result) })
			var b Batch
			get := test.run(&b)
			_ = b.Do(t.Context(), client)
			got, err := get()
			if !errors.Is(err, test.wantErr) || err == nil && !cmp.Equal(got, test.want) {
				t.Errorf("got %v, %v; want %v, %v", got, err, test.want, test.wantErr)
			}
		})
	}
	for name, result := range map[string]string{"absent": `{"code":200}`, "null": `{"code":200,"body":null}`, "no JSON": `{"code":200,"body":"ok"}`} {
		t.Run(name, func(t *testing.T) {
			client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "[%s]", result) })
			var b Batch
			r := Add(&b, callOf[*idResult](updateOf("1", "n")))
			_ = b.Do(t.Context(), client)
			var problem *DecodeError
			if _, err := r.Get(); !errors.As(err, &problem) || errors.Is(err, ErrNotRun) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// bodyOf returns a function that adds a call and returns how to get its
// answer.
func bodyOf[T any](r Request) func(*Batch) func() (any, error) {
	return func(b *Batch) func() (any, error) {
		result := Add(b, callOf[T](r))
		return func() (any, error) { return result.Get() }
	}
}

func TestBatchTellsOmittedResults(t *testing.T) {
	const fine = `{"code":200,"body":"{\"id\":\"1\"}"}`
	for _, test := range []struct {
		name, answer string
		want         error
	}{
		{"the other one succeeded", `[null,` + fine + `]`, ErrOmitted},
		{"neither answered", `[null,null]`, ErrUnknownOutcome},
		{"the other one failed", `[null,{"code":400,"body":"{\"error\":{\"code\":100}}"}]`, ErrUnknownOutcome},
	} {
		t.Run(test.name, func(t *testing.T) {
			var sent []subRequest
			client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
				sent, _ = batchOf(r)
				fmt.Fprint(w, test.answer)
			})
			var b Batch
			first := Add(&b, callOf[*idResult](createOf("1", "a")), OmitResponse())
			Add(&b, callOf[*idResult](createOf("1", "b")), RunAfter(first))
			err := b.Do(t.Context(), client)
			if _, got := first.Get(); !errors.Is(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if test.want == ErrOmitted && err != nil {
				t.Errorf("the batch failed: %v", err)
			}
			if !*sent[0].Omit || sent[1].DependsOn != sent[0].Name || sent[1].Name != "" {
				t.Errorf("sent %+v", sent)
			}
		})
	}
}

func TestBatchRepeatsWhatDidNotRun(t *testing.T) {
	var rounds [][]subRequest
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		list, _ := batchOf(r)
		rounds = append(rounds, list)
		throttled := `{"code":400,"body":"{\"error\":{\"code\":17,\"message\":\"Too many\"}}"}`
		if len(rounds) == 1 {
			fmt.Fprintf(w, `[{"code":200,"body":"{\"images\":{\"a\":{\"hash\":\"h1\"},\"b\":{\"hash\":\"h2\"}}}"},%s,null,%s]`, throttled, throttled)
			return
		}
		fmt.Fprint(w, `[{"code":200,"body":"{\"id\":\"2\"}"},{"code":200,"body":"{\"id\":\"3\"}"},{"code":200,"body":"{\"id\":\"4\"}"}]`)
	})
	var b Batch
	var response Response
	image := Add(&b, callOf[Object](createOf("1", "image")))
	creative := Add(&b, callOf[*idResult](createOf("1", `{"hashes":"`+image.Ref("$.images.*.hash")+`"}`)))
	ad := Add(&b, callOf[*idResult](createOf("1", creative.Ref("$.id"))))
	other := Add(&b, callOf[*idResult](updateOf(image.Ref("$.images.b.hash"), "x")), WithResponse(&response))
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, op := range rounds[1] {
		got = append(got, op.path()+" "+op.params().Get("name"))
	}
	want := []string{
		`v25.0/act_1/campaigns {"hashes":"h1,h2"}`,
		`v25.0/act_1/campaigns ` + creative.Ref("$.id"),
		`v25.0/h2 x`,
	}
	if diff := cmp.Diff(want, got); diff != "" || len(rounds) != 2 {
		t.Errorf("%d rounds; the second has (-want +got):\n%s", len(rounds), diff)
	}
	for i, r := range []*Result[*idResult]{creative, ad, other} {
		if v, err := r.Get(); err != nil || v.ID != fmt.Sprint(i+2) {
			t.Errorf("operation %d got %v, %v", i, v, err)
		}
	}
	if response.Attempts != 2 {
		t.Errorf("the response tells of %d attempts", response.Attempts)
	}
}
