package spec

import (
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/suggest"
)

// otherNames are keys that people write for those of the format, with what
// they may mean, the likeliest first.
var otherNames = map[string][]string{
	"add": {"create"}, "new": {"create"}, "post": {"create", "update"}, "put": {"update"}, "patch": {"update"},
	"get":     {"list", "read"},
	"comment": {"doc"}, "description": {"doc"}, "help": {"doc"}, "summary": {"doc"},
	"args": {"params"}, "arguments": {"params"}, "body": {"params"}, "parameters": {"params"}, "query": {"params"},
	"members": {"fields"}, "properties": {"fields"},
	"response": {"returns"}, "result": {"returns"},
	"mandatory": {"required"}, "maximum": {"max"}, "minimum": {"min"}, "options": {"values"}, "verb": {"method"},
	"added": {"since"}, "introduced": {"since"}, "until": {"removed"},
}

// meantKey returns the known key that another was likely meant to be, or "".
func meantKey(key string, known []string) string {
	for _, name := range otherNames[strings.ToLower(key)] {
		if slices.Contains(known, name) {
			return name
		}
	}
	return suggest.New(known).Nearest(key)
}

// unknownKey reports a key and returns the one that it was likely meant to be.
func (d *decoder) unknownKey(what string, key Text, known []string) string {
	if name, value, ok := strings.Cut(key.Value, ":"); ok && slices.Contains(known, name) {
		d.diags.Errorf(key.Pos, ruleUnknownKey, "%s has no key %q; write a space behind the colon: %s: %s", what, key.Value, name, value)
		return name
	}
	meant := meantKey(key.Value, known)
	d.diags.Errorf(key.Pos, ruleUnknownKey, "%s has no key %q%s", what, key.Value, suggest.DidYouMean(meant))
	return meant
}

// keyed returns the pairs of a mapping that has the known keys. In {} a comma
// ends a value, so the rest of a text that is not in quotes looks like keys
// without a value; such texts are reported and put together again.
func (d *decoder) keyed(what string, v *value, known []string) []pair {
	pairs := d.mapping(what, v)
	isRest := func(p, of pair) bool {
		return p.value.kind == nullKind && p.value.text == "" && p.key.Pos.Line == of.key.Pos.Line && !slices.Contains(known, p.key.Value)
	}
	var whole []pair
	for i := 0; i < len(pairs); i++ {
		p := pairs[i]
		parts := []string{p.value.text}
		for p.value.kind == scalarKind && i+1 < len(pairs) && isRest(pairs[i+1], p) {
			i++
			parts = append(parts, pairs[i].key.Value)
		}
		if len(parts) > 1 {
			text := strings.Join(parts, ", ")
			d.diags.Errorf(p.value.pos, ruleSyntax, "in {} a comma ends the %s; put the %s in quotes: %q", p.key.Value, p.key.Value, text)
			p.value = &value{kind: scalarKind, pos: p.value.pos, text: text}
		}
		whole = append(whole, p)
	}
	return whole
}

// isNull reports whether a value is a null that is written out. It takes away
// what an earlier layer has; merging leaves those that found nothing.
func isNull(v *value) bool { return v.kind == nullKind && v.text != "" }

// present returns the pairs of a mapping without those that take away what is
// not there, which it reports. The word for an element ends in a space.
func (d *decoder) present(owner, word string, pairs []pair) []pair {
	return withoutNulls(d, owner+" has no "+word, pairs, func(p pair) (Text, *value) { return p.key, p.value })
}

// declared is present for the structs or enums of a set.
func (d *decoder) declared(word string, entries []entry) []entry {
	return withoutNulls(d, "there is no "+word+" ", entries, func(e entry) (Text, *value) { return e.name, e.value })
}

// withoutNulls returns the elements whose values are not null, and reports the
// others, each as missing followed by its name.
func withoutNulls[E any](d *decoder, missing string, elements []E, of func(E) (Text, *value)) []E {
	var kept []E
	var names []string
	for _, e := range elements {
		if name, value := of(e); !isNull(value) {
			kept = append(kept, e)
			names = append(names, name.Value)
		}
	}
	finder := suggest.New(names)
	for _, e := range elements {
		if name, value := of(e); isNull(value) {
			d.nothingToTakeAway(missing, name, finder)
		}
	}
	return kept
}

func (d *decoder) nothingToTakeAway(missing string, name Text, names *suggest.Finder) {
	hint := names.Hint(name.Value)
	if hint == "" {
		hint = "; null takes away what an earlier layer has"
	}
	d.diags.Errorf(name.Pos, ruleWrongKind, "%s%s to take away%s", missing, name.Value, hint)
}
