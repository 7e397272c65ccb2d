package graph

import "slices"

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
	// campaigns are those of the ad sets that are created.
	campaigns map[string]bool
}

// loadOf returns the load of one operation.
func loadOf(op *batchOp) load {
	l := load{operations: 1}
	switch o := op.request.Operation; {
	case o.Edge == "ads" && o.Kind == KindCreate, o.Node == "Ad" && o.Edge == "" && o.Kind == KindUpdate:
		l.ads = 1
	case o.Edge == "adsets" && o.Kind == KindCreate && op.wire.params.Has("campaign_id"):
		l.campaigns = map[string]bool{op.campaign(): true}
	}
	return l
}

// campaign returns the campaign of the ad set that the operation creates: its
// id, or the reference to it where there is no result yet.
func (op *batchOp) campaign() string {
	text := op.wire.params.Get("campaign_id")
	id, err := replaceReferences(text, op.lookup(plainText))
	if err != nil {
		return text
	}
	return id
}

// fits reports whether other can be added to the load.
func (l load) fits(other load) bool {
	if l.operations+other.operations > mostOperations || l.ads+other.ads > mostAds {
		return false
	}
	for campaign := range other.campaigns {
		if l.campaigns[campaign] {
			return false
		}
	}
	return true
}

func (l *load) add(other load) {
	l.operations += other.operations
	l.ads += other.ads
	for campaign := range other.campaigns {
		if l.campaigns == nil {
			l.campaigns = map[string]bool{}
		}
		l.campaigns[campaign] = true
	}
}

// planCalls splits operations into requests that can be sent at the same time.
// Operations that depend on each other stay together, in their order. Where
// one request has no room for all of them, only the first stage of them is
// planned: the others can be once it has results.
func planCalls(ops []*batchOp) []*plannedCall {
	var calls, open []*plannedCall
	for _, group := range dependents(ops) {
		stage := firstStage(group)
		call := firstFit(open, stage.load)
		if call == nil {
			call = &plannedCall{}
			calls = append(calls, call)
			open = append(open, call)
		}
		call.ops = append(call.ops, stage.ops...)
		call.load.add(stage.load)
		if call.load.operations == mostOperations {
			open = slices.DeleteFunc(open, func(other *plannedCall) bool { return other == call })
		}
	}
	return calls
}

// firstStage returns what one request has room for of operations that depend
// on each other. An operation is in it only with all that it needs of the
// others, and one at least is.
func firstStage(group []*batchOp) plannedCall {
	var stage plannedCall
	later := map[*batchOp]bool{}
	waits := func(op *batchOp) bool { return later[op] }
	for _, op := range group {
		l := loadOf(op)
		if !stage.load.fits(l) || slices.ContainsFunc(op.needs, waits) {
			later[op] = true
			continue
		}
		stage.ops = append(stage.ops, op)
		stage.load.add(l)
	}
	return stage
}

func firstFit(calls []*plannedCall, l load) *plannedCall {
	for _, call := range calls {
		if call.load.fits(l) {
			return call
		}
	}
	return nil
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
