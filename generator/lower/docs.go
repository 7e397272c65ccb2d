package lower

import (
	"fmt"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// doc composes a doc comment: what the spec says, facts about the element
// behind it, its notice, and the deprecation where tools look for it.
type doc struct {
	text       ir.Doc
	facts      []string
	notice     string
	deprecated string
}

// addFact adds a sentence, unless the text that it depends on is empty.
func (d *doc) addFact(text, format string) {
	if text != "" {
		d.facts = append(d.facts, fmt.Sprintf(format, text))
	}
}

func (d *doc) addRange(r spec.Range) {
	d.addFact(r.Since.Value, "Since %s.")
	d.addFact(r.Removed.Value, "Removed in %s.")
}

func (d *doc) addPermissions(permissions []spec.Text) {
	if len(permissions) == 1 {
		d.addFact(permissions[0].Value, "Needs the permission %s.")
	} else {
		d.addFact(list(permissions), "Needs the permissions %s.")
	}
}

// paragraphs returns the doc with the facts in a paragraph of their own.
func (d *doc) paragraphs() ir.Doc {
	out := d.text
	if len(d.facts) > 0 {
		out = append(out, strings.Join(d.facts, " "))
	}
	return d.end(out)
}

// inline returns the doc with the facts behind the first paragraph, as is
// right for fields.
func (d *doc) inline() ir.Doc {
	if len(d.text) == 0 {
		return d.paragraphs()
	}
	out := append(ir.Doc(nil), d.text...)
	if len(d.facts) > 0 {
		out[0] = endSentence(out[0]) + " " + strings.Join(d.facts, " ")
	}
	return d.end(out)
}

func (d *doc) end(out ir.Doc) ir.Doc {
	out = append(out, paragraphs(d.notice)...)
	switch d.deprecated {
	case "", "false":
	case "true":
		out = append(out, "Deprecated: the API will drop this; it names no replacement.")
	default:
		out = append(out, "Deprecated: "+endSentence(lowerFirst(oneLine(d.deprecated))))
	}
	return out
}

func packageDoc(name, version string) ir.Doc {
	return ir.Doc{"Package " + name + " calls version " + version + " of Meta's Graph and Marketing API."}
}

func errorDoc(e *spec.ErrorCode) ir.Doc {
	label := fmt.Sprintf("code %d", e.Code)
	if e.Subcode != 0 {
		label += fmt.Sprintf(" with subcode %d", e.Subcode)
	}
	text := paragraphs(e.Doc.Value)
	if len(text) == 0 {
		return ir.Doc{sentinel(e) + " is " + label + "."}
	}
	text[0] = sentinel(e) + " is " + label + ": " + lowerFirst(text[0])
	return text
}

func idDoc(n *node) ir.Doc { return ir.Doc{n.idName() + " is the id of " + indefinite(n.goName) + "."} }

func constructorDoc(n *node) ir.Doc {
	text := n.constructor() + " returns the node with an id"
	if prefix, _, _ := strings.Cut(n.spec.Path.Value, "{"); prefix != "" {
		text += ", with or without " + prefix + " before it"
	}
	return ir.Doc{text + "."}
}

// indefinite puts the indefinite article before a name.
func indefinite(name string) string {
	if strings.ContainsAny(name[:1], "AEIO") {
		return "an " + name
	}
	return "a " + name
}

func nodeDoc(n *node, kept *part) ir.Doc {
	d := doc{text: typeDoc(n.goName, n.spec.Doc, "is a node of the API.", holdsNoun), notice: n.spec.Notice.Value, deprecated: n.spec.Deprecated.Value}
	d.addFact(sourceText(n.spec.Source), "Reference page: %s.")
	d.addFact(list(n.spec.Requirements), "Requires: %s.")
	d.addPermissions(n.spec.Permissions)
	d.addRange(n.spec.Range)
	if n.spec.Opaque {
		d.text = append(d.text, "Its data is JSON as the API sends it.")
	} else if !kept.whole && len(kept.fields) < len(n.fields) {
		d.text = append(d.text, "This package was generated without its other fields; include "+n.name()+" to have them.")
	}
	return d.paragraphs()
}

func structDoc(s *structType) ir.Doc {
	d := doc{text: typeDoc(s.goName, s.spec.Doc, "is a type of the API's data.", holdsNoun)}
	d.addFact(sourceText(s.spec.Source), "Reference page: %s.")
	d.addRange(s.spec.Range)
	return d.paragraphs()
}

func enumDoc(e *enum) ir.Doc {
	d := doc{text: typeDoc(e.goName, e.spec.Doc, "is a set of values.", oneOfNoun)}
	d.text[0] = endSentence(d.text[0]) + " The API adds values; unknown ones decode and survive."
	d.addFact(sourceText(e.spec.Source), "Reference page: %s.")
	d.addRange(e.spec.Range)
	return d.paragraphs()
}

// typeDoc is the doc of a type, beginning with its name. Without a doc in the
// spec it is the name with a predicate.
func typeDoc(name string, text spec.Text, predicate string, noun func(string) string) ir.Doc {
	split := paragraphs(text.Value)
	if len(split) == 0 {
		return ir.Doc{name + " " + predicate}
	}
	split[0] = typeSentence(name, split[0], noun)
	return split
}

func valueDoc(v *spec.Value) ir.Doc {
	d := doc{text: paragraphs(v.Doc.Value), deprecated: v.Deprecated.Value}
	d.addRange(v.Range)
	return d.inline()
}

func fieldDoc(f *field) ir.Doc {
	s := f.spec
	d := doc{text: paragraphs(s.Doc.Value), notice: s.Notice.Value, deprecated: s.Deprecated.Value}
	if s.Default.Value == "true" {
		d.addFact("default", "Returned by %s.")
	}
	addFieldFacts(&d, s)
	return d.inline()
}

// fieldConstDoc marks the constants of deprecated fields, where tools warn of
// their use. What the field is, its struct says.
func fieldConstDoc(f *field) ir.Doc {
	d := doc{deprecated: f.spec.Deprecated.Value}
	return d.inline()
}

func paramDoc(p *field) ir.Doc {
	s := p.spec
	d := doc{text: paragraphs(s.Doc.Value), notice: s.Notice.Value, deprecated: s.Deprecated.Value}
	if s.Required {
		d.facts = append(d.facts, "Required.")
	}
	d.addFact(s.Default.Value, "The API's default is %s.")
	addFieldFacts(&d, s)
	return d.inline()
}

func addFieldFacts(d *doc, s *spec.Field) {
	if s.Core {
		d.facts = append(d.facts, "A core field.")
	}
	switch low, high := s.Min.Value, s.Max.Value; {
	case low != "" && high != "":
		d.facts = append(d.facts, "From "+low+" to "+high+".")
	case low != "":
		d.facts = append(d.facts, "At least "+low+".")
	case high != "":
		d.facts = append(d.facts, "At most "+high+".")
	}
	d.addPermissions(s.Permissions)
	d.addFact(s.EmptySince.Value, "The API returns nothing here since %s.")
	d.addRange(s.Range)
}

func expansionDoc(e *edge, constName string) ir.Doc {
	text := paragraphs(e.spec.Doc.Value)
	filled := "Filled when a read expands " + constName + "."
	if len(text) == 0 {
		return ir.Doc{"The edge " + e.name() + ". " + filled}
	}
	text[0] = endSentence(text[0]) + " " + filled
	return text
}

// sourceText names a reference page and the version that it described.
func sourceText(s spec.Source) string {
	if s.Version.Value == "" || s.Page.Value == "" {
		return s.Page.Value
	}
	return s.Page.Value + ", " + s.Version.Value
}

// list joins texts with commas and a last "and".
func list(texts []spec.Text) string {
	values := make([]string, len(texts))
	for i, t := range texts {
		values[i] = t.Value
	}
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	last := len(values) - 1
	return strings.Join(values[:last], ", ") + " and " + values[last]
}
