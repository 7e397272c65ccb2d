package graph

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Select returns a call that asks for the fields of S, a struct of the
// caller's own, and answers with it. The fields follow from its json tags:
//
//	type campaign struct {
//		ID   string `json:"id"`
//		Name string `json:"name"`
//		Ads  graph.Page[struct {
//			ID string `json:"id"`
//		}] `json:"ads" graph:"limit(2)"`
//	}
//	c, err := graph.Do(ctx, client, graph.Select[campaign](meta.CampaignByID(id).Read(meta.CampaignReadParams{})))
//
// asks for "id,name,ads.limit(2){id}". A struct, and the items of a list or of
// a [Page], ask for their own fields in turn. Maps, [Object], and types that
// decode themselves ask for the field as a whole, and so does a struct with
// the tag graph:"whole". A field with the tag graph:"-" or json:"-" is not
// asked for. Any other graph tag holds modifiers as the API writes them.
//
// A field without a json tag could not be asked for and would stay zero, so a
// call for a struct that has one is refused when it is run, with a
// [*ParamError] that names the field. So is a call for a struct without any
// field to ask for. Whether the node has the fields is for the API to say.
//
// A type that is no struct, such as map[string]any, asks for the fields that
// the call itself names. On a write that reads the node after it, the fields
// are those that are read, whatever the call names; on another write, S is what its answer is decoded
// into.
func Select[S, T any](call Call[T]) Call[*S] {
	return Call[*S]{Request: selectFields(call.Request, reflect.TypeFor[S]())}
}

// SelectList is [Select] for the items of an edge.
func SelectList[S, T any](list List[T]) List[*S] {
	return List[*S]{Request: selectFields(list.Request, reflect.TypeFor[S]())}
}

// selectFields returns the request that asks for the fields of t.
func selectFields(r Request, t reflect.Type) Request {
	if r.Operation == nil {
		return r
	}
	readsBack := r.ReadBack != nil
	if !readsBack && r.Operation.Kind != KindRead && r.Operation.Kind != KindList {
		return r
	}
	s := selectionOf(t)
	switch {
	case s.problem != nil:
		r.Problem = s.problem
	case len(s.fields) == 0:
	case readsBack:
		r.ReadBack = s.fields
	default:
		r.Fields = s.fields
	}
	return r
}

// selection is what a type asks for.
type selection struct {
	fields []string
	// problem is why it cannot be asked for.
	problem *ParamError
}

var selections sync.Map // of reflect.Type to selection

// selectionOf returns what t asks for.
func selectionOf(t reflect.Type) selection {
	if s, ok := selections.Load(t); ok {
		return s.(selection)
	}
	var s selection
	s.fields, s.problem = fieldsOf(t, nil)
	if s.problem != nil {
		s.problem.Param, s.problem.Field = "fields", typeName(selectedStruct(t))+s.problem.Field
	}
	stored, _ := selections.LoadOrStore(t, s)
	return stored.(selection)
}

// fieldsOf returns the fields that a value of type t asks for. The types in
// outer hold t; a type that holds itself asks for itself once. The Field of a
// problem is the way from t to it.
func fieldsOf(t reflect.Type, outer []reflect.Type) ([]string, *ParamError) {
	inner := selectedStruct(t)
	if inner == nil || slices.Contains(outer, inner) {
		return nil, nil
	}
	outer = append(outer[:len(outer):len(outer)], inner)
	var fields []string
	for _, field := range jsonFieldsOf(inner).list {
		tag := field.tag.Get("graph")
		if tag == "-" {
			continue
		}
		if !field.tagged {
			return nil, untagged(field.name)
		}
		if tag == "whole" {
			fields = append(fields, field.name)
			continue
		}
		within, problem := fieldsOf(field.typ, outer)
		if problem != nil {
			problem.Field = "." + field.goName + problem.Field
			return nil, problem
		}
		fields = append(fields, selectField(field, tag, within))
	}
	if len(fields) == 0 && inner.NumField() > 0 {
		return nil, &ParamError{Problem: `would ask for nothing of the struct: it has no exported field with a json tag; add tags such as json:"name"`}
	}
	return fields, nil
}

// untagged returns the error of a field that has no json tag.
func untagged(goName string) *ParamError {
	return &ParamError{
		Field:   "." + goName,
		Problem: "would not ask for this field, which has no json tag: add one such as json:" + strconv.Quote(snakeCase(goName)) + `, or json:"-" when the API does not have it`,
	}
}

// typeName names a type in errors. The text of a struct without a name is as
// long as the struct.
func typeName(t reflect.Type) string {
	if t.Name() == "" {
		return "the struct"
	}
	return t.String()
}

// snakeCase returns a Go name as the API would write it.
func snakeCase(goName string) string {
	var b strings.Builder
	letters := []rune(strings.ReplaceAll(goName, "IDs", "Ids"))
	for i, c := range letters {
		// A word begins at a capital after a small letter, and at the last
		// capital of several.
		if i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

func selectField(field jsonField, modifiers string, inner []string) string {
	text := field.name
	if modifiers != "" {
		text += "." + strings.TrimPrefix(modifiers, ".")
	}
	if len(inner) > 0 {
		text += "{" + strings.Join(inner, ",") + "}"
	}
	return text
}

// selectedStruct returns the struct whose fields a value of type t asks for,
// or nil when it asks for itself as a whole.
func selectedStruct(t reflect.Type) reflect.Type {
	for {
		switch {
		case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice, t.Kind() == reflect.Array:
			t = t.Elem()
		case isPage(t):
			t = pageData(t)
		case isRaw(t):
			value, _ := t.FieldByName("Value") // Every Raw has it.
			t = value.Type
		case t.Kind() != reflect.Struct, reflect.PointerTo(t).Implements(jsonUnmarshaler), reflect.PointerTo(t).Implements(textUnmarshaler):
			return nil
		default:
			return t
		}
	}
}

// isRaw reports whether t is a Raw of anything.
func isRaw(t reflect.Type) bool {
	return t.PkgPath() == packagePath && strings.HasPrefix(t.Name(), "Raw[")
}
