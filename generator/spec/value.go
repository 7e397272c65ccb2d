package spec

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// maxNesting is how deep a file may nest. The format needs eight levels.
const maxNesting = 32

type kind int

const (
	scalarKind kind = iota
	nullKind
	listKind
	mappingKind
)

func (k kind) String() string {
	return [...]string{"text", "nothing", "a list", "a mapping"}[k]
}

// value is a YAML value that remembers its file, which a yaml.Node does not.
// Values are not changed once made: layers share them.
type value struct {
	kind kind
	pos  diag.Pos
	text string // of a scalar
	// isBool tells the bool true from the text "true".
	isBool bool
	// inner is where the text of a scalar begins; no place if that is not
	// known, as in text of several lines.
	inner diag.Pos
	items []*value
	pairs []pair
}

// pair is a key of a mapping with its value.
type pair struct {
	key   Text
	value *value
	// added means that a later layer put the pair beside those of an earlier.
	added bool
}

// get returns the pair with a key.
func (v *value) get(key string) (pair, bool) {
	for _, p := range v.pairs {
		if p.key.Value == key {
			return p, true
		}
	}
	return pair{}, false
}

// converter turns YAML nodes of one file into values and refuses what the
// format has no use for.
type converter struct {
	file  string
	lines []string
	diags *diag.List
}

func (c *converter) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: c.file, Line: n.Line, Col: n.Column}
}

// convert returns nil when the node was refused.
func (c *converter) convert(n *yaml.Node, depth int) *value {
	pos := c.pos(n)
	if depth > maxNesting {
		c.diags.Errorf(pos, ruleNesting, "the file nests deeper than %d levels", maxNesting)
		return nil
	}
	if n.Kind == yaml.AliasNode {
		c.diags.Errorf(pos, ruleAlias, "aliases are not allowed; write the value out")
		return nil
	}
	if n.Anchor != "" {
		c.diags.Errorf(pos, ruleAlias, "anchors are not allowed; take &%s away", n.Anchor)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		c.diags.Errorf(pos, ruleTag, "tags are not allowed; take %s away", n.Tag)
	}
	switch n.Kind {
	case yaml.MappingNode:
		return c.mapping(n, depth)
	case yaml.SequenceNode:
		v := &value{kind: listKind, pos: pos, items: make([]*value, 0, len(n.Content))}
		for _, item := range n.Content {
			if converted := c.convert(item, depth+1); converted != nil {
				v.items = append(v.items, converted)
			}
		}
		return v
	default:
		return c.scalar(n)
	}
}

func (c *converter) mapping(n *yaml.Node, depth int) *value {
	v := &value{kind: mappingKind, pos: c.pos(n), pairs: make([]pair, 0, len(n.Content)/2)}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		keyNode, pos := n.Content[i], c.pos(n.Content[i])
		if keyNode.Tag == "!!merge" {
			c.diags.Errorf(pos, ruleAlias, "merge keys (<<) are not allowed; write the keys out")
			continue
		}
		key := c.convert(keyNode, depth+1)
		if key == nil {
			continue
		}
		if key.kind != scalarKind {
			c.diags.Errorf(pos, ruleWrongKind, "a key must be text, and this is %s%s", key.kind, nullHint(key))
			continue
		}
		if line, ok := seen[key.text]; ok {
			c.diags.Errorf(pos, ruleDuplicateKey, "the key %q is given twice, first on line %d", key.text, line)
			continue
		}
		seen[key.text] = pos.Line
		if converted := c.convert(n.Content[i+1], depth+1); converted != nil {
			v.pairs = append(v.pairs, pair{key: Text{key.text, pos}, value: converted})
		}
	}
	return v
}

func (c *converter) scalar(n *yaml.Node) *value {
	v := &value{kind: scalarKind, pos: c.pos(n), text: n.Value}
	switch n.Tag {
	case "!!null":
		v.kind = nullKind
	case "!!bool":
		v.isBool = n.Value == "true" || n.Value == "false"
	}
	v.inner = c.inner(n)
	return v
}

// maxInnerColumn bounds the work for files with everything on one line.
const maxInnerColumn = 2000

// inner returns where the first character of a scalar's text stands, if the
// text stands in the file as it is: on one line and without escapes.
func (c *converter) inner(n *yaml.Node) diag.Pos {
	pos := c.pos(n)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		pos.Col++
	}
	if pos.Line > len(c.lines) || pos.Col > maxInnerColumn || !strings.HasPrefix(skipRunes(c.lines[pos.Line-1], pos.Col-1), n.Value) {
		return diag.Pos{}
	}
	return pos
}

func skipRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[i:]
		}
		n--
	}
	return ""
}

// nullHint explains the values that YAML takes for null.
func nullHint(v *value) string {
	if v.kind == nullKind && v.text != "" {
		return ` (YAML reads ` + v.text + ` as null; put it in quotes)`
	}
	return ""
}
