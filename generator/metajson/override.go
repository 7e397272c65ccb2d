package metajson

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// overrideKeys are the keys of SDKCodegen.json. Flags and read endpoints
// shape Meta's SDKs alone.
var overrideKeys = []string{"spec_overriding", "enum_overriding", "flags", "read_endpoints"}

// applyOverrides patches the JSON of a release as SDKCodegen.json says.
func applyOverrides(overrides *jsonFile, files []*jsonFile) {
	d := decoder{overrides.report}
	root := d.object("$", overrides.root, overrideKeys)
	for _, file := range files {
		if file.isEnums() {
			d.patchEnums(root["enum_overriding"], file)
		}
	}
	if root["spec_overriding"] == nil {
		return
	}
	patches := d.anyObject("$.spec_overriding", root["spec_overriding"])
	for _, name := range slices.Sorted(maps.Keys(patches)) {
		path := "$.spec_overriding." + name
		i := slices.IndexFunc(files, func(f *jsonFile) bool { return f.base == name && !f.isEnums() })
		if i < 0 {
			d.report.add(path, "this version has no %s; the patch was left out", name)
			continue
		}
		ofClass := d.anyObject(path, patches[name])
		for _, query := range slices.Sorted(maps.Keys(ofClass)) {
			d.patch(path+"."+query, files[i].root, query, ofClass[query])
		}
	}
}

// anyObject is object for one whose keys are names.
func (d decoder) anyObject(path string, value any) map[string]any {
	object, ok := value.(map[string]any)
	if !ok {
		d.report.add(path, "this must be an object, and it is %s; it was left out", kindOf(value))
	}
	return object
}

// patch puts the keys of a patch into what a query selects.
func (d decoder) patch(path string, root any, query string, patch any) {
	steps, ok := parseQuery(query)
	if !ok {
		d.report.add(path, "the query is not understood; the patch was left out")
		return
	}
	selected := []any{root}
	known := classKeys
	for _, step := range steps {
		selected = step.apply(selected)
		known = map[string][]string{"apis": apiKeys, "fields": fieldKeys, "params": paramKeys}[step.key]
	}
	if len(selected) == 0 {
		d.report.add(path, "the query selects nothing in this version; the patch was left out")
		return
	}
	keys := d.object(path, patch, known)
	for _, element := range selected {
		object, ok := element.(map[string]any)
		if !ok {
			continue // reported when the class is decoded
		}
		for key, value := range keys {
			if slices.Contains(known, key) {
				object[key] = value
			}
		}
	}
}

// patchEnums replaces keys of enums.
func (d decoder) patchEnums(patches any, file *jsonFile) {
	if patches == nil {
		return
	}
	list, _ := file.root.([]any)
	ofEnums := d.anyObject("$.enum_overriding", patches)
	for _, name := range slices.Sorted(maps.Keys(ofEnums)) {
		path := "$.enum_overriding." + name
		i := slices.IndexFunc(list, func(item any) bool {
			object, ok := item.(map[string]any)
			return ok && object["name"] == name
		})
		if i < 0 {
			d.report.add(path, "this version has no enum %s; the patch was left out", name)
			continue
		}
		object := list[i].(map[string]any)
		for key, value := range d.object(path, ofEnums[name], enumKeys) {
			object[key] = value
		}
	}
}

// step goes from objects to those in one of their lists whose keys have given
// values.
type step struct {
	key    string
	wanted map[string]string
}

func (s step) apply(objects []any) []any {
	var selected []any
	for _, element := range objects {
		object, _ := element.(map[string]any)
		list, _ := object[s.key].([]any)
		for _, item := range list {
			if candidate, ok := item.(map[string]any); ok && s.matches(candidate) {
				selected = append(selected, candidate)
			}
		}
	}
	return selected
}

func (s step) matches(object map[string]any) bool {
	for key, value := range s.wanted {
		if object[key] != value {
			return false
		}
	}
	return true
}

var (
	stepText  = regexp.MustCompile(`^(?:\.(apis|fields|params)|\['(apis|fields|params)'\])\[\?\((.*?)\)\]`)
	condition = regexp.MustCompile(`^@\.([a-z_]+) *== *'([^']*)'$`)
)

// parseQuery reads the part of JSONPath that the overrides use, such as
// "$.apis[?(@.method=='POST' && @.endpoint=='ads')].params[?(@.name=='x')]".
func parseQuery(query string) ([]step, bool) {
	rest, ok := strings.CutPrefix(query, "$")
	var steps []step
	for ok && rest != "" {
		m := stepText.FindStringSubmatch(rest)
		if m == nil {
			return nil, false
		}
		s := step{key: m[1] + m[2], wanted: map[string]string{}}
		for part := range strings.SplitSeq(m[3], "&&") {
			c := condition.FindStringSubmatch(strings.TrimSpace(part))
			if c == nil {
				return nil, false
			}
			s.wanted[c[1]] = c[2]
		}
		steps = append(steps, s)
		rest = rest[len(m[0]):]
	}
	return steps, ok
}
