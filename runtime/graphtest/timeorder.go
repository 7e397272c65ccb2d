package graphtest

import (
	"slices"
	"time"
)

// timeOrder is an edge by the time of its items, latest first. Times are in
// unix seconds.
type timeOrder struct {
	links []link
	times []int64
}

// byTime returns the links of the edge that the call lists by their time. The
// order of a whole edge is kept until the edge changes.
func (v *view) byTime(links []link) *timeOrder {
	store, key := v.server.store, edgeKey{v.call.rec.id, v.call.target.edge}
	if len(links) < len(store.edges[key]) {
		return newTimeOrder(links)
	}
	order := store.timeOrders[key]
	if order == nil {
		order = newTimeOrder(links)
		store.timeOrders[key] = order
	}
	return order
}

func newTimeOrder(links []link) *timeOrder {
	times := make(map[int64]int64, len(links))
	for _, l := range links {
		times[l.seq] = createdTime(l.rec).Unix()
	}
	order := &timeOrder{links: slices.Clone(links), times: make([]int64, len(links))}
	slices.SortStableFunc(order.links, func(a, b link) int { return latest(times[a.seq], times[b.seq]) })
	for i, l := range order.links {
		order.times[i] = times[l.seq]
	}
	return order
}

// latest compares two times so that the later one comes first.
func latest(a, b int64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// timeRange returns the part of the order that since and until leave.
func (v *view) timeRange(order *timeOrder) (start, end int) {
	end = len(order.times)
	if since, ok := v.timeParam("since"); ok {
		end, _ = slices.BinarySearchFunc(order.times, since-1, latest)
	}
	if until, ok := v.timeParam("until"); ok {
		start, _ = slices.BinarySearchFunc(order.times, until, latest)
	}
	return min(start, end), end
}

func (v *view) timeParam(name string) (int64, bool) {
	t, ok := parseTime(v.call.params[name], v.server.config.Now())
	return t.Unix(), ok
}

// index returns the place of the link with a number, and whether it is there.
// The links are those of the order by their numbers.
func (o *timeOrder) index(links []link, seq int64) (int, bool) {
	i := findSeq(links, seq)
	if i == len(links) || links[i].seq != seq {
		return 0, false
	}
	// Of the items of the same second, one is meant.
	for at, _ := slices.BinarySearchFunc(o.times, createdTime(links[i].rec).Unix(), latest); at < len(o.links); at++ {
		if o.links[at].seq == seq {
			return at, true
		}
	}
	return 0, false
}

func createdTime(rec *record) time.Time {
	t, _ := parseTime(textOf(rec.fields["created_time"]), time.Unix(0, 0))
	return t
}
