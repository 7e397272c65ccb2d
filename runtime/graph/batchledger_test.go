package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
)

// ledger is a server that keeps a record of what it really did, and that
// answers with all the faults of the API.
type ledger struct {
	t    *testing.T
	seed uint64
	mu   sync.Mutex
	seen map[string]int
	// done counts the writes that were done, and ids are what they made.
	done map[string]int
	ids  map[string]string
	// parents are the ids that writes were given.
	parents map[string]string
	calls   int
}

// roll returns a number that is the same for the same thing each time that the
// test runs, whatever the order of the requests.
func (l *ledger) roll(what string, n int) int {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%s/%d", l.seed, what, l.seen[what])
	l.seen[what]++
	return rand.New(rand.NewPCG(h.Sum64(), 0)).IntN(n)
}

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ops, err := batchOf(r)
	if err != nil || len(ops) > mostOperations {
		l.t.Errorf("got %d operations and error %v", len(ops), err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	fault := l.roll("call "+ops[0].params().Get("name"), 20)
	switch fault {
	case 0: // Nothing is done, and the connection ends.
		panic(http.ErrAbortHandler)
	case 1:
		fmt.Fprint(w, `{"error":{"message":"Too many calls","code":4}}`)
		return
	case 2:
		w.WriteHeader(400)
		fmt.Fprint(w, `{"error":{"message":"Unsupported","code":100}}`)
		return
	case 3: // A part is done, and an error page follows.
		l.run(ops[:len(ops)/2])
		w.WriteHeader(502)
		fmt.Fprint(w, `<html>`)
		return
	}
	results := l.run(ops)
	switch fault {
	case 4: // All is done, and no answer comes.
		panic(http.ErrAbortHandler)
	case 5:
		fmt.Fprint(w, `true`)
		return
	case 6:
		results = append(results, &subResponse{Code: 200, Body: `{"id":"999999"}`})
	case 7:
		results = results[1:]
	}
	_ = json.NewEncoder(w).Encode(results)
}

// run runs operations as the API does: those whose dependencies failed are
// not run, and results that others need may be left out.
func (l *ledger) run(ops []subRequest) []*subResponse {
	results := make([]*subResponse, len(ops))
	ids := map[string]string{}
	failed := map[string]bool{}
	for i, op := range ops {
		depends := op.DependsOn != "" && failed[op.DependsOn]
		for _, m := range refPattern.FindAllStringSubmatch(op.path()+op.params().Get("parent"), -1) {
			depends = depends || failed[m[1]]
			if _, known := ids[m[1]]; !known && !failed[m[1]] {
				l.t.Errorf("operation %q refers to %q, which is not before it", op.params().Get("name"), m[1])
			}
		}
		if depends {
			failed[op.Name] = true
			continue
		}
		id, result := l.one(op, ids)
		ids[op.Name] = id
		failed[op.Name] = result == nil || result.Code != 200
		if result != nil && result.Code == 200 && op.Name != "" && (op.Omit == nil || *op.Omit) {
			result = nil
		}
		results[i] = result
	}
	return results
}

// one runs one operation.
func (l *ledger) one(op subRequest, ids map[string]string) (string, *subResponse) {
	name := op.params().Get("name")
	switch l.roll(name, 12) {
	case 0:
		return "", result(400, `{"error":{"message":"Too many calls","code":17}}`)
	case 1:
		return "", result(400, `{"error":{"message":"Invalid parameter","code":100}}`)
	case 2:
		if l.roll(name+" half", 2) == 0 {
			l.do(op, name, ids)
		}
		return "", result(500, `{"error":{"message":"Unknown","code":2,"is_transient":true}}`)
	case 3:
		if l.roll(name+" half", 2) == 0 {
			l.do(op, name, ids)
		}
		return "", nil
	}
	id := l.do(op, name, ids)
	return id, result(200, `{"id":"`+id+`"}`)
}

// do does what an operation asks for.
func (l *ledger) do(op subRequest, name string, ids map[string]string) string {
	if op.Method == http.MethodPost {
		l.done[name]++
		l.ids[name] = fmt.Sprint(100000 + len(l.ids))
		l.parents[name] = substitute(op.params().Get("parent"), ids)
		return l.ids[name]
	}
	return "1" + strings.TrimPrefix(name, "op")
}

// planned is an operation of the test, and what is known about it beforehand.
type planned struct {
	name   string
	write  bool
	parent *planned
	result *Result[*idResult]
}

type ledgerParams struct {
	Name   string `param:"name"`
	Parent string `param:"parent"`
}

// addRandom adds an operation that may depend on one of those before it.
func addRandom(b *Batch, rng *rand.Rand, n int, group []*planned) *planned {
	p := &planned{name: fmt.Sprintf("op%d", n), write: rng.IntN(3) > 0}
	params := ledgerParams{Name: p.name}
	var opts []Option
	if rng.IntN(4) == 0 {
		opts = append(opts, OmitResponse())
	}
	if len(group) > 0 {
		other := group[rng.IntN(len(group))]
		switch rng.IntN(4) {
		case 0:
			opts = append(opts, RunAfter(other.result))
		case 1, 2:
			p.parent = other
			params.Parent = other.result.Ref("$.id")
		}
	}
	r := Request{Operation: readOp, ID: "1", Params: params}
	if p.write {
		r = Request{Operation: createOp, ID: "1", Params: params}
	}
	p.result = Add(b, callOf[*idResult](r), opts...)
	return p
}

func TestBatchTellsWhatHappened(t *testing.T) {
	total := 2000
	if os.Getenv("GRAPHGEN_LONG") != "" {
		total = 10000
	}
	ends := map[string]int{}
	for n := 0; n < total; {
		seed := uint64(n)
		l := &ledger{t: t, seed: seed, seen: map[string]int{}, done: map[string]int{}, ids: map[string]string{}, parents: map[string]string{}}
		client := rawBatchServer(t, l.ServeHTTP)
		rng := rand.New(rand.NewPCG(seed, 1))
		var b Batch
		var all, group []*planned
		for range 200 {
			if rng.IntN(5) == 0 {
				group = nil
			}
			if len(group) > 12 {
				group = group[:0:0]
			}
			p := addRandom(&b, rng, n, group)
			all, group = append(all, p), append(group, p)
			n++
		}
		err := b.Do(t.Context(), client)
		var joined *BatchError
		if err != nil && (!errors.As(err, &joined) || joined.refused) {
			t.Fatal(err)
		}
		for _, p := range all {
			ends[l.check(p)]++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	for _, end := range []string{"done", "refused", "not run", "unknown", "omitted", "read", "read failed"} {
		if ends[end] == 0 {
			t.Errorf("no operation ended as %q: the test does not show it", end)
		}
	}
	t.Log(ends)
}

// check compares the end of an operation with the ledger, and returns it.
func (l *ledger) check(p *planned) string {
	value, err := p.result.Get()
	done := l.done[p.name]
	if done > 1 {
		l.t.Errorf("%s was done %d times", p.name, done)
	}
	if !p.write {
		if err == nil && value.ID != "1"+strings.TrimPrefix(p.name, "op") {
			l.t.Errorf("%s got the result %q of another one", p.name, value.ID)
		}
		if err != nil {
			return "read failed"
		}
		return "read"
	}
	end := ""
	switch {
	case err == nil && value.ID == l.ids[p.name]:
		end = "done"
		if p.parent != nil && p.parent.write && l.parents[p.name] != l.ids[p.parent.name] {
			l.t.Errorf("%s was done with the parent %q, want %q", p.name, l.parents[p.name], l.ids[p.parent.name])
		}
	case errors.Is(err, ErrOmitted):
		end = "omitted"
	case errors.Is(err, ErrNotRun):
		end = "not run"
	case errors.Is(err, ErrUnknownOutcome):
		return "unknown"
	case asError(err) != nil:
		end = "refused"
	}
	want := map[string]int{"done": 1, "omitted": 1}
	if end == "" || done != want[end] {
		l.t.Errorf("%s ended as %q with %v, and was done %d times", p.name, end, err, done)
	}
	return end
}
