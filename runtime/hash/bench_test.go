package hash_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

var benchEmails = func() []string {
	emails := make([]string, 1000)
	for i := range emails {
		emails[i] = fmt.Sprintf(" First.Last%d@Example%d.com", i*7919, i%10)
	}
	return emails
}()

// BenchmarkEmail compares what AppendHash does with SHA-256 and hex alone on
// the same addresses, normalised before.
func BenchmarkEmail(b *testing.B) {
	b.Run("sha256+hex", func(b *testing.B) {
		normalized := make([][]byte, len(benchEmails))
		for i, email := range benchEmails {
			normalized[i], _ = hash.Normalizer{}.AppendNormalized(nil, hash.KeyEmail, email)
		}
		buf := make([]byte, 0, 128)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			sum := sha256.Sum256(normalized[i%len(normalized)])
			buf = hex.AppendEncode(buf[:0], sum[:])
		}
	})
	b.Run("normalise+sha256+hex", func(b *testing.B) {
		buf := make([]byte, 0, 128)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			var err error
			if buf, err = (hash.Normalizer{}).AppendHash(buf[:0], hash.KeyEmail, benchEmails[i%len(benchEmails)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

var (
	tenKeys = []hash.Key{hash.KeyExternID, hash.KeyEmail, hash.KeyPhone, hash.KeyFN, hash.KeyLN,
		hash.KeyCT, hash.KeyST, hash.KeyZip, hash.KeyCountry, hash.KeyLookalikeValue}
	asciiRow   = []string{"cust-42", "Mary.Smith@Example.com", "(650) 555-1212", "Mary", "O'Brien", "Menlo Park", "California", "94025-1234", "United States", "44.50"}
	unicodeRow = []string{"käufer-42", "zoë@example.com", "030 123456", "Zoe\u0308", "Müller", "München", "Bayern", "80331", "Germany", "44.50"}
)

// BenchmarkRow encodes rows of ten keys.
func BenchmarkRow(b *testing.B) {
	for _, bench := range []struct {
		name string
		row  []string
	}{{"ascii", asciiRow}, {"unicode", unicodeRow}} {
		b.Run(bench.name, func(b *testing.B) {
			s, err := hash.NewSchema(hash.Normalizer{}, tenKeys...)
			if err != nil {
				b.Fatal(err)
			}
			buf := make([]byte, 0, 1024)
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				if buf, err = s.AppendRow(buf[:0], 1, bench.row); err != nil {
					b.Fatal(err)
				}
				rows++
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func TestNoAllocations(t *testing.T) {
	buf := make([]byte, 0, 1024)
	n := hash.Normalizer{Country: "us"}
	for _, value := range []struct {
		key   hash.Key
		value string
	}{
		{hash.KeyEmail, " Mary.Smith@Example.com"},
		{hash.KeyEmail, "Zoe\u0308@bücher.example"},
		{hash.KeyPhone, "(650) 555-1212"},
		{hash.KeyFN, "Valéry"},
		{hash.KeyFI, "정"},
		{hash.KeyST, "California"},
		{hash.KeyZip, "94035-1234"},
		{hash.KeyCountry, "Côte d'Ivoire"},
		{hash.KeyDOBY, "1997"},
		{hash.KeyLookalikeValue, "1.5e3"},
		{hash.KeyMADID, "AECE52E7-03EE-455A-B3C4-E57283966239"},
		{"user_data.db", "2/16/1997"},
		{"user_data.client_ip_address", "2001:db8::1"},
		{"user_data.fbc", "fb.1.1554763741205.AbCdEfGh"},
	} {
		allocs := testing.AllocsPerRun(100, func() {
			if _, err := n.AppendHash(buf[:0], value.key, value.value); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations", value.key, allocs)
		}
	}
	s := newSchema(t, n, tenKeys...)
	for _, row := range [][]string{asciiRow, unicodeRow} {
		allocs := testing.AllocsPerRun(100, func() {
			if _, err := s.AppendRow(buf[:0], 1, row); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("row: %v allocations", allocs)
		}
	}
}
