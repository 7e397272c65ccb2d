package bench

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkBinary builds the programs under programs, and reports by how many
// bytes each is larger than the one that uses net/http and encoding/json alone.
func BenchmarkBinary(b *testing.B) {
	for name, flags := range map[string]string{"plain": "", "stripped": "-s -w"} {
		b.Run(name, func(b *testing.B) {
			bare := binarySize(b, "bare", flags)
			b.ReportMetric(float64(bare), "bytes-bare")
			for _, program := range []string{"bareslog", "ownstruct", "onecall"} {
				b.ReportMetric(float64(binarySize(b, program, flags)-bare), "more-"+program)
			}
			b.ReportMetric(0, "ns/op") // the size is of interest
		})
	}
}

func binarySize(b *testing.B, program, flags string) int64 {
	b.Helper()
	binary := filepath.Join(b.TempDir(), program)
	mustOutput(b, checkout(b), "go", "build", "-trimpath", "-ldflags="+flags, "-o", binary, "./golden/bench/programs/"+program)
	info, err := os.Stat(binary)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
