package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// sameResults answers batches of reads at little cost, and keeps the bodies
// that it got while keep is set.
type sameResults struct {
	mu   sync.Mutex
	keep bool
	sent [][]byte
}

func (s *sameResults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	n := bytes.Count(body, []byte("relative_url"))
	s.mu.Lock()
	if s.keep {
		s.sent = append(s.sent, body)
	}
	s.mu.Unlock()
	one := `{"code":200,"headers":[{"name":"Content-Type","value":"application\/json"},{"name":"ETag","value":"\"9d4d\""}],"body":"{\"id\":\"23850000000000001\",\"name\":\"` + strings.Repeat("x", 200) + `\"}"}`
	_, _ = io.WriteString(w, "["+strings.Repeat(one+",", n-1)+one+"]")
}

// BenchmarkBatchReads runs 10,000 reads through batches, one HTTP request at a
// time, and sends the same bytes with a bare loop of http.Client. The metrics
// "time-ratio" and "alloc-ratio" are the cost of the batches relative to a
// loop that decodes the answers with encoding/json, and "send-ratio" is their
// time relative to one that throws the answers away.
func BenchmarkBatchReads(b *testing.B) {
	const reads = 10_000
	s := &sameResults{keep: true}
	server := httptest.NewServer(s)
	b.Cleanup(server.Close)
	client := newTestClient(b, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL})
	batches := func() error {
		batch := Batch{Parallel: 1}
		results := make([]*Result[*nameResult], reads)
		for i := range results {
			results[i] = Add(&batch, callOf[*nameResult](Request{Operation: readOp, ID: "23850000000000001", Fields: []string{"id", "name"}}))
		}
		if err := batch.Do(b.Context(), client); err != nil {
			return err
		}
		for _, r := range results {
			if v, err := r.Get(); err != nil || len(v.Name) != 200 {
				return fmt.Errorf("got %v, %v", v, err)
			}
		}
		return nil
	}
	if err := batches(); err != nil {
		b.Fatal(err)
	}
	s.keep = false
	bare := func(read func(io.Reader) error) error {
		for _, body := range s.sent {
			resp, err := client.http.Post(server.URL+"/", "application/x-www-form-urlencoded", bytes.NewReader(body))
			if err != nil {
				return err
			}
			if err := errors.Join(read(resp.Body), resp.Body.Close()); err != nil {
				return err
			}
		}
		return nil
	}
	discard := func(r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	}
	runs := []func() error{func() error { return bare(discard) }, func() error { return bare(decodePlain) }, batches}
	times := make([][]time.Duration, len(runs))
	allocated := make([]uint64, len(runs))
	for b.Loop() {
		for i, run := range runs {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			if err := run(); err != nil {
				b.Fatal(err)
			}
			times[i] = append(times[i], time.Since(start))
			runtime.ReadMemStats(&after)
			allocated[i] += after.TotalAlloc - before.TotalAlloc
		}
	}
	for i := range times {
		slices.Sort(times[i])
	}
	middle := len(times[0]) / 2
	took := func(i int) float64 { return float64(times[i][middle]) }
	b.ReportMetric(took(2)/took(0), "send-ratio")
	b.ReportMetric(took(2)/took(1), "time-ratio")
	b.ReportMetric(float64(allocated[2])/float64(allocated[1]), "alloc-ratio")
	b.ReportMetric(took(2)/reads, "ns/read")
}

// decodePlain decodes results with encoding/json alone.
func decodePlain(r io.Reader) error {
	var list []struct {
		Code int
		Body string
	}
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return err
	}
	for _, result := range list {
		if err := json.Unmarshal([]byte(result.Body), new(nameResult)); err != nil {
			return err
		}
	}
	return nil
}

type nameResult struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
