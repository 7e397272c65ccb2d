package graph

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// paramPlan is how the params of a struct type are sent. It is made once for
// each type.
type paramPlan struct {
	params []plannedParam
	err    error
}

type plannedParam struct {
	index    []int
	name     string // in the API
	field    string // in Go, with the struct's name
	required bool
	csv      bool
	file     bool
}

var paramPlans sync.Map // of reflect.Type to *paramPlan

// planOf returns the plan of a struct type.
func planOf(t reflect.Type) *paramPlan {
	if plan, ok := paramPlans.Load(t); ok {
		return plan.(*paramPlan)
	}
	plan := &paramPlan{}
	plan.add(t, nil, t.Name())
	stored, _ := paramPlans.LoadOrStore(t, plan)
	return stored.(*paramPlan)
}

// add plans the fields of t, which lies at index in the struct called name.
func (p *paramPlan) add(t reflect.Type, index []int, name string) {
	for i := range t.NumField() {
		field := t.Field(i)
		at := append(append([]int(nil), index...), i)
		tag, tagged := field.Tag.Lookup("param")
		if !tagged && field.Anonymous && field.Type.Kind() == reflect.Struct {
			p.add(field.Type, at, name)
			continue
		}
		if !tagged || tag == "-" {
			continue
		}
		planned, err := planParam(tag, field)
		if err != nil {
			p.err = errors.Join(p.err, fmt.Errorf("field %s.%s: %w", name, field.Name, err))
			continue
		}
		planned.index, planned.field = at, name+"."+field.Name
		if p.has(planned.name) {
			p.err = errors.Join(p.err, fmt.Errorf("field %s.%s: another field is param %s too", name, field.Name, planned.name))
			continue
		}
		p.params = append(p.params, planned)
	}
}

func (p *paramPlan) has(name string) bool {
	for _, param := range p.params {
		if param.name == name {
			return true
		}
	}
	return false
}

// isFiles reports whether a type is sent as parts of a multipart form.
func isFiles(t reflect.Type) bool {
	return t == reflect.TypeFor[File]() || t == reflect.TypeFor[[]File]()
}

// planParam reads a tag.
func planParam(tag string, field reflect.StructField) (plannedParam, error) {
	if !field.IsExported() {
		return plannedParam{}, errors.New("a param must be an exported field")
	}
	name, rest, _ := strings.Cut(tag, ",")
	if name == "" {
		return plannedParam{}, errors.New(`the tag names no param; write param:"name"`)
	}
	planned := plannedParam{name: name, file: isFiles(field.Type)}
	for option := range strings.SplitSeq(rest, ",") {
		switch option {
		case "":
		case "required":
			planned.required = true
		case "csv":
			planned.csv = true
			if field.Type.Kind() != reflect.Slice {
				return plannedParam{}, errors.New("the option csv is for slices")
			}
		case "file":
			if !isFiles(field.Type) {
				return plannedParam{}, errors.New("the option file is for fields of type graph.File and []graph.File")
			}
		default:
			return plannedParam{}, fmt.Errorf("unknown option %q; the options are required, csv and file", option)
		}
	}
	return planned, nil
}
