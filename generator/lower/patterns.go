package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// reportPatterns reports patterns that name nothing, that leave nothing, and
// those of exclude that change nothing.
func (p *pruner) reportPatterns(diags *diag.List) {
	include, exclude := p.include.unused(), p.exclude.unused()
	if len(include)+len(exclude) > 0 {
		hints := newPatternHints(p.model)
		for _, pattern := range include {
			diags.OptionErrorf(diag.Option{Name: "include", Value: pattern}, "unused-pattern", "include: %q names nothing in this version%s", pattern, hints.of(pattern))
		}
		for _, pattern := range exclude {
			diags.OptionWarnf(diag.Option{Name: "exclude", Value: pattern}, "unused-pattern", "exclude: %q names nothing in this version%s", pattern, hints.of(pattern))
		}
	}
	if diags.HasErrors() {
		return
	}
	if p.isEmpty() && len(p.exclude.given) > 0 {
		diags.OptionErrorf(diag.Option{Name: "exclude", Value: p.exclude.given[0]}, "nothing-left", "exclude leaves nothing to generate")
		return
	}
	if p.isEmpty() && len(p.include.given) > 0 {
		diags.OptionErrorf(diag.Option{Name: "include", Value: p.include.given[0]}, "nothing-left", "include names nothing that can be generated")
		return
	}
	p.reportWithoutEffect(diags)
}

func (s *Selection) isEmpty() bool { return len(s.nodes)+len(s.structs)+len(s.enums) == 0 }

// maxTried is the number of patterns above which none is tried out: each takes
// as long as the selection itself.
const maxTried = 50

// reportWithoutEffect warns of patterns in exclude without which the selection
// would be the same.
func (p *pruner) reportWithoutEffect(diags *diag.List) {
	if len(p.exclude.given) > maxTried {
		return
	}
	for i, pattern := range p.exclude.given {
		if !p.exclude.used[i] {
			continue // reported already
		}
		var ignored diag.List
		others := slices.Delete(slices.Clone(p.exclude.given), i, i+1)
		if without := prune(p.model, p.include.given, others, &ignored); without.size() == p.size() {
			diags.OptionWarnf(diag.Option{Name: "exclude", Value: pattern}, "without-effect", "exclude: %q has no effect: %s", pattern, p.whyWithoutEffect(pattern))
		}
	}
}

// size is the number of the selected elements. A pattern less in exclude never
// makes it smaller.
func (s *Selection) size() int {
	size := 0
	s.each(func(_ []string, selected bool) {
		if selected {
			size++
		}
	})
	return size
}

// each calls visit with each element of the model that a pattern can name, and
// whether it is selected.
func (s *Selection) each(visit func(element []string, selected bool)) {
	for _, n := range s.model.nodes {
		kept := s.nodes[n]
		visit([]string{n.name()}, kept != nil)
		for _, f := range n.fields {
			visit([]string{n.name(), f.name()}, kept != nil && kept.fields[f])
		}
		for _, e := range n.edges {
			visit([]string{n.name(), e.name()}, kept != nil && slices.ContainsFunc(e.operations, func(o *operation) bool { return kept.operations[o] }))
		}
		for _, o := range n.operations {
			visit(elementOf(o), kept != nil && kept.operations[o])
		}
	}
	for _, st := range s.model.structs {
		visit([]string{st.spec.Name.Value}, s.structs[st])
	}
	for _, e := range s.model.enums {
		if !e.inline {
			visit([]string{e.spec.Name.Value}, s.enums[e])
		}
	}
}

// whyWithoutEffect says why a pattern in exclude changes nothing.
func (p *pruner) whyWithoutEffect(pattern string) string {
	var ignored diag.List
	glob := newGlobs("exclude", []string{pattern}, &ignored)
	stays := ""
	onlyIDs, selected := true, false
	p.each(func(element []string, kept bool) {
		if !glob.match(element...) {
			return
		}
		isID := len(element) == 2 && element[1] == "id"
		onlyIDs = onlyIDs && isID
		if kept && !isID && stays == "" {
			stays = strings.Join(element, ".")
		}
	})
	everything := prune(p.model, p.include.given, nil, &ignored)
	everything.each(func(element []string, kept bool) {
		selected = selected || kept && glob.match(element...)
	})
	switch {
	case onlyIDs && selected:
		return "a node keeps its id"
	case stays != "" && p.hasID(stays):
		return fmt.Sprintf("what is generated refers to %s, so it stays with its id", stays)
	case stays != "":
		return fmt.Sprintf("what is generated uses %s", stays)
	case selected:
		return "another pattern leaves out the same"
	}
	return "include names nothing of it"
}

// hasID reports whether a name is that of a node with an id. One without is
// data, of which nothing can be left out.
func (p *pruner) hasID(name string) bool {
	n, ok := p.model.types[name].(*node)
	return ok && n.hasID()
}

// patternHints says what patterns that name nothing were likely meant to be.
type patternHints struct {
	nearest *suggest.Finder
	// goNames are names in Go with the elements that they belong to; "" where
	// several have the name.
	goNames map[string]string
	// params are the operations of what looks like the name of a param.
	params map[string]string
}

func newPatternHints(m *Model) *patternHints {
	h := &patternHints{goNames: map[string]string{}, params: map[string]string{}}
	var elements []string
	(&Selection{model: m}).each(func(element []string, _ bool) { elements = append(elements, strings.Join(element, ".")) })
	h.nearest = suggest.New(elements)
	for _, n := range m.nodes {
		h.addGoNames(n.name(), n.goName, n.idName(), n.fieldName(), n.handleName(), n.constructor())
		for _, f := range n.fields {
			h.addGoNames(n.name()+"."+f.name(), n.goName+"."+f.goName)
		}
		for _, o := range n.operations {
			h.addOperation(n, o)
		}
	}
	for _, s := range m.structs {
		h.addGoNames(s.spec.Name.Value, s.goName)
	}
	for _, e := range m.enums {
		if !e.inline {
			h.addGoNames(e.spec.Name.Value, e.goName)
		}
	}
	return h
}

func (h *patternHints) addOperation(n *node, o *operation) {
	element := strings.Join(elementOf(o), ".")
	h.addGoNames(element, o.goName, n.name()+"."+o.goName, n.handleName()+"."+o.goName, o.paramsName())
	for _, p := range o.params {
		h.params[element+"."+p.name()] = element
		if o.edge != nil && h.params[n.name()+"."+o.edge.name()+"."+p.name()] == "" {
			h.params[n.name()+"."+o.edge.name()+"."+p.name()] = element
		}
	}
}

func (h *patternHints) addGoNames(element string, names ...string) {
	for _, name := range names {
		if other, ok := h.goNames[name]; ok && other != element {
			h.goNames[name] = ""
			continue
		}
		h.goNames[name] = element
	}
}

func (h *patternHints) of(pattern string) string {
	if element := h.goNames[pattern]; element != "" {
		return suggest.DidYouMean(element)
	}
	if operation := h.params[pattern]; operation != "" {
		return fmt.Sprintf("; a param can't be selected, only the operation that takes it: %q", operation)
	}
	if hint := h.nearest.Hint(pattern); hint != "" {
		return hint
	}
	if strings.ContainsAny(pattern, `^$()|+\`) {
		return "; it is no regular expression: * alone stands for any part of a name"
	}
	return ""
}
