package graph

import "hash/maphash"

// maxRecentCursors is how many cursors a walk remembers one by one.
const maxRecentCursors = 4096

// cursorLog finds out whether a walk comes back to a place where it was. Its
// memory is bounded: it remembers the hashes of the recent cursors, and one
// older cursor that it replaces after ever more steps, which finds a cycle of
// any length in the end (Brent's algorithm).
type cursorLog struct {
	seed   maphash.Seed
	recent map[uint64]struct{}
	ring   []uint64
	next   int

	anchor       uint64
	steps, power uint64
}

func newCursorLog() *cursorLog {
	return &cursorLog{seed: maphash.MakeSeed(), recent: map[uint64]struct{}{}, power: 1}
}

// visit notes a cursor and reports whether it was visited before.
func (l *cursorLog) visit(c Cursor) bool {
	hash := maphash.String(l.seed, string(c))
	if _, ok := l.recent[hash]; ok || l.steps > 0 && hash == l.anchor {
		return true
	}
	if l.steps == l.power || l.steps == 0 {
		l.anchor = hash
		l.power *= 2
		l.steps = 0
	}
	l.steps++
	l.remember(hash)
	return false
}

func (l *cursorLog) remember(hash uint64) {
	l.recent[hash] = struct{}{}
	if len(l.ring) < maxRecentCursors {
		l.ring = append(l.ring, hash)
		return
	}
	delete(l.recent, l.ring[l.next])
	l.ring[l.next] = hash
	l.next = (l.next + 1) % maxRecentCursors
}
