package graph

import (
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// TestBatchStreamsFiles attaches 64 MiB to a batch, and a GiB in the long run,
// and looks at the live heap on the way.
func TestBatchStreamsFiles(t *testing.T) {
	total := int64(64 << 20)
	if os.Getenv("GRAPHGEN_LONG") != "" {
		total = 1 << 30
	}
	const files = 16
	var received atomic.Int64
	client := batchClient(t, func(w http.ResponseWriter, r *http.Request) {
		parts, err := r.MultipartReader()
		if err != nil {
			t.Error(err)
			return
		}
		received.Add(countFiles(parts))
		_, _ = io.WriteString(w, "["+strings.Repeat(`{"code":200,"body":"{}"},`, files-1)+`{"code":200,"body":"{}"}]`)
	})
	live := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	start, most := live(), uint64(0)
	var b Batch
	for range files {
		Add(&b, callOf[Object](uploadOf("1", File{
			Name: "zeros", Size: total / files,
			Open: func() (io.ReadCloser, error) {
				most = max(most, live())
				return io.NopCloser(io.LimitReader(zeros{}, total/files)), nil
			},
		})))
	}
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if received.Load() != total {
		t.Errorf("the server got %d bytes of %d", received.Load(), total)
	}
	if most > start+16<<20 {
		t.Errorf("the live heap grew by %d bytes", most-start)
	}
}

// countFiles returns the number of bytes in the files of a form.
func countFiles(parts *multipart.Reader) int64 {
	var total int64
	for {
		part, err := parts.NextPart()
		if err != nil {
			return total
		}
		n, _ := io.Copy(io.Discard, part)
		if part.FileName() != "" {
			total += n
		}
	}
}
