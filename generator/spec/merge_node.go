package spec

import "slices"

// mergeNode is merge for nodes. It first takes out of the earlier layer what
// can't be true beside what the later one says.
func mergeNode(base, over *value) *value {
	if base.kind == mappingKind && over.kind == mappingKind {
		base = withoutContradictions(base, over)
	}
	return merge(base, over)
}

// withoutContradictions returns the base without fields if the later layer
// says that there are none, without the claim that there are none if it gives
// some, and without operations that are the later layer's under another kind.
func withoutContradictions(base, over *value) *value {
	opaque, saysOpaque := over.get("opaque")
	_, givesFields := over.get("fields")
	kept := &value{kind: mappingKind, pos: base.pos}
	for _, p := range base.pairs {
		switch {
		case p.key.Value == "fields" && saysOpaque && opaque.value.text == "true":
			continue
		case p.key.Value == "opaque" && givesFields && !saysOpaque:
			continue
		case p.key.Value == "edges":
			if edges, ok := over.get("edges"); ok {
				p.value = withoutOtherKinds(p.value, edges.value)
			}
		}
		kept.pairs = append(kept.pairs, p)
	}
	return kept
}

// withoutOtherKinds returns the edges of the base without the operations that
// the later layer has under another kind. One request is one operation: a GET
// is either a list or a read, a POST a create or an update.
func withoutOtherKinds(base, over *value) *value {
	kept := &value{kind: base.kind, pos: base.pos, items: base.items}
	for _, edge := range base.pairs {
		if later, ok := over.get(edge.key.Value); ok && edge.value.kind == mappingKind {
			added := newMethods(edge.value, later.value)
			of := &value{kind: mappingKind, pos: edge.value.pos}
			for _, p := range edge.value.pairs {
				_, again := later.value.get(p.key.Value)
				if again || !slices.Contains(operationKinds, p.key.Value) || !slices.Contains(added, methodOf(p)) {
					of.pairs = append(of.pairs, p)
				}
			}
			edge.value = of
		}
		kept.pairs = append(kept.pairs, edge)
	}
	return kept
}

// newMethods are the methods of the operations that a later layer adds to an
// edge.
func newMethods(base, over *value) []string {
	var methods []string
	for _, p := range over.pairs {
		_, there := base.get(p.key.Value)
		if !there && slices.Contains(operationKinds, p.key.Value) && p.value.kind != nullKind {
			methods = append(methods, methodOf(p))
		}
	}
	return methods
}

// methodOf is the HTTP method of an operation, or of its first variant.
func methodOf(operation pair) string {
	v := operation.value
	if v.kind == listKind && len(v.items) > 0 {
		v = v.items[0]
	}
	if method, ok := v.get("method"); ok {
		return method.value.text
	}
	switch operation.key.Value {
	case "read", "list":
		return "GET"
	case "delete":
		return "DELETE"
	}
	return "POST"
}
