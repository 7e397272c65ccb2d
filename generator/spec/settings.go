package spec

import "github.com/metagraph-go/graphgen/generator/diag"

// Setting is a key of a settings file such as graphgen.yaml: flat, each key
// with a text or a list of texts.
type Setting struct {
	Key Text
	// List tells a list from a single text.
	List bool
	// Texts are the items of the list, or the one text.
	Texts []Text
	// Pos is where the value stands.
	Pos diag.Pos
}

// ParseSettings reads a settings file with the same strictness as a spec file
// and adds what is wrong to diags. Keys come in the order of the file. A
// setting whose value was refused is left out.
func ParseSettings(name string, data []byte, diags *diag.List) []Setting {
	root := parseFile(name, data, diags)
	if root == nil {
		return nil
	}
	var settings []Setting
	for _, p := range root.pairs {
		setting := Setting{Key: p.key, List: p.value.kind == listKind, Pos: p.value.pos}
		values := []*value{p.value}
		if setting.List {
			values = p.value.items
		}
		good := true
		for _, v := range values {
			if v.kind != scalarKind {
				diags.Errorf(v.pos, ruleWrongKind, "%s holds text or a list of texts, and this is %s%s", p.key.Value, v.kind, nullHint(v))
				good = false
				continue
			}
			setting.Texts = append(setting.Texts, Text{v.text, v.pos})
		}
		if good {
			settings = append(settings, setting)
		}
	}
	return settings
}
