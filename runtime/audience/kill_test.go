package audience_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// peoplePayload returns the payload of n of the people from the first on,
// written without the package's help.
func peoplePayload(first, n int) string {
	var b strings.Builder
	b.WriteString(`{"schema":["EXTERN_ID","EMAIL"],"data":[`)
	for i := first; i < first+n; i++ {
		if i > first {
			b.WriteByte(',')
		}
		digest := ""
		if i%10 != 9 {
			digest = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "p%d@example.com", i)))
		}
		fmt.Fprintf(&b, `["c-%07d","%s"]`, i, digest)
	}
	b.WriteString(`]}`)
	return b.String()
}

// checkPeople checks that each of the people arrived exactly once: each batch
// was taken once, and has the rows that it should have, to the byte.
func checkPeople(t *testing.T, s graphtest.AudienceSession, rows, maxRows int) {
	t.Helper()
	received := 0
	for _, batch := range s.Batches {
		received += batch.Rows
		want := fmt.Sprintf("%x", sha256.Sum256([]byte(peoplePayload((int(batch.Seq)-1)*maxRows, maxRows))))
		if batch.Rows != maxRows || batch.Digest != want {
			t.Errorf("batch %d has %d rows, or other rows than it should have", batch.Seq, batch.Rows)
		}
	}
	if received != rows || s.Received != rows {
		t.Errorf("%d rows arrived and %d were counted, want %d", received, s.Received, rows)
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
	deaths := rand.New(rand.NewPCG(7, uint64(concurrency)))
	file := audience.CheckpointFile(filepath.Join(t.TempDir(), "checkpoint.json"))

	var kill atomic.Pointer[context.CancelFunc]
	var fuse atomic.Int64 // the places left to pass before the process dies
	die := func() bool {
		if fuse.Add(-1) != 0 {
			return false
		}
		(*kill.Load())()
		return true
	}
	api := newFakeAPI(t, func(c *graphtest.Config) {
		c.Seed, c.LedgerSize = uint64(concurrency), 10_000
		// Who is in the audience would be most of the heap of a long run.
		c.Audiences = graphtest.AudienceRules{RepeatsAfterEnd: true, ForgetPeople: long()}
	})
	api.Fault(graphtest.On("*"), graphtest.OneOf(throttle, running, failBefore, failAfter, breakBefore, breakAfter, garbage).Probability(0.05))
	api.before = func() { die() }
	heap := watchHeap()
	api.after = func() {
		heap.measure()
		die()
	}
	dead := errors.New("the process died")
	config := audience.Config{
		Schema: peopleSchema, MaxRows: maxRows, Concurrency: concurrency,
		Checkpoint: func(c audience.Checkpoint) error {
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

	var result *audience.Result
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
	api.http.Close() // Waits for the requests of runs that were killed.
	lostAnswers := 0
	for _, entry := range api.Ledger().Entries(graphtest.On("*")) {
		if entry.Fault != "" && entry.Fault != "throttle" && entry.Code != 2650 {
			lostAnswers++
		}
	}
	t.Logf("%d requests, %d answers lost, %d batches resent, heap +%d KiB", api.requests, lostAnswers, result.Resent, heap.grown()>>10)
	// The server of the test holds every batch a few times, too.
	if heap.grown() > uint64(1+concurrency)*12<<20 {
		t.Errorf("the heap grew by %d MiB", heap.grown()>>20)
	}
	if result.Resent == 0 || result.Resent > int64(lostAnswers+kills*concurrency) {
		t.Errorf("%d batches count as resent after %d lost answers and %d kills", result.Resent, lostAnswers, kills)
	}
	checkPeople(t, api.checkSession(rows/maxRows), rows, maxRows)
	if got := api.Store().People("1"); got != rows && !long() {
		t.Errorf("the audience has %d people, want %d", got, rows)
	}
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
