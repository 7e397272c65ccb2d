package spec

import (
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// The keys of the four kinds of files.
var (
	typesKeys    = []string{"types", "structs", "enums"}
	errorsKeys   = []string{"errors"}
	versionsKeys = []string{"versions"}
)

// fileKinds are the keys one of which says what a file is.
var fileKinds = []string{"node", "types", "errors", "versions"}

// split takes a file apart into the elements that have names of their own.
func split(root *value, diags *diag.List) *elements {
	var found []pair
	for _, kind := range fileKinds {
		if p, ok := root.get(kind); ok {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		reportFileKind(root, found, diags)
		return nil
	}
	e := newElements()
	kind := found[0]
	switch kind.key.Value {
	case "node":
		splitNamed(e, root, kind, diags)
	case "types":
		checkKeys(root, "a file of types", typesKeys, diags)
		splitNamed(e, root, kind, diags)
	case "errors":
		checkKeys(root, "an error catalogue", errorsKeys, diags)
		splitList(&e.errors, kind, "code", diags)
	case "versions":
		checkKeys(root, "a list of versions", versionsKeys, diags)
		splitList(&e.versions, kind, "version", diags)
	}
	return e
}

func reportFileKind(root *value, found []pair, diags *diag.List) {
	if len(found) == 0 && diags.HasErrors() {
		return // the key may have been refused
	}
	if len(found) > 1 {
		diags.Errorf(found[1].key.Pos, ruleFileKind, "the file has both %q and %q; give each a file of its own", found[0].key.Value, found[1].key.Value)
		return
	}
	finder := suggest.New(fileKinds)
	for _, p := range root.pairs {
		if near := finder.Nearest(p.key.Value); near != "" {
			diags.Errorf(p.key.Pos, ruleFileKind, "unknown key %q; did you mean %q?", p.key.Value, near)
			return
		}
	}
	diags.Errorf(root.pos, ruleFileKind, "nothing says what the file describes; begin it with %s or %s",
		strings.Join(fileKinds[:len(fileKinds)-1], ", "), fileKinds[len(fileKinds)-1])
}

// splitNamed takes structs and enums out of a node's file or a file of types.
func splitNamed(e *elements, root *value, kind pair, diags *diag.List) {
	if kind.value.kind != scalarKind {
		diags.Errorf(kind.value.pos, ruleWrongKind, "%s must be a name, and this is %s%s", kind.key.Value, kind.value.kind, nullHint(kind.value))
		return
	}
	name := Text{kind.value.text, kind.value.pos}
	if kind.key.Value == "node" {
		e.nodes.append(entry{name: name, value: root})
	}
	splitMapping(&e.structs, root, "structs", name.Value, diags)
	splitMapping(&e.enums, root, "enums", name.Value, diags)
}

func splitMapping(g *group, root *value, key, home string, diags *diag.List) {
	p, ok := root.get(key)
	if !ok {
		return
	}
	if p.value.kind != mappingKind {
		diags.Errorf(p.value.pos, ruleWrongKind, "%s must be a mapping of names, and this is %s%s", key, p.value.kind, nullHint(p.value))
		return
	}
	for _, named := range p.value.pairs {
		g.append(entry{name: named.key, home: home, value: named.value})
	}
}

// splitList takes a catalogue apart by the key that names its entries.
func splitList(g *group, list pair, nameKey string, diags *diag.List) {
	if list.value.kind != listKind {
		diags.Errorf(list.value.pos, ruleWrongKind, "%s must be a list, and this is %s%s", list.key.Value, list.value.kind, nullHint(list.value))
		return
	}
	for _, item := range list.value.items {
		if item.kind != mappingKind {
			diags.Errorf(item.pos, ruleWrongKind, "an entry of %s must be a mapping, and this is %s%s", list.key.Value, item.kind, nullHint(item))
			continue
		}
		p, ok := item.get(nameKey)
		if !ok || p.value.kind != scalarKind {
			diags.Errorf(item.pos, ruleWrongKind, "an entry of %s needs the key %q", list.key.Value, nameKey)
			continue
		}
		g.append(entry{name: Text{p.value.text, p.value.pos}, value: item})
	}
}

// checkKeys reports the keys of a mapping that are not known.
func checkKeys(v *value, what string, known []string, diags *diag.List) {
	finder := suggest.New(known)
	for _, p := range v.pairs {
		if !slices.Contains(known, p.key.Value) {
			diags.Errorf(p.key.Pos, ruleUnknownKey, "%s has no key %q%s", what, p.key.Value, finder.Hint(p.key.Value))
		}
	}
}
