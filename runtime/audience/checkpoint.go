package audience

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// Checkpoint is where an upload stands: a small value that marshals to JSON.
// It holds no customer data but a 64-bit digest of all rows that were
// acknowledged; where that is a single row, the digest could be guessed at.
type Checkpoint struct {
	// Version is the version of this format, 2. Version 1 is read too.
	Version int  `json:"version"`
	Kind    Kind `json:"kind"`
	// ID is the id of the audience, or of the ad account.
	ID string `json:"id"`
	// SessionID is the session that the upload is in.
	SessionID int64 `json:"session_id"`
	// StartedAt is when the session's first batch was sent: the API closes the
	// session 90 minutes later.
	StartedAt time.Time `json:"started_at"`
	// FirstBatch is the number of the session's first batch in the upload, and
	// Skipped are the numbers of later ones that an earlier session has had.
	FirstBatch int64   `json:"first_batch,omitempty"`
	Skipped    []int64 `json:"skipped,omitempty"`
	// ClosedBy is the number of the batch that is marked as the session's last
	// one although others follow it, in another session. 0 means none yet.
	ClosedBy int64 `json:"closed_by,omitempty"`
	// Earlier are the sessions before this one.
	Earlier []EndedSession `json:"earlier,omitempty"`
	Schema  []hash.Key     `json:"schema"`
	// Settings is a digest of the settings that decide on the bytes of batches,
	// and Config are these settings by the names of their fields, to tell which
	// of them differ. Checkpoints of old have no Config.
	Settings string            `json:"settings"`
	Config   map[string]string `json:"config,omitempty"`
	// Acked is the end of the last batch up to which all were acknowledged.
	Acked Mark `json:"acked"`
	// Ahead are the ends of batches that were acknowledged before an earlier
	// one, in the order of their numbers.
	Ahead []Mark `json:"ahead,omitempty"`
	// Window is how many batches could be on their way at once: that many after
	// Acked may have been received.
	Window int `json:"window"`
	// Received, InvalidEntries and Resent are as in [Result].
	Received       int64 `json:"received"`
	InvalidEntries int64 `json:"invalid_entries"`
	Resent         int64 `json:"resent"`
	// Moved is how many batches of Resent were sent again in another session,
	// so that both may count them.
	Moved int64 `json:"moved,omitempty"`
	// Finished says that the last batch was acknowledged, and Confirmed what it
	// says in [Result].
	Finished  bool `json:"finished"`
	Confirmed bool `json:"confirmed"`
}

const checkpointVersion = 2

// closed reports whether the session has had its last batch.
func (c *Checkpoint) closed() bool { return c.ClosedBy > 0 && c.Acked.Seq >= c.ClosedBy }

// lastAcked returns the number of the last batch that was acknowledged.
func (c *Checkpoint) lastAcked() int64 {
	last := c.Acked.Seq
	for _, ahead := range c.Ahead {
		last = max(last, ahead.Seq)
	}
	return last
}

// seqInSession returns the number that a batch has in the session.
func (c *Checkpoint) seqInSession(seq int64) int64 {
	in := seq - c.FirstBatch + 1
	for _, skipped := range c.Skipped {
		if skipped < seq {
			in--
		}
	}
	return in
}

// firstSession returns the id of the upload's first session.
func (c *Checkpoint) firstSession() int64 {
	if len(c.Earlier) > 0 {
		return c.Earlier[0].SessionID
	}
	return c.SessionID
}

// earlier returns the API's counts of the earlier sessions.
func (c *Checkpoint) earlier() (received, invalid int64) {
	for _, session := range c.Earlier {
		received += session.Received
		invalid += session.InvalidEntries
	}
	return received, invalid
}

// damage returns an error that wraps ErrCheckpointDamaged where c cannot be what
// an upload has saved.
func (c Checkpoint) damage() error {
	switch {
	case c.Version < 1 || c.Version > checkpointVersion:
		return fmt.Errorf("%w: it has version %d; this package reads versions 1 to %d", ErrCheckpointDamaged, c.Version, checkpointVersion)
	case endpoints[c.Kind] == nil:
		return fmt.Errorf("%w: it has the kind %q, which is none", ErrCheckpointDamaged, c.Kind)
	case c.SessionID <= 0 || c.StartedAt.IsZero() || c.Acked.Seq < 0 || c.Acked.Counts.Read < c.Acked.Sent || c.Acked.Sent < 0 || c.FirstBatch < 0 || c.FirstBatch > c.Acked.Seq+1:
		return fmt.Errorf("%w: its numbers contradict each other", ErrCheckpointDamaged)
	}
	return nil
}

// check refuses a checkpoint that u cannot go on from.
func (c Checkpoint) check(u *Uploader) error {
	if err := c.damage(); err != nil {
		return err
	}
	return c.compare(u)
}

// compare returns a *ConfigChangedError where the config of u is another one.
func (c Checkpoint) compare(u *Uploader) error {
	var changed ConfigChangedError
	if first := c.firstSession(); u.config.SessionID != 0 && u.config.SessionID != first {
		changed.add("Config.SessionID", strconv.FormatInt(first, 10), strconv.FormatInt(u.config.SessionID, 10))
	}
	if was, is := joinKeys(c.Schema), joinKeys(u.config.Schema); was != is {
		changed.add("Config.Schema", was, is)
	} else if c.Settings != u.settings {
		is := u.config.settings()
		for _, name := range slices.Sorted(maps.Keys(is)) {
			if was, known := c.Config[name]; known && was != is[name] {
				changed.add(name, was, is[name])
			}
		}
	} else if len(changed.Changes) == 0 {
		return nil
	}
	return &changed
}

// CheckpointFile keeps a checkpoint in the file of this path. Its methods are
// for one upload at a time. While it is written there is another file beside
// it, whose name has ".tmp" added.
type CheckpointFile string

// temp is the path of what is not yet the file.
func (f CheckpointFile) temp() string { return string(f) + ".tmp" }

// Save writes c in place of what the file held. A crash leaves the file as it
// was before or after, never in between; what else it leaves, the next Save or
// Remove takes away.
func (f CheckpointFile) Save(c Checkpoint) error {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("audience: encoding a checkpoint: %w", err)
	}
	if err := f.replace(append(data, '\n')); err != nil {
		return fmt.Errorf("audience: saving a checkpoint: %w", err)
	}
	return nil
}

// replace puts data in place of what the file held.
func (f CheckpointFile) replace(data []byte) error {
	if err := removeIfThere(f.temp()); err != nil {
		return err
	}
	// The file is made anew, so that no link of somebody else's is followed.
	temp, err := os.OpenFile(f.temp(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(f.temp(), string(f))
	}
	if err != nil {
		return errors.Join(err, removeIfThere(f.temp()))
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Load reads the checkpoint. The error wraps [io/fs.ErrNotExist] when there is
// no file, and [ErrCheckpointDamaged] when it holds something else.
func (f CheckpointFile) Load() (Checkpoint, error) {
	data, err := os.ReadFile(string(f))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("audience: loading a checkpoint: %w", err)
	}
	var c Checkpoint
	if err := json.Unmarshal(data, &c); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %s: %w", ErrCheckpointDamaged, string(f), err)
	}
	if err := c.damage(); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %s", err, string(f))
	}
	return c, nil
}

// Remove removes the file. It is no error when there is none.
func (f CheckpointFile) Remove() error {
	if err := errors.Join(removeIfThere(string(f)), removeIfThere(f.temp())); err != nil {
		return fmt.Errorf("audience: removing a checkpoint: %w", err)
	}
	return nil
}
