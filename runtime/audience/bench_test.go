package audience_test

import (
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/audience"
)

// BenchmarkRows measures how fast rows become batches, all but sending.
func BenchmarkRows(b *testing.B) {
	var some [1000][]string
	for i := range some {
		some[i] = []string{fmt.Sprintf("c-%07d", i), fmt.Sprintf("person%d@example.com", i)}
	}
	rows := func(yield func([]string, error) bool) {
		for i := range b.N {
			if !yield(some[i%len(some)], nil) {
				return
			}
		}
	}
	u, err := audience.New(newFakeAPI(b).client(), audience.Config{Schema: peopleSchema})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	result, err := u.Check(rows)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(result.Counts.Read)/b.Elapsed().Seconds(), "rows/s")
}
