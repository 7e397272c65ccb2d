package graph

import (
	"reflect"
	"strings"
	"sync"
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
// the tag graph:"whole". A field with the tag graph:"-" or without a json tag
// is not asked for. Any other graph tag holds modifiers as the API writes
// them.
//
// A type without json tags, such as map[string]any, asks for the fields that
// the call itself names. On a write that reads the node after it, the fields
// are those that are read; on another write, S is what its answer is decoded
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
	fields := selectionOf(t)
	switch {
	case len(fields) == 0 || r.Operation == nil:
	case len(r.ReadBack) > 0:
		r.ReadBack = fields
	case r.Operation.Kind == KindRead || r.Operation.Kind == KindList:
		r.Fields = fields
	}
	return r
}

var selections sync.Map // of reflect.Type to []string

// selectionOf returns the fields that t asks for.
func selectionOf(t reflect.Type) []string {
	if fields, ok := selections.Load(t); ok {
		return fields.([]string)
	}
	stored, _ := selections.LoadOrStore(t, fieldsOf(t, nil))
	return stored.([]string)
}

// fieldsOf returns the fields that a value of type t asks for. The types in
// outer hold t; a type that holds itself asks for itself once.
func fieldsOf(t reflect.Type, outer []reflect.Type) []string {
	inner := selectedStruct(t)
	if inner == nil {
		return nil
	}
	for _, o := range outer {
		if o == inner {
			return nil
		}
	}
	outer = append(outer[:len(outer):len(outer)], inner)
	var fields []string
	for _, field := range jsonFieldsOf(inner).list {
		tag := field.tag.Get("graph")
		if !field.tagged || tag == "-" {
			continue
		}
		if tag == "whole" {
			fields = append(fields, field.name)
			continue
		}
		fields = append(fields, selectField(field, tag, fieldsOf(field.typ, outer)))
	}
	return fields
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
