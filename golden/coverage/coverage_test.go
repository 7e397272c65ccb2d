// Package coverage checks that generated packages hold what the reference
// pages describe; see README.md.
package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The package that users import has everything on the checklist.
func TestCoverage(t *testing.T) {
	list := loadChecklist(t)
	p := committed(t)
	for _, problem := range list.check(p) {
		t.Error(problem)
	}
}

// Every operation says where it goes and which errors are documented for it.
func TestOperationDocs(t *testing.T) {
	p := committed(t)
	for name, m := range p.methods {
		if readsBack(p, name) {
			continue
		}
		ps := &problems{row: name}
		ps.wantDoc(m.doc, m.operation.Method+" /"+m.operation.Path+".")
		for _, code := range m.operation.Errors {
			ps.wantDoc(m.doc, fmt.Sprint(code))
		}
		for _, problem := range ps.list {
			t.Error(problem)
		}
	}
}

// readsBack reports whether a method is the variant of another that reads the
// node after the write.
func readsBack(p *loaded, name string) bool {
	for other := range p.methods {
		if name == other+"AndRead" {
			return true
		}
	}
	return false
}

// A read can ask for every field of its node.
func TestFieldNamesAreFields(t *testing.T) {
	p := committed(t)
	nodes := 0
	for name, fields := range p.structs {
		names, isNode := p.enums[name+"Field"]
		if !isNode {
			continue
		}
		nodes++
		for _, wire := range names {
			if _, ok := fields[wire]; !ok {
				t.Errorf("%s has no field %s", name, wire)
			}
		}
		for wire, f := range fields {
			if !slices.Contains(names, wire) && !isPage(f.goType) {
				t.Errorf("%sField has no constant for %s", name, wire)
			}
		}
	}
	if nodes == 0 {
		t.Error("no nodes")
	}
}

// isPage reports whether a field is a page of an edge, which a read asks for
// with graph.Expand.
func isPage(goType string) bool { return strings.HasPrefix(goType, "*graph.Page[") }
