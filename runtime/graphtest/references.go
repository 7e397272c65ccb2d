package graphtest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// checkReferences refuses a write that names a node which is not there. It
// looks at types of nodes that calls make, such as campaigns: pages, apps and
// people are made elsewhere, and a test need not have them.
func (s *Server) checkReferences(sc *schema, c *call, decoded args) *Error {
	r := &referenceCheck{server: s, schema: sc}
	for _, name := range c.target.order {
		if value, ok := decoded[name]; ok {
			if err := r.check(c.target.params[name].Type, value, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// referenceCheck looks through the params of a write.
type referenceCheck struct {
	server *Server
	schema *schema
}

// check returns the refusal of the first reference that leads nowhere.
func (r *referenceCheck) check(t spec.Type, value any, path ...string) *Error {
	switch x := value.(type) {
	case []any:
		for i, item := range x {
			if t.Name != "list" {
				return nil
			}
			if err := r.check(t.Args[0], item, append(slices.Clip(path), strconv.Itoa(i))...); err != nil {
				return err
			}
		}
	case map[string]any:
		st := r.schema.structs[t.Name]
		if st == nil {
			return nil
		}
		for _, name := range keys(x) {
			if f := st.fields[name]; f != nil {
				if err := r.check(f.Type, x[name], append(slices.Clip(path), name)...); err != nil {
					return err
				}
			}
		}
	default:
		if t.Name == "id" && len(t.Args) == 1 && r.schema.made[t.Args[0].Name] {
			return r.checkID(t.Args[0].Name, textOf(value), path)
		}
	}
	return nil
}

func (r *referenceCheck) checkID(typeName, id string, path []string) *Error {
	if id == "" {
		return nil
	}
	rec := r.server.store.find(typeName, id)
	if rec == nil || rec.hidden {
		return paramError(path, "Param %s: there is no %s with the id %s", strings.Join(path, "."), typeName, id)
	}
	isParent := strings.ReplaceAll(path[0], "_", "") == strings.ToLower(typeName)+"id"
	if isParent && rec.fields["effective_status"] == statusDeleted {
		return deletedError(rec, path, "The %s %s is deleted", rec.typ, rec.id)
	}
	return nil
}
