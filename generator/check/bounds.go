package check

import (
	"math/big"
	"regexp"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// decimal is a number as JSON and Go write it, in a length that is cheap.
var decimal = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,40})?$`)

// checkBounds wants min and max to be numbers, in order, on what is a number.
func checkBounds(ix *index, r *report) {
	for _, f := range ix.fields {
		low, lowOK := bound(f, "min", f.Min, r)
		high, highOK := bound(f, "max", f.Max, r)
		if lowOK && highOK && low.Cmp(high) > 0 {
			r.errorf(f.Min.Pos, "min %s of %s is more than max %s", f.Min.Value, f.Name.Value, f.Max.Value)
		}
	}
}

// bound returns a bound if there is one and it is right.
func bound(f fieldIn, key string, n spec.Number, r *report) (*big.Rat, bool) {
	if n.Pos.Line == 0 && n.Value == "" {
		return nil, false
	}
	value, ok := number(n.Value)
	typ := f.Type.Name
	switch {
	case !ok:
		r.errorf(n.Pos, "%s of %s must be a number such as -1 or 0.5, and this is %q", key, f.Name.Value, clip(n.Value))
	case spec.IsBuiltin(typ) && !isNumber(typ):
		r.errorf(n.Pos, "%s of %s has no meaning for the type %s; bounds are for numbers", key, f.Name.Value, clip(f.Type.String()))
	case isInteger(typ) && !value.IsInt():
		r.errorf(n.Pos, "%s of %s must be a whole number, as its type is %s", key, f.Name.Value, typ)
	default:
		return value, true
	}
	return nil, false
}

func number(text string) (*big.Rat, bool) {
	if !decimal.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
