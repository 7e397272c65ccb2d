package coverage

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// mutant is the built-in spec set with one thing taken out.
type mutant struct {
	kind string
	name string
	// layer takes it out when it is laid over the built-in set. It is JSON,
	// which YAML contains.
	layer map[string]any
	// code is taken out of the built-in set itself instead.
	code int
	// row is what the row's problems begin with.
	row string
}

func (m mutant) specs(t *testing.T) []generator.Layer {
	if m.code != 0 {
		return []generator.Layer{{Name: "specs", FS: withoutCode(t, m.code)}}
	}
	text, err := json.Marshal(m.layer)
	if err != nil {
		t.Fatal(err)
	}
	return append(builtIn(), generator.Layer{Name: "mutant", FS: fstest.MapFS{"mutant.yaml": {Data: text}}})
}

// mutants takes out everything that the checklist names, one by one.
func mutants(t *testing.T, list *checklist) []mutant {
	set, diags := spec.Load(builtIn()...)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	var all []mutant
	for _, row := range list.Operations {
		all = append(all, row.mutants(set)...)
	}
	for _, row := range list.Fields {
		// A node has an id, also when its spec does not list it.
		if row.GoType != row.Type+"ID" {
			all = append(all, row.mutant(set))
		}
	}
	for _, row := range list.Enums {
		all = append(all, row.mutants(list, set)...)
	}
	for _, row := range list.Errors {
		all = append(all, mutant{kind: "error code", name: fmt.Sprint(row.Code), code: row.Code, row: row.GoName})
	}
	return all
}

func (r operationRow) mutants(set *spec.Set) []mutant {
	node := set.Nodes[slices.IndexFunc(set.Nodes, func(n *spec.Node) bool { return n.Name.Value == r.Node })]
	// An edge without operations is a mistake, so it goes with its last one.
	alone := slices.ContainsFunc(node.Edges, func(e *spec.Edge) bool {
		return e.Name.Value == r.Edge && len(e.Operations) == 1
	})
	change := func(kind, name string, operation any) mutant {
		layer := map[string]any{r.Op: operation}
		switch {
		case r.Edge != "" && operation == nil && alone:
			layer = map[string]any{"edges": map[string]any{r.Edge: nil}}
		case r.Edge != "":
			layer = map[string]any{"edges": map[string]any{r.Edge: layer}}
		}
		layer["node"] = r.Node
		return mutant{kind: kind, name: strings.TrimSpace(r.GoMethod + " " + name), layer: layer, row: r.GoMethod}
	}
	all := []mutant{change("operation", "", nil)}
	for _, param := range r.Params {
		all = append(all, change("param", param.Wire, map[string]any{"params": map[string]any{param.Wire: nil}}))
	}
	for i, code := range r.Errors {
		left := slices.Delete(slices.Clone(r.Errors), i, i+1)
		all = append(all, change("documented error", fmt.Sprint(code), map[string]any{"errors": left}))
	}
	if r.ReadAfterWrite {
		all = append(all, change("read-after-write", "", map[string]any{"read_after_write": nil}))
	}
	return all
}

func (r fieldRow) mutant(set *spec.Set) mutant {
	without := map[string]any{"fields": map[string]any{r.Wire: nil}}
	m := mutant{kind: "field", name: r.Type + "." + r.Wire, layer: without, row: r.Type + "." + r.Wire}
	if slices.ContainsFunc(set.Nodes, func(n *spec.Node) bool { return n.Name.Value == r.Type }) {
		without["node"] = r.Type
	} else {
		m.layer = map[string]any{"types": "Mutant", "structs": map[string]any{r.Type: without}}
	}
	return m
}

func (r enumRow) mutants(list *checklist, set *spec.Set) []mutant {
	declared := slices.ContainsFunc(set.Enums, func(e *spec.Enum) bool { return e.Name.Value == r.Type })
	var all []mutant
	for _, value := range slices.Concat(r.Values, r.Includes) {
		m := mutant{kind: "enum value", name: r.Type + " " + value, row: r.Type}
		if declared {
			values := map[string]any{"values": map[string]any{value: nil}}
			m.layer = map[string]any{"types": "Mutant", "enums": map[string]any{r.Type: values}}
		} else {
			m.layer = list.withoutInlineValue(r, value)
		}
		all = append(all, m)
	}
	return all
}

// withoutInlineValue takes a value out of an enum that is written as the type
// of a param of a node's own operation.
func (c *checklist) withoutInlineValue(r enumRow, value string) map[string]any {
	left := slices.DeleteFunc(slices.Clone(r.Values), func(v string) bool { return v == value })
	for _, operation := range c.Operations {
		for _, param := range operation.Params {
			if param.GoType == r.Type {
				changed := map[string]any{"type": "enum {" + strings.Join(left, ", ") + "}"}
				return map[string]any{"node": operation.Node, operation.Op: map[string]any{
					"params": map[string]any{param.Wire: changed},
				}}
			}
		}
	}
	return nil
}

// withoutCode is the built-in set without a code: neither in the catalogue nor
// documented for operations. Later layers can only add codes.
func withoutCode(t *testing.T, code int) fs.FS {
	files := fstest.MapFS{}
	entry := regexp.MustCompile(fmt.Sprintf(`(?m)^  - code: %d\n(    .*\n|\n)*`, code))
	documented := regexp.MustCompile(`(errors: \[)([^]]*)`)
	err := fs.WalkDir(specs.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(specs.FS(), path)
		if err != nil {
			return err
		}
		content = entry.ReplaceAll(content, nil)
		content = documented.ReplaceAllFunc(content, func(list []byte) []byte {
			opening, codes, _ := strings.Cut(string(list), "[")
			left := slices.DeleteFunc(strings.Split(codes, ","), func(c string) bool { return strings.TrimSpace(c) == fmt.Sprint(code) })
			return []byte(opening + "[" + strings.Join(left, ","))
		})
		files[path] = &fstest.MapFile{Data: content}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
