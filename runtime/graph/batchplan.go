package graph

import "fmt"

const (
	// mostOperations is how many operations the API takes in one request.
	mostOperations = 50
	// mostAds is how many ads one request may write.
	mostAds = 10
)

// plannedCall is what one HTTP request of a batch runs.
type plannedCall struct {
	ops  []*batchOp
	load load
}

// load is what a request holds of the things that the API bounds.
type load struct {
	operations int
	// ads are the ads that are created or updated.
	ads int
	// campaigns count the ad sets that are created, by their campaign.
	campaigns map[string]int
}

// loadOf returns the load of operations that travel together.
func loadOf(ops []*batchOp) load {
	l := load{operations: len(ops)}
	for _, op := range ops {
		switch o := op.request.Operation; {
		case o.Edge == "ads" && o.Kind == KindCreate, o.Node == "Ad" && o.Edge == "" && o.Kind == KindUpdate:
			l.ads++
		case o.Edge == "adsets" && o.Kind == KindCreate && op.wire.params.Has("campaign_id"):
			if l.campaigns == nil {
				l.campaigns = map[string]int{}
			}
			l.campaigns[op.wire.params.Get("campaign_id")]++
		}
	}
	return l
}

// problem says why the load is too much for one request, or nothing.
func (l load) problem() string {
	switch {
	case l.operations > mostOperations:
		return fmt.Sprintf("are %d, and a request takes at most %d", l.operations, mostOperations)
	case l.ads > mostAds:
		return fmt.Sprintf("write %d ads, and a request may write at most %d", l.ads, mostAds)
	}
	for _, n := range l.campaigns {
		if n > 1 {
			return fmt.Sprintf("create %d ad sets of one campaign, and a request may create only one", n)
		}
	}
	return ""
}

// fits reports whether other can be added to the load.
func (l load) fits(other load) bool {
	if l.operations+other.operations > mostOperations || l.ads+other.ads > mostAds {
		return false
	}
	for campaign := range other.campaigns {
		if l.campaigns[campaign] > 0 {
			return false
		}
	}
	return true
}

func (l *load) add(other load) {
	l.operations += other.operations
	l.ads += other.ads
	for campaign, n := range other.campaigns {
		if l.campaigns == nil {
			l.campaigns = map[string]int{}
		}
		l.campaigns[campaign] += n
	}
}

// planCalls splits operations into requests. Operations that depend on each
// other stay together, in their order.
func planCalls(ops []*batchOp) ([]*plannedCall, error) {
	var calls, open []*plannedCall
	for _, group := range dependents(ops) {
		l := loadOf(group)
		if problem := l.problem(); problem != "" {
			return nil, fmt.Errorf("graph: the operations of a batch that depend on each other, beginning with %s, %s: make several batches of them", group[0].request, problem)
		}
		call := firstFit(open, l)
		if call == nil {
			call = &plannedCall{}
			calls = append(calls, call)
			open = append(open, call)
		}
		call.ops = append(call.ops, group...)
		call.load.add(l)
		if call.load.operations == mostOperations {
			open = without(open, call)
		}
	}
	return calls, nil
}

func firstFit(calls []*plannedCall, l load) *plannedCall {
	for _, call := range calls {
		if call.load.fits(l) {
			return call
		}
	}
	return nil
}

func without(calls []*plannedCall, full *plannedCall) []*plannedCall {
	kept := calls[:0]
	for _, call := range calls {
		if call != full {
			kept = append(kept, call)
		}
	}
	return kept
}

// dependents returns the operations in groups of those that depend on each
// other, the groups in the order of their first operations. What an operation
// needs of others that are not among ops does not count.
func dependents(ops []*batchOp) [][]*batchOp {
	parent := make(map[*batchOp]*batchOp, len(ops))
	for _, op := range ops {
		parent[op] = op
	}
	root := func(op *batchOp) *batchOp {
		for parent[op] != op {
			parent[op] = parent[parent[op]]
			op = parent[op]
		}
		return op
	}
	for _, op := range ops {
		for _, other := range op.needs {
			if _, here := parent[other]; here {
				parent[root(op)] = root(other)
			}
		}
	}
	groups := make([][]*batchOp, 0, len(ops))
	at := make(map[*batchOp]int, len(ops))
	for _, op := range ops {
		r := root(op)
		i, known := at[r]
		if !known {
			i = len(groups)
			at[r] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], op)
	}
	return groups
}
