package graph

import (
	"reflect"
	"strings"
	"sync"
)

// jsonField is a field of a struct as encoding/json knows it.
type jsonField struct {
	name   string
	goName string
	typ    reflect.Type
	tag    reflect.StructTag
	tagged bool
	quoted bool // The option "string".
}

// jsonFields are the fields of a struct type, in their order.
type jsonFields struct {
	list   []jsonField
	byName map[string]int
	folded map[string]int
}

var jsonFieldSets sync.Map // of reflect.Type to *jsonFields

// jsonFieldsOf returns the fields of a struct type. Embedded structs without a
// name count as part of it; a field of the struct itself hides theirs.
func jsonFieldsOf(t reflect.Type) *jsonFields {
	if fields, ok := jsonFieldSets.Load(t); ok {
		return fields.(*jsonFields)
	}
	fields := &jsonFields{byName: map[string]int{}, folded: map[string]int{}}
	fields.add(t, map[reflect.Type]bool{})
	stored, _ := jsonFieldSets.LoadOrStore(t, fields)
	return stored.(*jsonFields)
}

func (f *jsonFields) add(t reflect.Type, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	var embedded []reflect.Type
	for i := range t.NumField() {
		field := t.Field(i)
		tag := field.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if inner := structBehind(field.Type); field.Anonymous && name == "" && inner != nil {
			embedded = append(embedded, inner)
			continue
		}
		if tag == "-" || !field.IsExported() {
			continue
		}
		tagged := name != ""
		if !tagged {
			name = field.Name
		}
		f.put(jsonField{name, field.Name, field.Type, field.Tag, tagged, hasOption(options, "string")})
	}
	for _, inner := range embedded {
		f.add(inner, seen)
	}
}

func (f *jsonFields) put(field jsonField) {
	if _, ok := f.byName[field.name]; ok {
		return
	}
	f.byName[field.name] = len(f.list)
	if key := strings.ToLower(field.name); !f.has(key) {
		f.folded[key] = len(f.list)
	}
	f.list = append(f.list, field)
}

func (f *jsonFields) has(folded string) bool {
	_, ok := f.folded[folded]
	return ok
}

// lookup returns the field that a member of an object goes to.
func (f *jsonFields) lookup(name string) (jsonField, bool) {
	i, ok := f.byName[name]
	if !ok {
		i, ok = f.folded[strings.ToLower(name)]
	}
	if !ok {
		return jsonField{}, false
	}
	return f.list[i], true
}

// structBehind returns t, or what t points to, when it is a struct.
func structBehind(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

func hasOption(options, want string) bool {
	for option := range strings.SplitSeq(options, ",") {
		if option == want {
			return true
		}
	}
	return false
}
