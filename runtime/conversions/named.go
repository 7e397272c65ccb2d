package conversions

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"regexp"
	"slices"
	"strconv"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// The places in which an error of the API names an event of the param data.
var (
	// data[3], data[3][user_data] and $['data'][3]['user_data']
	pathInText = regexp.MustCompile(`\bdata['"]?\]?\[(\d{1,4})\]`)
	// {"event_index":3}, also where the object is in a string
	indexInData = regexp.MustCompile(`event_index\\*"\s*:\s*\\*"?(\d{1,4})\b`)
)

// namedBy returns the indexes of the events that an error names, in order. n is
// how many events there are.
func namedBy(err error, n int) []int {
	var refusal *graph.Error
	if !errors.As(err, &refusal) || refusal.Class() != graph.ErrBadRequest {
		return nil
	}
	var found []int
	add := func(digits string) {
		if i, err := strconv.Atoi(digits); err == nil && i < n {
			found = append(found, i)
		}
	}
	for _, path := range refusal.Blame {
		if len(path) > 1 && path[0] == "data" && len(path[1]) <= 4 {
			add(path[1])
		}
	}
	for _, match := range indexInData.FindAllStringSubmatch(string(refusal.Data), -1) {
		add(match[1])
	}
	for _, text := range []string{refusal.Message, refusal.UserTitle, refusal.UserMessage} {
		for _, match := range pathInText.FindAllStringSubmatch(text, -1) {
			add(match[1])
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// plain are the members of an event that are no customer data, though the API
// may speak of them.
var plain = []string{
	"event_name", "event_id", "event_time", "action_source", "data_processing_options", "content_type", "currency", "status", "delivery_category",
}

// valuesOf yields the values of events that may be customer data.
func valuesOf(events []*message) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range events {
			decoder := json.NewDecoder(bytes.NewReader(m.json))
			decoder.UseNumber()
			var event any
			if decoder.Decode(&event) == nil && !walk(event, yield) {
				return
			}
		}
	}
}

// walk yields the texts and numbers in JSON. It returns false when the loop has
// ended.
func walk(value any, yield func(string) bool) bool {
	switch value := value.(type) {
	case string:
		return yield(value)
	case json.Number:
		return yield(value.String())
	case []any:
		for _, item := range value {
			if !walk(item, yield) {
				return false
			}
		}
	case map[string]any:
		for name, member := range value {
			if !slices.Contains(plain, name) && !walk(member, yield) {
				return false
			}
		}
	}
	return true
}
