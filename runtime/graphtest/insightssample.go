package graphtest

// sampledRow is the state of rows of the sample data, which can be split by
// any breakdown.
type sampledRow struct{}

var sampled = sampledRow{}

func splitSample(row figures, breakdowns []string) []figures { return []figures{row} }
