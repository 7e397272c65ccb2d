package audience

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// ledger counts how often each of the people has arrived.
type ledger []uint8

func (l ledger) add(row json.RawMessage) {
	var i int
	if _, err := fmt.Sscanf(string(row[:12]), `["c-%d`, &i); err == nil && i < len(l) && l[i] < math.MaxUint8 {
		l[i]++
	}
}

// check reports the people that did not arrive exactly once.
func (l ledger) check(t *testing.T) {
	t.Helper()
	wrong := 0
	for i, n := range l {
		if n != 1 {
			if wrong++; wrong <= 5 {
				t.Errorf("person %d arrived %d times", i, n)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d people did not arrive exactly once", wrong, len(l))
	}
}

func long() bool { return os.Getenv("GRAPHGEN_LONG") != "" }

// TestKills uploads people through faults and deaths of the process, and
// checks that each of them arrives once.
func TestKills(t *testing.T) {
	for _, concurrency := range []int{1, 4} {
		t.Run(fmt.Sprint(concurrency), func(t *testing.T) {
			if long() {
				uploadThroughKills(t, 1_000_000, 10_000, concurrency, 20)
				return
			}
			uploadThroughKills(t, 50_000, 500, concurrency, 20)
		})
	}
}

// uploadThroughKills kills the process at random places: before or after the
// API takes a batch, and before or after the checkpoint is saved.
func uploadThroughKills(t *testing.T, rows, maxRows, concurrency, kills int) {
	deaths, mishaps := rand.New(rand.NewPCG(7, uint64(concurrency))), rand.New(rand.NewPCG(8, uint64(concurrency)))
	arrived := make(ledger, rows)
	file := CheckpointFile(filepath.Join(t.TempDir(), "checkpoint.json"))

	var kill atomic.Pointer[context.CancelFunc]
	var fuse atomic.Int64 // the places left to pass before the process dies
	die := func() bool {
		if fuse.Add(-1) != 0 {
			return false
		}
		(*kill.Load())()
		return true
	}
	api := newFakeAPI(t)
	api.seen = arrived.add
	api.before = func() { die() }
	heap := watchHeap()
	api.after = func() {
		heap.measure()
		die()
	}
	faults := []fault{faultThrottle, faultRunning, faultFailBefore, faultFailAfter, faultBreakBefore, faultBreakAfter, faultGarbage}
	lostAnswers := 0
	api.fault = func(int) fault {
		if mishaps.IntN(100) >= 5 {
			return faultNone
		}
		f := faults[mishaps.IntN(len(faults))]
		if f != faultThrottle && f != faultRunning {
			lostAnswers++
		}
		return f
	}
	dead := errors.New("the process died")
	config := Config{
		Schema: peopleSchema, MaxRows: maxRows, Concurrency: concurrency,
		Checkpoint: func(c Checkpoint) error {
			if die() {
				return dead
			}
			if err := file.Save(c); err != nil {
				return err
			}
			if die() {
				return dead
			}
			return nil
		},
	}

	var result *Result
	for run := 0; ; run++ {
		ctx, cancel := context.WithCancel(t.Context())
		kill.Store(&cancel)
		fuse.Store(0)
		if run < kills {
			// Four places a batch; the deaths are spread over the upload.
			fuse.Store(1 + deaths.Int64N(int64(max(4*rows/maxRows*2/kills, 4))))
		}
		u := api.uploader(config)
		from, err := file.Load()
		switch {
		case err == nil:
			result, err = u.Resume(ctx, from, people(rows))
		case errors.Is(err, fs.ErrNotExist):
			result, err = u.Add(ctx, "1", people(rows))
		}
		killed := ctx.Err() != nil
		cancel()
		if err == nil && run >= kills {
			break
		}
		if err != nil && !killed {
			t.Fatalf("run %d: %v", run, err)
		}
	}
	api.server.Close() // Waits for the requests of runs that were killed.
	t.Logf("%d requests, %d batches resent, heap +%d KiB", api.requests, result.Resent, heap.grown()>>10)
	// The server of the test holds every batch a few times, too.
	if heap.grown() > uint64(1+concurrency)*12<<20 {
		t.Errorf("the heap grew by %d MiB", heap.grown()>>20)
	}
	if result.Resent == 0 || result.Resent > int64(lostAnswers+kills*concurrency) {
		t.Errorf("%d batches count as resent after %d lost answers and %d kills", result.Resent, lostAnswers, kills)
	}
	api.checkSession(rows / maxRows)
	arrived.check(t)
	if want := int64(rows); result.Sent != want || result.Received != want || result.Counts.Read != want || result.Batches != int64(rows/maxRows) {
		t.Errorf("result is %+v", result)
	}
	if result.Counts.Invalid[0].Cells != int64(rows/10) {
		t.Errorf("%d invalid cells are counted, want %d", result.Counts.Invalid[0].Cells, rows/10)
	}
}

// heapWatch measures the live heap.
type heapWatch struct {
	start uint64
	most  atomic.Uint64
}

func watchHeap() *heapWatch { return &heapWatch{start: liveHeap()} }

func (h *heapWatch) measure() {
	now := liveHeap()
	for most := h.most.Load(); now > most && !h.most.CompareAndSwap(most, now); most = h.most.Load() {
	}
}

func (h *heapWatch) grown() uint64 { return h.most.Load() - min(h.start, h.most.Load()) }

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
