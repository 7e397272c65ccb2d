package metajson

import (
	"github.com/metagraph-go/graphgen/generator/names"
)

// choice is a value of an enum.
type choice struct{ value string }

// enumBlocks writes the enums by the node or the file of types that they
// belong to.
func (im *importer) enumBlocks() map[string]blockMap {
	lists := make([][]*merged, len(im.catalogs))
	for i, c := range im.catalogs {
		lists[i] = im.mergeEnums(i, c)
	}
	blocks := map[string]blockMap{}
	for _, h := range histories(lists, func(m *merged) string { return m.name }) {
		within, gap := hull(h.at)
		home := ""
		choices := make([][]*choice, len(h.at))
		for i, m := range h.at {
			if m != nil {
				home = m.home
				choices[i] = m.choices
			}
		}
		if gap {
			im.found.add(enumsFile, "", "versions between %s and %s lack the enum %s; it was taken for there in all of them",
				im.versions[within.from], im.versions[within.to-1], h.name)
		}
		values := im.enumValues(choices, within)
		source := flowMap{{"file", enumsFile}, {"version", im.versions[within.to-1]}}
		block := append(blockMap{{"source", source}}, im.bounds(within, im.all())...)
		blocks[home] = append(blocks[home], pair{h.name, append(block, pair{"values", values})})
	}
	return blocks
}

// merged is an enum of one version, made of all entries of the JSON that have
// its name.
type merged struct {
	name, home string
	choices    []*choice
}

func (im *importer) mergeEnums(version int, c *catalog) []*merged {
	var all []*merged
	index := map[string]*merged{}
	for _, e := range c.enums {
		name := im.enumNames[version][e.name]
		if name == "" {
			continue
		}
		m := index[name]
		if m == nil {
			m = &merged{name: name, home: im.enumHome(name, e)}
			index[name] = m
			all = append(all, m)
		}
		for _, value := range e.values {
			m.choices = append(m.choices, &choice{value})
		}
	}
	return all
}

// enumHome is the node or struct in whose file an enum stands, or a file of
// its own.
func (im *importer) enumHome(name string, e *enumType) string {
	if im.kinds[e.node] != "" {
		return e.node
	}
	return name
}

// enumValues writes the values: a list, or a mapping when something is to be
// said of one of them.
func (im *importer) enumValues(lists [][]*choice, within span) yamlValue {
	all := histories(lists, func(c *choice) string { return c.value })
	pins := pinned(namesByAge(all), nil, names.Value)
	plain := make(flowList, 0, len(all))
	var said blockMap
	simple := true
	for _, h := range all {
		var written blockList
		for _, v := range variants(h.at, within, func(a, b *choice) bool { return true }) {
			var text flowMap
			if pins[h.name] != "" {
				text = append(text, pair{"go_name", pins[h.name]})
			}
			text = append(text, im.bounds(v.span, within)...)
			simple = simple && len(text) == 0
			written = append(written, text)
		}
		plain = append(plain, h.name)
		said = append(said, pair{h.name, oneOrList(written)})
	}
	if simple {
		return plain
	}
	return said
}
