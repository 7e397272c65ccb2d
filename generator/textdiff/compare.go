package textdiff

import "sort"

// change says that old lines were replaced by new ones. The ranges count from
// 0 and are half open; one of them may be empty.
type change struct {
	oldStart, oldEnd int
	newStart, newEnd int
}

// compare finds what changed with the patience algorithm: lines that occur
// once on each side and in the same order stay where they are, and what lies
// between them is compared in turn. Unlike a search for the shortest script
// its cost does not grow with the square of the difference, and it does not
// match braces and blank lines that only look alike.
func compare(a, b []string) []change {
	c := comparison{a: a, b: b}
	c.between(0, len(a), 0, len(b))
	return c.changes
}

type comparison struct {
	a, b    []string
	changes []change
}

// between compares a range of old lines with a range of new ones.
func (c *comparison) between(oldStart, oldEnd, newStart, newEnd int) {
	for oldStart < oldEnd && newStart < newEnd && c.a[oldStart] == c.b[newStart] {
		oldStart, newStart = oldStart+1, newStart+1
	}
	for oldStart < oldEnd && newStart < newEnd && c.a[oldEnd-1] == c.b[newEnd-1] {
		oldEnd, newEnd = oldEnd-1, newEnd-1
	}
	if oldStart == oldEnd && newStart == newEnd {
		return
	}
	anchors := longestRising(c.uniqueInBoth(oldStart, oldEnd, newStart, newEnd))
	if len(anchors) == 0 {
		c.changes = append(c.changes, change{oldStart, oldEnd, newStart, newEnd})
		return
	}
	for _, anchor := range anchors {
		c.between(oldStart, anchor.old, newStart, anchor.new)
		oldStart, newStart = anchor.old+1, anchor.new+1
	}
	c.between(oldStart, oldEnd, newStart, newEnd)
}

// pair is a line that stands at both places.
type pair struct{ old, new int }

// uniqueInBoth returns the lines that occur exactly once on each side, in the
// order of the old side.
func (c *comparison) uniqueInBoth(oldStart, oldEnd, newStart, newEnd int) []pair {
	type occurrence struct{ oldCount, newCount, newAt int }
	seen := make(map[string]*occurrence, oldEnd-oldStart)
	for _, line := range c.a[oldStart:oldEnd] {
		if o := seen[line]; o != nil {
			o.oldCount++
		} else {
			seen[line] = &occurrence{oldCount: 1}
		}
	}
	for i, line := range c.b[newStart:newEnd] {
		if o := seen[line]; o != nil {
			o.newCount++
			o.newAt = newStart + i
		}
	}
	var pairs []pair
	for i, line := range c.a[oldStart:oldEnd] {
		if o := seen[line]; o.oldCount == 1 && o.newCount == 1 {
			pairs = append(pairs, pair{oldStart + i, o.newAt})
		}
	}
	return pairs
}

// longestRising returns a longest subsequence of pairs, which are in the order
// of the old side, that is in the order of the new side as well.
func longestRising(pairs []pair) []pair {
	var ends []int                      // ends[n] ends the best run of n+1 pairs, as an index
	previous := make([]int, len(pairs)) // the pair before each one in its best run
	for i, p := range pairs {
		n := sort.Search(len(ends), func(n int) bool { return pairs[ends[n]].new >= p.new })
		previous[i] = -1
		if n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	run := make([]pair, len(ends))
	at := ends[len(ends)-1]
	for n := len(run) - 1; n >= 0; n-- {
		run[n] = pairs[at]
		at = previous[at]
	}
	return run
}
