package graphtest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// sampler makes up values. The same calls give the same values.
type sampler struct {
	schema *schema
	now    time.Time
	// all asks for a value of each type. Otherwise a field is left out for which
	// nothing plausible is known, as the API leaves out what has no value.
	all bool
	// record is the number of the node that the values are for, n that of the
	// value.
	record, n int
	// names are those of a type in place of sampleNames, if there are any.
	names map[string][]string
	// named counts the names of each type.
	named map[string]int
}

// deepest is how deep made-up values nest.
const deepest = 3

// value returns a value of a type, or nil for one that is not made up.
func (g *sampler) value(name string, t spec.Type, depth int) any {
	g.n++
	switch t.Name {
	case "string", "secret":
		return g.text(name)
	case "numeric string", "id":
		return strconv.FormatInt(700000000000000+int64(g.n), 10)
	case "bool":
		return sampleBools[name]
	case "int32", "int64", "integer", "unsigned int32", "unsigned int64", "float":
		return g.number(name, t.Name == "float")
	case "datetime":
		return at(g.time(name))
	case "timestamp":
		return json.Number(numberText(g.time(name).Unix()))
	case "success":
		return object{{"success", true}}
	case "enum":
		return usual(enumValues(t))
	case "list":
		if item := g.value(name, t.Args[0], depth+1); item != nil {
			return []any{item}
		}
		if g.all {
			return []any{}
		}
		return nil
	case "map":
		if g.all || depth <= 1 {
			return map[string]any{}
		}
		return nil
	case "field":
		if of := g.schema.typeNamed(t.Args[0].Name); of != nil && len(of.order) > 0 {
			return of.order[0]
		}
	}
	if values := g.schema.enums[t.Name]; len(values) > 0 {
		return usual(values)
	}
	st := g.schema.structs[t.Name]
	if n := g.schema.nodes[t.Name]; n != nil && !n.hasID {
		st = &n.structType // It stands within others, as it has no id.
	}
	if st != nil && depth < deepest {
		if members := g.fields(st, depth); len(members) > 0 || g.all {
			return members
		}
	}
	return nil
}

// isUnusual reports whether most objects have no value in a field: it is out
// of use, or tells what is not as it should be.
func isUnusual(f *spec.Field) bool {
	name := f.Name.Value
	if f.Deprecated.Value != "" || f.EmptySince.Value != "" {
		return true
	}
	return !strings.HasSuffix(name, "_count") && hasAny(name, "delete", "cancel", "error", "failed", "upgrade", "trial", "violating", "expired", "pending", "reason")
}

// field returns a value of a field, within its bounds, or nil.
func (g *sampler) field(f *spec.Field, depth int) any {
	if !g.all && isUnusual(f) {
		return nil
	}
	value := g.value(f.Name.Value, f.Type, depth)
	if n, ok := value.(json.Number); ok && inBounds(f, n.String()) != nil {
		return json.Number(f.Min.Value)
	}
	return value
}

func (g *sampler) fields(st *structType, depth int) map[string]any {
	if own := sampleStructs[st.name]; own != nil && !g.all {
		return g.known(st, own)
	}
	members := map[string]any{}
	for _, name := range st.order {
		if value := g.field(st.fields[name], depth+1); value != nil {
			members[name] = value
		}
	}
	return members
}

// known returns those of some fields that a type has in the version.
func (g *sampler) known(st *structType, fields map[string]any) map[string]any {
	members := map[string]any{}
	for name, value := range fields {
		if st.fields[name] != nil {
			members[name] = value
		}
	}
	return members
}
