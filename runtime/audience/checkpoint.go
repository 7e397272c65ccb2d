package audience

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// Checkpoint is where an upload stands: a small value that marshals to JSON.
// It holds no customer data but a 64-bit digest of all rows that were
// acknowledged; where that is a single row, the digest could be guessed at.
type Checkpoint struct {
	// Version is the version of this format, 1.
	Version int  `json:"version"`
	Kind    Kind `json:"kind"`
	// ID is the id of the audience, or of the ad account.
	ID        string `json:"id"`
	SessionID int64  `json:"session_id"`
	// StartedAt is when batch 1 was sent: the API closes the session 90 minutes
	// later.
	StartedAt time.Time  `json:"started_at"`
	Schema    []hash.Key `json:"schema"`
	// Settings is a digest of the settings that decide on the bytes of batches.
	Settings string `json:"settings"`
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
	// Finished says that the last batch was acknowledged, and Confirmed what it
	// says in [Result].
	Finished  bool `json:"finished"`
	Confirmed bool `json:"confirmed"`
}

const checkpointVersion = 1

// check refuses a checkpoint that u cannot go on from.
func (c Checkpoint) check(u *Uploader) error {
	switch {
	case c.Version != checkpointVersion:
		return fmt.Errorf("audience: the checkpoint has version %d; this package reads version %d", c.Version, checkpointVersion)
	case endpoints[c.Kind] == nil:
		return fmt.Errorf("audience: the checkpoint has the kind %q, which is none", c.Kind)
	case c.SessionID <= 0 || c.StartedAt.IsZero() || c.Acked.Seq < 0 || c.Acked.Counts.Read < c.Acked.Sent || c.Acked.Sent < 0:
		return errors.New("audience: the checkpoint is damaged")
	case u.config.SessionID != 0 && u.config.SessionID != c.SessionID:
		return fmt.Errorf("audience: Config.SessionID is %d, but the checkpoint is of session %d", u.config.SessionID, c.SessionID)
	case fmt.Sprint(c.Schema) != fmt.Sprint(u.config.Schema):
		return fmt.Errorf("audience: the checkpoint is of rows with the keys %v, not %v: the schema must not change in a session", c.Schema, u.config.Schema)
	case c.Settings != u.settings:
		return errors.New("audience: the checkpoint was made with another Config: Normalizer, OnInvalid, MaxRows, MaxBytes, EstimatedTotal and the members of the payload must stay the same")
	}
	return nil
}

// CheckpointFile keeps a checkpoint in the file of this path. Its methods are
// for one upload at a time.
type CheckpointFile string

// Save writes c in place of what the file held. A crash leaves the file as it
// was before or after, never in between.
func (f CheckpointFile) Save(c Checkpoint) error {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("audience: encoding a checkpoint: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(string(f)), filepath.Base(string(f))+".*.tmp")
	if err != nil {
		return fmt.Errorf("audience: saving a checkpoint: %w", err)
	}
	defer os.Remove(temp.Name()) // Fails after the rename, as it should.
	_, err = temp.Write(append(data, '\n'))
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), string(f))
	}
	if err != nil {
		return fmt.Errorf("audience: saving a checkpoint: %w", err)
	}
	return nil
}

// Load reads the checkpoint. The error wraps [io/fs.ErrNotExist] when there is
// no file.
func (f CheckpointFile) Load() (Checkpoint, error) {
	data, err := os.ReadFile(string(f))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("audience: loading a checkpoint: %w", err)
	}
	var c Checkpoint
	if err := json.Unmarshal(data, &c); err != nil {
		return Checkpoint{}, fmt.Errorf("audience: %s is no checkpoint: %w", string(f), err)
	}
	return c, nil
}

// Remove removes the file. It is no error when there is none.
func (f CheckpointFile) Remove() error {
	if err := os.Remove(string(f)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("audience: removing a checkpoint: %w", err)
	}
	return nil
}
