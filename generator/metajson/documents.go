package metajson

import (
	"regexp"
	"slices"

	"github.com/metagraph-go/graphgen/generator/names"
)

// document is one spec file.
type document struct {
	// name is that of the node, or of the file of types.
	name string
	body blockMap
}

// documents returns the spec files in the order of their names.
func (im *importer) documents() []document {
	enums := im.enumBlocks()
	var all []document
	for _, name := range im.classNames() {
		write := im.structDocument
		if im.kinds[name] == nodeKind {
			write = im.nodeDocument
		}
		body := write(name)
		if own := enums[name]; len(own) > 0 {
			body = append(body, pair{"enums", own})
		}
		delete(enums, name)
		all = append(all, document{name, body})
	}
	for home, own := range enums {
		all = append(all, document{home, blockMap{{"types", home}, {"enums", own}}})
	}
	return sortedBy(all, func(d document) string { return d.name })
}

// classAt returns the class as the versions have it, and the span of versions
// that know its name. A class that only dangles has no fields there.
func (im *importer) classAt(name string) ([]*class, span) {
	at := make([]*class, len(im.catalogs))
	for i, c := range im.catalogs {
		at[i] = c.classes[name]
		if at[i] == nil && im.dangling[i][name] {
			at[i] = &class{name: name}
		}
	}
	within, gap := hull(at)
	if gap {
		im.found.add(name+".json", "", "versions between %s and %s lack it; it was taken for there in all of them",
			im.versions[within.from], im.versions[within.to-1])
	}
	return at, within
}

func (im *importer) nodeDocument(name string) blockMap {
	at, within := im.classAt(name)
	body := append(blockMap{{"node", name}}, im.provenance(name, within)...)
	fields := im.fields(at, within)
	if len(fields) == 0 {
		body = append(body, pair{"opaque", raw("true")})
	} else {
		body = append(body, pair{"fields", fields})
	}
	return append(body, im.operations(name, at, within)...)
}

func (im *importer) structDocument(name string) blockMap {
	at, within := im.classAt(name)
	body := im.provenance(name, within)
	if fields := im.fields(at, within); len(fields) > 0 {
		body = append(body, pair{"fields", fields})
	}
	return blockMap{{"types", name}, {"structs", blockMap{{name, body}}}}
}

// provenance says where a class comes from, and which versions have it.
func (im *importer) provenance(name string, within span) blockMap {
	source := flowMap{{"file", name + ".json"}, {"version", im.versions[within.to-1]}}
	if im.catalogs[within.to-1].classes[name] == nil { // it dangles
		source = flowMap{{"version", im.versions[within.to-1]}}
	}
	return append(blockMap{{"source", source}}, im.bounds(within, im.all())...)
}

// all is the span of all versions.
func (im *importer) all() span { return span{0, len(im.versions)} }

func (im *importer) bounds(s, within span) []pair {
	since, removed := s.bounds(within, im.versions)
	var pairs []pair
	if since != "" {
		pairs = append(pairs, pair{"since", since})
	}
	if removed != "" {
		pairs = append(pairs, pair{"removed", removed})
	}
	return pairs
}

// member is a field or a param of one version in the words of spec files.
type member struct {
	name, typ string
	required  bool
}

func sameMember(a, b *member) bool { return *a == *b }

func (im *importer) fields(at []*class, within span) blockMap {
	lists := make([][]*member, len(at))
	for i, c := range at {
		if c != nil {
			lists[i] = im.members(c.fields, typeReader{im, i, inField, c.report, ""})
		}
	}
	return im.memberBlock(lists, within, nil)
}

// secretName matches the names of text that must not be printed.
var secretName = regexp.MustCompile(`(^|_)(access_token|password|secret)$`)

func (im *importer) members(properties []*property, r typeReader) []*member {
	var list []*member
	for _, p := range properties {
		r.path = p.path + ".type"
		m := &member{name: p.name, required: p.required && r.use == inParam}
		switch {
		case p.hidden:
			r.report.add(p.path, "Meta's SDKs hide %q; it was left out", p.name)
			continue
		case p.file && p.typ == "string":
			m.typ = "file"
		case p.keyValue:
			m.typ = r.use.untyped()
			r.report.add(r.path, "%s is answered in several forms; %s was taken", p.typ, m.typ)
		case p.typ == "string" && secretName.MatchString(p.name):
			m.typ = "secret"
		default:
			m.typ = r.read(p.typ)
		}
		list = append(list, m)
	}
	return list
}

// memberBlock writes fields or params as the versions of a span have them. The
// id comes first.
func (im *importer) memberBlock(lists [][]*member, within span, taken []string) blockMap {
	all := histories(lists, func(m *member) string { return m.name })
	pins := pinned(namesByAge(all), taken, names.Exported)
	if i := slices.IndexFunc(all, func(h history[member]) bool { return h.name == "id" }); i > 0 {
		id := all[i]
		all = slices.Insert(slices.Delete(all, i, i+1), 0, id)
	}
	var block blockMap
	for _, h := range all {
		var written blockList
		for _, v := range variants(h.at, within, sameMember) {
			written = append(written, im.memberText(v, within, pins[h.name]))
		}
		block = append(block, pair{h.name, oneOrList(written)})
	}
	return block
}

func (im *importer) memberText(v variant[member], within span, goName string) flowMap {
	text := flowMap{{"type", v.value.typ}}
	if v.value.required {
		text = append(text, pair{"required", raw("true")})
	}
	if goName != "" {
		text = append(text, pair{"go_name", goName})
	}
	return append(text, im.bounds(v.span, within)...)
}

// namesByAge returns the names of elements, those of older versions first.
func namesByAge[T any](all []history[T]) []string {
	byAge := slices.Clone(all)
	slices.SortStableFunc(byAge, func(a, b history[T]) int { return a.first() - b.first() })
	list := make([]string, len(byAge))
	for i, h := range byAge {
		list[i] = h.name
	}
	return list
}

// oneOrList is the only variant of an element, or the list of them.
func oneOrList(variants blockList) yamlValue {
	if len(variants) == 1 {
		return variants[0]
	}
	return variants
}

func goWord(name string) string { return names.Exported(name) }
