package graph

import (
	"slices"
	"time"
)

// timeSpan is a time that calls have to themselves: they are sent at its
// start, and the next call not before its end.
type timeSpan struct{ start, end time.Time }

// turn is the part of calls that are sent together in the use of an allowance.
type turn struct {
	use *use
	// span is how long no other call is sent. 0 means that they need not wait
	// for others.
	span time.Duration
	// taken is the time that they have, once they have it.
	taken timeSpan
}

// firstFree returns the first time from now on at which all turns are free.
func firstFree(turns []turn, now time.Time) time.Time {
	at := now
	for settled := false; !settled; {
		settled = true
		for _, t := range turns {
			if free := t.freeFrom(at); free.After(at) {
				at, settled = free, false
			}
		}
	}
	return at
}

// freeFrom returns the first time from at on at which the turn is free: after
// a block, and between the times that are taken.
func (t turn) freeFrom(at time.Time) time.Time {
	at = later(at, t.use.blocked)
	if t.span == 0 {
		return at
	}
	for _, other := range t.use.taken {
		if other.start.Before(at.Add(t.span)) && other.end.After(at) {
			at = other.end
		}
	}
	return at
}

// take takes the time from at on, and forgets the times that are over.
func (t *turn) take(at, now time.Time) {
	if t.span == 0 {
		return
	}
	t.taken = timeSpan{at, at.Add(t.span)}
	taken := slices.DeleteFunc(t.use.taken, func(other timeSpan) bool { return !other.end.After(now) })
	i := slices.IndexFunc(taken, func(other timeSpan) bool { return other.start.After(at) })
	if i < 0 {
		i = len(taken)
	}
	t.use.taken = slices.Insert(taken, i, t.taken)
}

// giveBack gives the time back.
func (t turn) giveBack() {
	if i := slices.Index(t.use.taken, t.taken); i >= 0 {
		t.use.taken = slices.Delete(t.use.taken, i, i+1)
	}
}
