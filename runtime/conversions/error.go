package conversions

import (
	"errors"
	"fmt"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Ref says which event is meant.
type Ref struct {
	// Index is the event's place in what [Sender.Send] or [Sender.Stream] was
	// given, from 0.
	Index int
	// Name and ID are the event's own.
	Name EventName
	ID   string
}

// String returns index, name and ID in one line.
func (r Ref) String() string {
	return strings.TrimRight(fmt.Sprintf("event %d %s %s", r.Index, oneWord(string(r.Name)), oneWord(r.ID)), " ")
}

// oneWord quotes what could be taken for something else in a line of a log.
func oneWord(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/") == "" {
		return text
	}
	return fmt.Sprintf("%q", text)
}

// Problem is what is wrong with one field of an event.
type Problem struct {
	// Field is the field as the API names it, such as "event_source_url" or
	// "user_data.em".
	Field string
	// Reason says what is wrong. It never holds the field's value.
	Reason string
}

// String returns both.
func (p Problem) String() string { return p.Field + " " + p.Reason }

// EventError is about one event: one that is invalid and was not sent, one
// that the API refused, or one in [Batch.LeftOut].
type EventError struct {
	// Event says which event it is.
	Event Ref
	// Problems are the fields at fault, where they are known.
	Problems []Problem
	// Err is what the API refused the event with, nil where it was not sent.
	Err error
}

// Error returns one line with all problems.
func (e *EventError) Error() string {
	text := "conversions: " + e.Event.String()
	for i, p := range e.Problems {
		text += [...]string{": ", "; "}[min(i, 1)] + p.String()
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *EventError) Unwrap() error { return e.Err }

// BatchError means that a batch was not received, or may not have been.
//
// errors.Is and errors.As find the [*graph.Error], codes such as [ErrTooOld]
// and classes such as [graph.ErrToken] behind it. It holds no user data.
type BatchError struct {
	// PixelID is where the events were sent to.
	PixelID string
	// Events are all events of the batch.
	Events []Ref
	// Named are the events that the API names as those at fault, where it does.
	// Without them, the rest may be sent again.
	Named []Ref
	// MaybeReceived says that the API may have received the events: the answer
	// was lost. Events with an ID can be sent again all the same.
	MaybeReceived bool
	// ConcernsAll says that the error is not about these events and that others
	// would fail with it as well: the token or a permission, a block, a pixel
	// that is not there, or a throttle that lasts.
	ConcernsAll bool
	// Attempts is how often the batch was sent. 0 means that it was not.
	Attempts int
	// Err is what the last attempt failed with.
	Err error
}

// Error returns one line that names the first events, with what to do where
// that is known.
func (e *BatchError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "conversions: %d events to %s", len(e.Events), e.PixelID)
	if len(e.Named) > 0 {
		b.WriteString(" because of " + listing(e.Named))
	} else {
		b.WriteString(" (" + listing(e.Events) + ")")
	}
	if e.MaybeReceived {
		b.WriteString(" that may have been received")
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	var refusal *graph.Error
	if errors.As(e.Err, &refusal) && refusal.Meaning != "" {
		b.WriteString(": " + refusal.Meaning)
	}
	return b.String()
}

// longestListing is how many events an error lists.
const longestListing = 5

func listing(refs []Ref) string {
	var listed []string
	for _, ref := range refs[:min(len(refs), longestListing)] {
		listed = append(listed, ref.String())
	}
	if more := len(refs) - longestListing; more > 0 {
		listed = append(listed, fmt.Sprintf("%d more", more))
	}
	return strings.Join(listed, ", ")
}

// Unwrap returns Err.
func (e *BatchError) Unwrap() error { return e.Err }
