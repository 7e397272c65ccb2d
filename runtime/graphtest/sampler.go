package graphtest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// sampler makes up values of types. The same calls give the same values.
type sampler struct {
	schema *schema
	now    time.Time
	n      int
}

// deepest is how deep made-up values nest.
const deepest = 3

// value returns a value of a type, or nil for one that is not worth making
// up.
func (g *sampler) value(name string, t spec.Type, depth int) any {
	g.n++
	switch t.Name {
	case "string", "secret":
		return g.text(name)
	case "numeric string", "id":
		return strconv.Itoa(700000000000000 + g.n)
	case "bool":
		return g.n%2 == 0
	case "int32", "int64", "integer", "unsigned int32", "unsigned int64":
		return json.Number(strconv.Itoa(10 + g.n%90))
	case "float":
		return json.Number(strconv.Itoa(g.n%10) + ".5")
	case "datetime":
		return at(g.now.Add(-time.Duration(g.n) * time.Hour))
	case "timestamp":
		return json.Number(numberText(g.now.Add(-time.Duration(g.n) * time.Hour).Unix()))
	case "success":
		return object{{"success", true}}
	case "enum":
		return t.Values[g.n%len(t.Values)].Value.Value
	case "list":
		if item := g.value(name, t.Args[0], depth+1); item != nil {
			return []any{item}
		}
		return []any{}
	case "map":
		return map[string]any{}
	case "field":
		if of := g.schema.typeNamed(t.Args[0].Name); of != nil && len(of.order) > 0 {
			return of.order[0]
		}
	}
	if values := g.schema.enums[t.Name]; len(values) > 0 {
		return values[0]
	}
	if st := g.schema.structs[t.Name]; st != nil && depth < deepest {
		return g.fields(st, depth)
	}
	return nil
}

// field returns a value of a field, within its bounds.
func (g *sampler) field(f *spec.Field, depth int) any {
	value := g.value(f.Name.Value, f.Type, depth)
	if n, ok := value.(json.Number); ok && inBounds(f, n.String()) != nil {
		return json.Number(f.Min.Value)
	}
	return value
}

func (g *sampler) fields(st *structType, depth int) map[string]any {
	members := map[string]any{}
	for _, name := range st.order {
		if value := g.field(st.fields[name], depth+1); value != nil {
			members[name] = value
		}
	}
	return members
}

func (g *sampler) text(name string) string {
	switch {
	case strings.Contains(name, "url") || strings.Contains(name, "uri") || name == "link" || name == "picture" || name == "source":
		return "https://example.com/" + strconv.Itoa(g.n)
	case strings.Contains(name, "email"):
		return "someone" + strconv.Itoa(g.n) + "@example.com"
	case name == "currency":
		return "EUR"
	case strings.Contains(name, "country"):
		return "DE"
	case strings.HasPrefix(name, "date_"):
		return g.now.UTC().Format(time.DateOnly)
	case name == "":
		return "sample " + strconv.Itoa(g.n)
	}
	return strings.ReplaceAll(name, "_", " ") + " " + strconv.Itoa(g.n)
}
