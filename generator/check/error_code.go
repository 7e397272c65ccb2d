package check

import "strconv"

// checkErrorCodes wants the codes of an operation to be in the catalogue, each
// once. Without a readable catalogue nothing is reported as unknown.
func checkErrorCodes(ix *index, r *report) {
	known := map[string]bool{}
	for _, e := range ix.set.Errors {
		known[strconv.Itoa(e.Code)] = true
	}
	for _, o := range ix.operations {
		seen := map[string]bool{}
		for _, code := range o.Errors {
			_, err := strconv.ParseInt(code.Value, 10, 32)
			switch {
			case err != nil:
				r.errorf(code.Pos, "an error code is a number, and this is %q", clip(code.Value))
			case seen[code.Value]:
				r.errorf(code.Pos, "error code %s is given twice", code.Value)
			case !known[code.Value] && !ix.set.Incomplete:
				r.errorf(code.Pos, "unknown error code %s; add it to the error catalogue (errors.yaml)", code.Value)
			}
			seen[code.Value] = true
		}
	}
}
