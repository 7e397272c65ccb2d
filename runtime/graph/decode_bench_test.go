package graph

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

type benchNode struct {
	ID        testID     `json:"id,omitzero"`
	Account   testID     `json:"account_id,omitzero"`
	Name      string     `json:"name,omitzero"`
	Status    testStatus `json:"effective_status,omitzero"`
	Budget    Opt[int64] `json:"daily_budget,omitzero"`
	Start     Time       `json:"start_time,omitzero"`
	Objective string     `json:"objective,omitzero"`
	Labels    []string   `json:"labels,omitzero"`
}

// benchPage is a page of n nodes as the API writes it.
func benchPage(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"data":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"%d","account_id":"1234567890","name":"Campaign number %d","effective_status":"ACTIVE",`+
			`"daily_budget":"5000","start_time":"2017-06-06T18:04:10+0000","objective":"OUTCOME_SALES","labels":["a","b"]}`, 23850000000000000+int64(i), i)
	}
	b.WriteString(`],"paging":{"cursors":{"before":"QVFI","after":"QVFJ"},"next":"https:\/\/graph.facebook.com\/v25.0\/act_1\/campaigns?access_token=t&limit=500&after=QVFJ"}}`)
	return []byte(b.String())
}

// BenchmarkDecodePage compares decoding a page of 500 nodes as a call does it
// with encoding/json alone, into the same types. The metric "ratio" is the
// speed relative to encoding/json: 1 is as fast.
func BenchmarkDecodePage(b *testing.B) {
	body := benchPage(500)
	request := Request{Operation: &testOperation}
	alone := func() error { return json.Unmarshal(body, new(Page[*benchNode])) }
	call := func() error {
		return (&answer{status: 200, body: body}).decode(request, new(Page[*benchNode]))
	}
	b.SetBytes(2 * int64(len(body)))
	takeTurns(b, alone, call)
}

// takeTurns runs a bare way and ours of doing the same thing in turns, which
// evens out what else the machine does. The metric "ratio" is the speed of
// ours relative to the bare one, and the others are the allocations of each.
func takeTurns(b *testing.B, bare, ours func() error) {
	b.Helper()
	var times [2]time.Duration
	for b.Loop() {
		for i, run := range []func() error{bare, ours} {
			start := time.Now()
			if err := run(); err != nil {
				b.Fatal(err)
			}
			times[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(times[0])/float64(times[1]), "ratio")
	b.ReportMetric(testing.AllocsPerRun(3, func() { _ = bare() }), "bare-allocs/op")
	b.ReportMetric(testing.AllocsPerRun(3, func() { _ = ours() }), "our-allocs/op")
}

// BenchmarkDecodePageRepaired is the same page with numbers as ids.
func BenchmarkDecodePageRepaired(b *testing.B) {
	body := []byte(strings.ReplaceAll(string(benchPage(500)), `"account_id":"1234567890"`, `"account_id":1234567890`))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := decodeTolerant(body, new(Page[*benchNode])); err != nil {
			b.Fatal(err)
		}
	}
}
