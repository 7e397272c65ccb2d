package graphtest

// Quirks is a set of oddities of the API, which a server has unless its
// [Config.Without] names them:
//
//	config.Without = graphtest.EmptyMaps | graphtest.MoneyAsText
type Quirks uint

const (
	// NumericIDs: owner_id, scope_object_id and report_run_id are numbers.
	NumericIDs Quirks = 1 << iota
	// EmptyMaps: a map without entries is the list [].
	EmptyMaps
	// FilterAfterPaging: filters and hidden nodes thin out a page that was cut
	// before, so that a page may be short, or empty with a next link.
	FilterAfterPaging
	// LastCursor: the last page has a cursor too, though no next link.
	LastCursor
	// Javascript: the content type is text/javascript.
	Javascript
	// MoneyAsText: budgets, other sums of money and the figures of insights are
	// numbers in text.
	MoneyAsText
	// ErrorDataAsText: error_data is JSON in a string.
	ErrorDataAsText
	// BareTrue: writes to async requests and their sets answer true and not
	// {"success": true}.
	BareTrue
	// FullButRunning: a report is at 100 percent once before it is completed.
	FullButRunning

	// AllQuirks are all of them.
	AllQuirks Quirks = 1<<iota - 1
)

// has reports whether the server has a quirk.
func (s *Server) has(quirk Quirks) bool { return s.config.Without&quirk == 0 }
