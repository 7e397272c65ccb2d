package audience_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// TestKillsInSessions uploads people in many sessions, through faults and
// deaths of the process after which hours may pass, and checks that each of
// them arrives, in sessions as the API wants them.
func TestKillsInSessions(t *testing.T) {
	seeds := uint64(6)
	if long() {
		seeds = 60
	}
	for seed := range seeds {
		concurrency := 1 + 3*int(seed%2)
		t.Run(fmt.Sprintf("%d at once, seed %d", concurrency, seed), func(t *testing.T) {
			uploadInSessions(t, concurrency, seed)
		})
	}
}

func uploadInSessions(t *testing.T, concurrency int, seed uint64) {
	const rows, maxRows, kills = 1500, 10, 12
	random := rand.New(rand.NewPCG(seed, 1))
	api, c := slowAPI(t, time.Minute, func(c *graphtest.Config) {
		c.Seed, c.Audiences = seed, graphtest.AudienceRules{RepeatsAfterEnd: seed%3 == 0}
	})
	api.Fault(graphtest.On("*"), graphtest.OneOf(throttle, failBefore, failAfter, breakBefore, breakAfter).Probability(0.05))

	var kill atomic.Pointer[context.CancelFunc]
	var fuse atomic.Int64 // the places left to pass before the process dies
	dead := errors.New("the process died")
	die := func() error {
		if fuse.Add(-1) != 0 {
			return nil
		}
		(*kill.Load())()
		return dead
	}
	api.before = func() { _ = die() }
	var saved []byte
	config := audience.Config{
		Schema: peopleSchema, MaxRows: maxRows, Concurrency: concurrency,
		Checkpoint: func(c audience.Checkpoint) error {
			if err := die(); err != nil {
				return err
			}
			data, err := json.Marshal(c)
			if err != nil {
				return err
			}
			saved = data
			return die()
		},
	}
	var result *audience.Result
	for run := 0; ; run++ {
		ctx, cancel := context.WithCancel(t.Context())
		kill.Store(&cancel)
		fuse.Store(0)
		if run < kills {
			fuse.Store(1 + random.Int64N(2*3*rows/maxRows/kills))
		}
		u := api.uploader(config)
		u.SetClock(c.now, c.sleep)
		var err error
		if saved == nil {
			result, err = u.Add(ctx, "1", people(rows))
		} else {
			var from audience.Checkpoint
			if err := json.Unmarshal(saved, &from); err != nil {
				t.Fatal(err)
			}
			result, err = u.Resume(ctx, from, people(rows))
		}
		killed := ctx.Err() != nil
		cancel()
		if err == nil && run >= kills {
			break
		}
		if err != nil && !killed {
			t.Fatalf("run %d: %v", run, err)
		}
		c.advance(time.Duration(random.Int64N(int64(100 * time.Minute))))
	}
	api.http.Close() // Waits for the requests of runs that were killed.
	sessions := api.Store().AudienceSessions("1")
	came := checkSessions(t, sessions, rows, maxRows)
	if got := api.Store().People("1"); got != rows {
		t.Errorf("the audience has %d people, want %d", got, rows)
	}
	if result.Sent != rows || result.Batches != rows/maxRows || result.Counts.Read != rows || len(result.Earlier) < 2 {
		t.Errorf("result is %+v", result)
	}
	if result.Confirmed && came != rows {
		t.Errorf("%d rows came, and the result is confirmed", came)
	}
	if came > rows+maxRows*int(result.Resent) {
		t.Errorf("%d rows came, and only %d batches count as resent", came, result.Resent)
	}
	t.Logf("%d rows came in %d sessions, %d batches resent", came, len(sessions), result.Resent)
}
