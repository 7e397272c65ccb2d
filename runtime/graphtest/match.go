package graphtest

import (
	"fmt"
	"path"
	"strings"
)

// Match says which calls are meant. [On] makes one.
type Match struct {
	pattern string
	id      string
	params  [][2]string
}

// On matches calls of operations. The pattern is a node ("AdAccount"), an edge
// ("AdAccount.campaigns"), an operation of either ("Campaign.read",
// "AdAccount.campaigns.create"), or "*"; a star stands for any part of a name.
// Calls outside of the specs are "Token.read" (debug_token), "AccessToken.read"
// (oauth/access_token), "Batch.create" (a batch as a whole),
// "Application.uploads.create", "UploadSession" and "Unknown" (a path that leads
// nowhere). "Connection" is no call but a connection of a client, of which
// nothing was read yet; stars do not match it, and its faults are [Raw].
func On(pattern string) Match { return Match{pattern: pattern} }

// ID narrows a match to one node. Call it again for each id of a read of many
// nodes: its id is their list, with commas.
func (m Match) ID(id string) Match {
	m.id = id
	return m
}

// Param narrows a match to calls whose param has this text.
func (m Match) Param(name, text string) Match {
	m.params = append(m.params[:len(m.params):len(m.params)], [2]string{name, text})
	return m
}

// String returns the match as text.
func (m Match) String() string {
	text := m.pattern
	if m.id != "" {
		text += " of " + m.id
	}
	for _, p := range m.params {
		text += " with " + p[0] + "=" + p[1]
	}
	return text
}

// narrow reports whether the match looks at more than the operation.
func (m Match) narrow() bool { return m.id != "" || len(m.params) > 0 }

// operation reports whether the pattern matches an operation's label.
func (m Match) operation(label string) bool {
	if label == connection.label() {
		return m.pattern == connection.node.name
	}
	if m.pattern == "*" {
		return true
	}
	want := strings.Split(strings.ReplaceAll(m.pattern, " ", "."), ".")
	name, kind, _ := strings.Cut(label, " ")
	node, edge, hasEdge := strings.Cut(name, ".")
	switch {
	case len(want) == 1:
		return matchPart(want[0], node)
	case hasEdge && matchPart(strings.Join(want[1:], "."), edge):
		return matchPart(want[0], node)
	}
	last := len(want) - 1
	return matchPart(want[0], node) && matchPart(want[last], kind) && strings.Join(want[1:last], ".") == edge ||
		hasEdge && matchPart(want[0], node) && matchPart(want[last], kind) && matchPart(strings.Join(want[1:last], "."), edge)
}

func matchPart(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}

// call reports whether the match is about a call.
func (m Match) call(label, id string, params map[string]string) bool {
	if !m.operation(label) || m.id != "" && m.id != id {
		return false
	}
	for _, p := range m.params {
		if params[p[0]] != p[1] {
			return false
		}
	}
	return true
}

// check reports a pattern that matches no operation.
func (m Match) check(sc *schema) error {
	if sc.hasOperation(m.operation) {
		return nil
	}
	var labels []string
	for _, o := range sc.operations {
		labels = append(labels, strings.ReplaceAll(o.label(), " ", "."))
		if o.edge != "" {
			labels = append(labels, o.node.name+"."+o.edge)
		}
	}
	return fmt.Errorf("no operation of %s matches %q%s", sc.version, m.pattern, nearest(m.pattern, labels))
}
