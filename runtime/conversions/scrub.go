package conversions

import (
	"encoding/json"
	"iter"
	"slices"
)

// plain are the members of an event that are no customer data, though the API
// may speak of them.
var plain = []string{
	"event_name", "event_id", "event_time", "action_source", "data_processing_options", "content_type", "currency", "status", "delivery_category",
}

// valuesOf yields the texts and numbers of events that may be customer data.
func valuesOf(events []*message) iter.Seq[string] {
	return leaves(events, func(name string) bool { return !slices.Contains(plain, name) })
}

// textsIn yields all texts and numbers of events.
func textsIn(events []*message) iter.Seq[string] {
	return leaves(events, func(string) bool { return true })
}

// leaves yields the texts and numbers of events, without the members that are
// not wanted.
func leaves(events []*message, wanted func(name string) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		ended := false
		for _, m := range events {
			event, _ := decodeJSON(m.json)
			visit(event, func(name string, value any) bool {
				if ended || !wanted(name) {
					return false
				}
				switch value := value.(type) {
				case string:
					ended = !yield(value)
				case json.Number:
					ended = !yield(value.String())
				}
				return true
			})
			if ended {
				return
			}
		}
	}
}

// visit calls see with a JSON value and what is in it, each with the name of
// the member that it is or stands in a list of. What see returns false for is
// not looked into.
func visit(value any, see func(name string, value any) bool) { visitMember("", value, see) }

func visitMember(name string, value any, see func(name string, value any) bool) {
	if !see(name, value) {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			visitMember(name, item, see)
		}
	case map[string]any:
		for name, member := range value {
			visitMember(name, member, see)
		}
	}
}
