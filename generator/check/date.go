package check

import (
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// checkDates wants dates such as 2026-02-18, which are days that exist.
func checkDates(ix *index, r *report) {
	check := func(key string, date spec.Text) {
		if date.Value == "" && date.Pos.Line == 0 {
			return
		}
		if _, ok := parseDate(date.Value); !ok {
			r.errorf(date.Pos, "%s must be a date such as 2026-02-18, and this is %q", key, clip(date.Value))
		}
	}
	for _, f := range ix.fields {
		check("empty_since", f.EmptySince)
	}
	for _, v := range ix.set.Versions {
		check("released", v.Released)
		check("expires", v.Expires)
		check("marketing_expires", v.MarketingExpires)
	}
}

func parseDate(text string) (time.Time, bool) {
	date, err := time.Parse(time.DateOnly, text)
	return date, err == nil
}
