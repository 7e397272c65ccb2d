package check

import (
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkDefaults wants the default of a param to be a value of its type, and
// that of a field to be true or false.
func checkDefaults(ix *index, r *report) {
	for _, f := range ix.fields {
		value := f.Default.Value
		switch {
		case f.Default.Pos.Line == 0 && value == "":
		case !f.param && value != "true" && value != "false":
			r.errorf(f.Default.Pos, "default of a field says whether reads return it unasked: true or false, and this is %q", clip(value))
		case f.param:
			checkDefault(ix, r, f)
		}
	}
}

func checkDefault(ix *index, r *report, f fieldIn) {
	value, pos := f.Default.Value, f.Default.Pos
	values := ix.valuesOf(f.Type)
	switch {
	case values != nil && !values.known[value]:
		r.errorf(pos, "default %q is no value of %s%s", clip(value), clip(f.Type.String()), values.finder.Hint(value))
	case f.Type.Name == "bool" && value != "true" && value != "false":
		r.errorf(pos, "default of a bool must be true or false, and this is %q", clip(value))
	case isNumber(f.Type.Name):
		checkNumericDefault(r, f)
	case f.Type.Name == "file":
		r.errorf(pos, "a file has no default; take it away")
	}
}

func checkNumericDefault(r *report, f fieldIn) {
	value, ok := number(f.Default.Value)
	low, hasLow := number(f.Min.Value)
	high, hasHigh := number(f.Max.Value)
	switch pos := f.Default.Pos; {
	case !ok:
		r.errorf(pos, "default of %s must be a number, and this is %q", f.Name.Value, clip(f.Default.Value))
	case isInteger(f.Type.Name) && !value.IsInt():
		r.errorf(pos, "default of %s must be a whole number, as its type is %s", f.Name.Value, f.Type.Name)
	case hasLow && value.Cmp(low) < 0:
		r.errorf(pos, "default %s of %s is less than min %s", f.Default.Value, f.Name.Value, f.Min.Value)
	case hasHigh && value.Cmp(high) > 0:
		r.errorf(pos, "default %s of %s is more than max %s", f.Default.Value, f.Name.Value, f.Max.Value)
	}
}

// valueSet is the values of an enum, of all its variants.
type valueSet struct {
	known  map[string]bool
	finder *suggest.Finder
}

// valuesOf returns the values of an enum, or nil for a type that is none.
func (ix *index) valuesOf(t spec.Type) *valueSet {
	if t.Values != nil {
		return newValueSet(t.Values)
	}
	return ix.enumValues[t.Name]
}

func newValueSet(values []*spec.Value) *valueSet {
	set := &valueSet{known: make(map[string]bool, len(values))}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.Value.Value
		set.known[words[i]] = true
	}
	set.finder = suggest.New(words)
	return set
}
