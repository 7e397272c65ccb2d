package graphtest

import "encoding/json"

// AfterOperations makes the fault of a batch ([On] "Batch.create") happen when
// the first n of its operations were done; the others are not done. A fault
// that leaves the answer as it is, such as [Pass], has null for the others: so
// the API answers when a batch takes too long. On calls that are no batch it is
// [Fault.AfterActing].
func (f Fault) AfterOperations(n int) Fault {
	f.after, f.partly, f.first = true, true, max(0, n)
	return f
}

// MissingResults leaves the first n results out of the answer of a batch whose
// operations were done. Other calls are let through.
func MissingResults(n int) Fault {
	return Fault{what: faultResults, size: -int64(max(0, n)), after: true}
}

// ExtraResults adds n results to the end of the answer of a batch, more than
// it has operations. Other calls are let through.
func ExtraResults(n int) Fault {
	return Fault{what: faultResults, size: int64(max(0, n)), after: true}
}

// operations returns how many of a batch's operations are done under the
// fault, which may be nil.
func (f *Fault) operations(all int) int {
	if f != nil && f.partly {
		return min(f.first, all)
	}
	return all
}

// changeResults adds results to the answer of a batch, or takes the first -n
// away.
func changeResults(c *call, p *reply, n int) {
	var results []json.RawMessage
	if c.target != batchOperation || json.Unmarshal(p.body, &results) != nil {
		return
	}
	for range n {
		results = append(results, json.RawMessage(`{"code":200,"body":"{\"id\":\"999999\"}"}`))
	}
	p.setJSON(c, results[min(max(0, -n), len(results)):])
}
