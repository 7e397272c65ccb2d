package audience

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	// ErrNoRows means that there is nothing to send: the input is empty, or all
	// of its rows were dropped. Nothing was changed, an audience to replace
	// neither.
	ErrNoRows = errors.New("audience: there are no rows to send")
	// ErrInputChanged means that an upload is resumed with other rows than it
	// began with. Nothing was sent.
	ErrInputChanged = errors.New("audience: the rows are not those of the checkpoint")
	// ErrCheckpointDamaged means that a checkpoint cannot be read: no upload goes
	// on from it. Nothing was sent.
	ErrCheckpointDamaged = errors.New("audience: the checkpoint is damaged")
)

// ConfigChangedError means that an upload is resumed with another [Config] than
// it began with, so that its batches would be others. Nothing was sent.
type ConfigChangedError struct {
	// Changes are the settings that differ, as far as the checkpoint tells.
	Changes []ConfigChange
}

// ConfigChange is a setting that is not what it was.
type ConfigChange struct {
	// Name is the name of the field, such as "Config.MaxRows" or
	// "Normalizer.Country".
	Name    string
	Was, Is string
}

func (e *ConfigChangedError) add(name, was, is string) {
	e.Changes = append(e.Changes, ConfigChange{Name: name, Was: was, Is: is})
}

// Error says what each setting was and is.
func (e *ConfigChangedError) Error() string {
	if len(e.Changes) == 0 {
		return "audience: the checkpoint is of an upload with another Config: what decides on the bytes of its batches has changed"
	}
	texts := make([]string, len(e.Changes))
	for i, change := range e.Changes {
		texts[i] = fmt.Sprintf("%s was %q and is %q", change.Name, change.Was, change.Is)
	}
	return "audience: the checkpoint is of an upload with other settings: " + strings.Join(texts, "; ")
}

// Error says at which batch an upload ended. It holds no customer data: what
// the API repeats of the batch's values is taken out of its messages.
//
// errors.Is and errors.As find the [*graph.Error], codes such as
// [ErrSessionTimedOut] and classes such as [graph.ErrToken] behind it.
type Error struct {
	Kind Kind
	// ID is the id of the audience, or of the ad account.
	ID        string
	SessionID int64
	// Batch is the batch's number in the upload, and FirstRow and LastRow the
	// rows of the input that it accounts for.
	Batch, FirstRow, LastRow int64
	// Attempts is how often the batch was sent in this run.
	Attempts int
	// MaybeReceived says that the API may have received the batch. Resuming
	// sends it again, under the same number while the session lasts.
	MaybeReceived bool
	// Err is what the last attempt failed with.
	Err error
}

// Error returns one line, with what to do where that is known.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "audience: %s %s: batch %d (rows %d to %d), session %d", e.Kind, e.ID, e.Batch, e.FirstRow, e.LastRow, e.SessionID)
	if e.Attempts > 1 {
		fmt.Fprintf(&b, ", attempt %d", e.Attempts)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	var answer *graph.Error
	if errors.As(e.Err, &answer) && answer.Meaning != "" {
		b.WriteString(": ")
		b.WriteString(answer.Meaning)
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// ExpiredError means that an audience was not replaced within the 90 minutes
// of a session, by this machine's clock. The batch was not sent. errors.Is
// matches it with [ErrSessionTimedOut]. Other uploads go on in another session.
type ExpiredError struct {
	SessionID int64
	StartedAt time.Time
	// RowsDone is how many rows of the input are accounted for by batches that
	// were acknowledged. A new upload has to begin with the first row all the
	// same.
	RowsDone int64
}

// Error says when the session began and what to do.
func (e *ExpiredError) Error() string {
	return fmt.Sprintf("audience: session %d began at %s, more than %v ago, and is closed after %d rows: an audience is replaced in one session; start a new upload with more Config.Concurrency, or replace it with a part of the rows and add the rest",
		e.SessionID, e.StartedAt.UTC().Format(time.RFC3339), sessionLength, e.RowsDone)
}

// Is reports whether target is [ErrSessionTimedOut].
func (e *ExpiredError) Is(target error) bool { return target == ErrSessionTimedOut }
