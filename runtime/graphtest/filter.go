package graphtest

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// condition says whether a record stays in a list.
type condition func(*record) bool

// filter returns what the params of a list keep, or nil for all. Params that
// say nothing about the fields of the items keep all.
func (v *view) filter(decoded args) (condition, *Error) {
	t := v.schema.typeNamed(v.call.target.returns.Name)
	var all []condition
	for _, name := range keys(decoded) {
		value := decoded[name]
		if name == "filtering" {
			conditions, err := v.filtering(value)
			if err != nil {
				return nil, err
			}
			all = append(all, conditions...)
			continue
		}
		if keep := v.paramCondition(t, name, value); keep != nil {
			all = append(all, keep)
		}
	}
	if v.server.store.archives && !asksForStatus(decoded) {
		all = append(all, func(rec *record) bool { return rec.fields["effective_status"] != statusArchived })
	}
	if len(all) == 0 {
		return nil, nil
	}
	return func(rec *record) bool {
		for _, keep := range all {
			if !keep(rec) {
				return false
			}
		}
		return true
	}, nil
}

// paramCondition returns what a param keeps, or nil for all. A param that is
// required says what to look at, and is no filter.
func (v *view) paramCondition(t *structType, name string, value any) condition {
	if t == nil || name == "since" || name == "until" || v.call.target.params[name].Required {
		return nil
	}
	field := name
	switch {
	case t.fields[name] != nil:
	case name == "statuses":
		field = "status"
	case name == "hashes":
		field = "hash"
	case strings.HasSuffix(name, "_ids") && t.fields[strings.TrimSuffix(name, "s")] != nil:
		field = strings.TrimSuffix(name, "s")
	case name == "updated_since":
		return v.timeCondition("updated_time", textOf(value), 1)
	case strings.HasPrefix(name, "min") && t.fields[name[3:]] != nil:
		return numberCondition(name[3:], textOf(value), 1)
	case strings.HasPrefix(name, "max") && t.fields[name[3:]] != nil:
		return numberCondition(name[3:], textOf(value), -1)
	default:
		return nil
	}
	if param, has := elementType(v.call.target.params[name].Type), elementType(t.fields[field].Type); v.schema.enums[param] != nil && param != has {
		return nil // A choice of another kind that happens to have the field's name.
	}
	if field == "start_time" || field == "end_time" || field == "date_preset" || field == "time_range" || field == "filtering" {
		return nil
	}
	wanted := []string{strings.ToLower(textOf(value))}
	if list, ok := value.([]any); ok {
		wanted = nil
		for _, item := range list {
			wanted = append(wanted, strings.ToLower(textOf(item)))
		}
		if len(wanted) == 0 {
			return nil
		}
	}
	boolean := t.fields[field].Type.Name == "bool"
	return func(rec *record) bool {
		text := strings.ToLower(textOf(rec.fields[field]))
		if boolean {
			return truth(text) == truth(wanted[0])
		}
		return slices.Contains(wanted, text) || slices.Contains(wanted, "act_"+text)
	}
}

// elementType returns the name of a type, or of what its list holds.
func elementType(t spec.Type) string {
	if t.Name == "list" {
		return t.Args[0].Name
	}
	return t.Name
}

func (v *view) timeCondition(field, text string, sign int) condition {
	from, ok := parseTime(text, v.server.config.Now())
	if !ok {
		return nil
	}
	return func(rec *record) bool {
		t, ok := parseTime(textOf(rec.fields[field]), v.server.config.Now())
		return ok && t.Compare(from)*sign >= 0
	}
}

// numberCondition keeps numbers from a bound on, or up to it for sign -1.
func numberCondition(field, text string, sign int) condition {
	return func(rec *record) bool {
		order, ok := compareNumbers(textOf(rec.fields[field]), text)
		return ok && order*sign >= 0
	}
}

func compareNumbers(a, b string) (int, bool) {
	x, err := strconv.ParseFloat(a, 64)
	if err != nil {
		return 0, false
	}
	y, err := strconv.ParseFloat(b, 64)
	if err != nil {
		return 0, false
	}
	return cmp.Compare(x, y), !math.IsNaN(x) && !math.IsNaN(y)
}

// filtering returns the conditions of a filtering param: a list of field,
// operator and value.
func (v *view) filtering(value any) ([]condition, *Error) {
	list, _ := value.([]any)
	var all []condition
	for i, item := range list {
		f, err := v.readFilter(item, i)
		if err != nil {
			return nil, err
		}
		all = append(all, func(rec *record) bool { return f.keep(v.filteredField(rec, f.field)) })
	}
	return all, nil
}

// filteredField returns the value of a field as filters name it: "ad.id" is
// the id of an ad, and ad_id of what belongs to one; "campaign.name" is the
// name of the campaign of what belongs to one.
func (v *view) filteredField(rec *record, name string) string {
	object, field, dotted := strings.Cut(name, ".")
	if !dotted {
		return textOf(rec.fields[name])
	}
	if strings.EqualFold(rec.typ, object) {
		return textOf(rec.fields[field])
	}
	if value, ok := rec.fields[object+"_"+field]; ok {
		return textOf(value)
	}
	if parent := v.objectOf(rec.fields, object); parent != nil {
		return textOf(parent.fields[field])
	}
	return ""
}

// summary returns what the summary param asks for, or nil. Visible may be nil,
// for all items.
func (v *view) summary(links []link, visible func(link) bool) any {
	text := v.call.params["summary"]
	if text == "" || text == "false" || text == "0" {
		return nil
	}
	count := 0
	for _, l := range links {
		if visible == nil || visible(l) {
			count++
		}
	}
	return object{{"total_count", count}}
}
