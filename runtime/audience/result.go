package audience

import (
	"cmp"
	"slices"
	"time"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// Counts says what became of the rows that were read. Read less Dropped is
// the number of rows that go into batches.
type Counts struct {
	// Read is how many rows were read.
	Read int64 `json:"read"`
	// Dropped is how many of them are not sent: Blank ones, and those that are
	// invalid.
	Dropped int64 `json:"dropped"`
	// Blank is how many rows had no value to match a person by.
	Blank int64 `json:"blank"`
	// Invalid counts the invalid cells by key and reason, sorted by these.
	Invalid []InvalidCount `json:"invalid,omitempty"`
}

// InvalidCount is how many cells of a key were invalid for a reason. Key is
// empty for reasons that concern the row as a whole.
type InvalidCount struct {
	Key    hash.Key `json:"key,omitempty"`
	Reason string   `json:"reason"`
	Cells  int64    `json:"cells"`
}

// Progress is how far an upload has come.
type Progress struct {
	Kind Kind
	// ID is the id of the audience, or of the ad account.
	ID string
	// SessionID is the session that the upload is in, and SessionEnds when the
	// API closes it, by this machine's clock. An upload that replaces an
	// audience fails then; others go on in another session.
	SessionID   int64
	SessionEnds time.Time
	// TooSlow warns that a session of [Uploader.Replace] will end before the
	// rows of Config.EstimatedTotal are sent, by the pace since it began. It is
	// false in the first five minutes.
	TooSlow bool
	// Rows is how many rows were read, Sent how many of them the API has
	// acknowledged, in Batches batches.
	Rows, Sent, Batches int64
	// Received is the number of rows by the API's own count, in all sessions.
	Received int64
}

// Result is the account of an upload. It holds no customer data but Samples,
// which do not print.
type Result struct {
	Kind Kind
	// ID is the id of the audience, or of the ad account.
	ID string
	// SessionID is the last session, and Earlier are those before it.
	SessionID int64
	Earlier   []EndedSession
	// Counts says what became of the rows that were read. Rows that were read
	// but not yet sent when an upload failed are in Read.
	Counts Counts
	// RowErrors lists the first of the invalid cells that this run has met, in
	// the order of the rows. See Config.MaxRowErrors.
	RowErrors []*RowError
	// Batches is how many batches the API has acknowledged, and Sent how many
	// rows were in them.
	Batches, Sent int64
	// Resent is how many batches were sent again although the API may have
	// received them before.
	Resent int64
	// Received is the number of rows by the API's own count, in all sessions and
	// as far as it told. When a batch of Resent was counted twice, Received
	// exceeds Sent by the batch's rows.
	Received int64
	// Confirmed says that the API has acknowledged the last batch and that
	// Received is Sent then: every row is accounted for, and once. It is false
	// when a batch of Resent was sent again in another session, because the
	// first one does not tell whether it counted the batch.
	Confirmed bool
	// InvalidEntries is how many rows the API found invalid; it calls the number
	// approximate.
	InvalidEntries int64
	// Samples are some of these, as the API sent them.
	Samples Samples
}

// invalidCell is what invalid cells are counted by.
type invalidCell struct {
	key    hash.Key
	reason string
}

// tally counts rows.
type tally struct {
	read, dropped, blank int64
	invalid              map[invalidCell]int64
}

// newTally returns a tally that goes on from c.
func newTally(c Counts) *tally {
	t := &tally{read: c.Read, dropped: c.Dropped, blank: c.Blank, invalid: map[invalidCell]int64{}}
	for _, n := range c.Invalid {
		t.invalid[invalidCell{n.Key, n.Reason}] = n.Cells
	}
	return t
}

func (t *tally) counts() Counts {
	c := Counts{Read: t.read, Dropped: t.dropped, Blank: t.blank}
	for cell, n := range t.invalid {
		c.Invalid = append(c.Invalid, InvalidCount{Key: cell.key, Reason: cell.reason, Cells: n})
	}
	slices.SortFunc(c.Invalid, func(a, b InvalidCount) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Reason, b.Reason))
	})
	return c
}
