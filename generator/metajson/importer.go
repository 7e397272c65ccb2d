package metajson

import (
	"maps"
	"slices"
	"strings"
)

const (
	nodeKind   = "node"
	structKind = "struct"
)

// importer holds what the releases say, oldest first.
type importer struct {
	versions []string
	catalogs []*catalog
	found    *findings
	// kinds says whether a class is a node or a struct, in all versions alike.
	kinds map[string]string
	// dangling are, by version, the names that operations return and that no
	// class of the version has.
	dangling []map[string]bool
	// enumNames are, by version, the names of enums in spec files by their names
	// in the JSON.
	enumNames []map[string]string
}

func newImporter(catalogs []*catalog, found *findings) *importer {
	im := &importer{catalogs: catalogs, found: found, kinds: map[string]string{}}
	for _, c := range catalogs {
		im.versions = append(im.versions, c.version)
		im.dropUnusable(c)
	}
	for _, c := range catalogs {
		im.dangling = append(im.dangling, im.danglingReturns(c))
	}
	for _, name := range im.classNames() {
		im.kinds[name] = structKind
		if im.isNode(name) {
			im.kinds[name] = nodeKind
		}
	}
	im.nameEnums()
	return im
}

// dropUnusable takes out classes whose name can't stand in a spec file.
func (im *importer) dropUnusable(c *catalog) {
	for _, name := range slices.Sorted(maps.Keys(c.classes)) {
		if !isTypeName(name) {
			c.classes[name].report.add("", "%q can't be the name of a node or struct; the file was left out", name)
			delete(c.classes, name)
		}
	}
}

// danglingReturns finds the names that operations return and nothing
// describes.
func (im *importer) danglingReturns(c *catalog) map[string]bool {
	enums := map[string]bool{}
	for _, e := range c.enums {
		enums[e.name] = true
	}
	missing := map[string]bool{}
	for _, class := range c.classes {
		for _, o := range class.operations {
			if c.classes[o.returns] == nil && isTypeName(o.returns) && !enums[o.returns] {
				missing[o.returns] = true
			}
		}
	}
	return missing
}

// classNames are the names of the classes of all versions, with those that
// dangle.
func (im *importer) classNames() []string {
	all := map[string]bool{}
	for i, c := range im.catalogs {
		for name := range c.classes {
			all[name] = true
		}
		for name := range im.dangling[i] {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// has reports whether a version has a class, described or dangling.
func (im *importer) has(name string, version int) bool {
	return im.catalogs[version].classes[name] != nil || im.dangling[version][name]
}

// isNode reports whether a class is a node in some version: what has an id,
// can be called, or has no published form at all.
func (im *importer) isNode(name string) bool {
	shapeless := true
	for i, c := range im.catalogs {
		class := c.classes[name]
		if im.dangling[i][name] {
			return true
		}
		if class == nil {
			continue
		}
		if len(class.operations) > 0 || slices.ContainsFunc(class.fields, func(p *property) bool { return p.name == "id" }) {
			return true
		}
		shapeless = shapeless && len(class.fields) == 0
	}
	return shapeless
}

// nameEnums names the enums of all versions. An enum belongs to the field or
// param of a class, and the JSON has one entry for each use of it: those of
// one class and member are one enum, with the values of all. Its name then
// follows from these two names and stays when the uses begin to differ.
func (im *importer) nameEnums() {
	taken := map[string]bool{}
	for name, kind := range im.kinds {
		taken[name] = true
		if kind == nodeKind {
			for _, suffix := range []string{"ID", "Field", "Node", "ByID"} {
				taken[name+suffix] = true
			}
		}
	}
	for _, c := range im.catalogs {
		sites := im.enumSites(c)
		byName := map[string]string{}
		for _, e := range c.enums {
			owner := e.node
			if im.kinds[owner] == "" {
				owner = sites[e.name]
			}
			name := owner + goWord(e.member)
			if owner == "" || e.member == "" {
				name = goWord(strings.TrimSuffix(e.name, "_enum_param"))
			}
			for taken[name] || strings.HasSuffix(name, "Params") { // as the params of operations are named
				name += "Option"
			}
			if !isTypeName(name) {
				e.report.add(e.path, "no name can be made of the enum %q; it was left out", e.name)
				continue
			}
			byName[e.name] = name
		}
		im.enumNames = append(im.enumNames, byName)
	}
}

// enumSites finds, for the enums of params that belong to no class, the edge
// that uses them. Their names tell: pagecalls_action_enum_param is the param
// "action" of the edge calls of Page. So the owner does not depend on what
// else uses the enum.
func (im *importer) enumSites(c *catalog) map[string]string {
	sites := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(c.classes)) {
		for _, o := range c.classes[name].operations {
			for _, p := range o.params {
				made := strings.ToLower(name) + o.endpoint + "_" + p.name + "_enum_param"
				sites[made] = name + goWord(o.endpoint)
			}
		}
		for _, p := range c.classes[name].fields {
			sites[strings.ToLower(name)+"_"+p.name] = name
		}
	}
	return sites
}
