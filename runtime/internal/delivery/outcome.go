// Package delivery is what the packages that send people's data share: what is
// known about a write that failed, how long to wait before the next attempt, and
// the error without the data.
package delivery

import (
	"errors"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Outcome is what is known about a write that failed.
type Outcome int

// The outcomes.
const (
	// Refused: the write was not done, and will not be.
	Refused Outcome = iota
	// Busy: the write was not done, but may be later.
	Busy
	// Unknown: the write may have been done.
	Unknown
)

// OutcomeOf returns what an error of [graph.Do] tells about a write.
func OutcomeOf(err error) Outcome {
	var answer *graph.Error
	var broken *graph.TransportError
	var unreadable *graph.DecodeError
	switch {
	case errors.As(err, &answer):
		switch {
		case errors.Is(err, graph.ErrRateLimited) && answer.Code != 0 && answer.Retryable():
			return Busy // The API counts calls before it runs them.
		case errors.Is(err, graph.ErrRateLimited) && answer.Code != 0:
			return Refused // A quota of hours or a day.
		case errors.Is(err, graph.ErrRateLimited), errors.Is(err, graph.ErrTransient):
			return Unknown
		}
		return Refused
	case errors.As(err, &broken) && !broken.Sent && errors.Is(err, graph.ErrTransient):
		return Busy
	case errors.As(err, &broken) && !broken.Sent:
		return Refused // There is no way to send it.
	case errors.As(err, &broken), errors.As(err, &unreadable):
		return Unknown
	case errors.Is(err, graph.ErrRateLimited):
		return Busy // The client's limiter has not let it through.
	}
	return Refused // The call could not be built, or its answer says that nothing was done.
}
