package conversions

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// namedBy returns the places of the events that the API names as those at
// fault, in order. An error may name them in several ways. What can stand in
// customer data is no name, and where two ways disagree nothing is named: an
// event that is taken for one at fault is not sent.
func namedBy(err error, events []*message) []int {
	var refusal *graph.Error
	if !errors.As(err, &refusal) || refusal.Class() != graph.ErrBadRequest {
		return nil
	}
	var agreed []int
	for _, found := range [][]int{inBlame(refusal.Blame), inData(refusal.Data), inText(refusal, events)} {
		slices.Sort(found)
		found = slices.Compact(slices.DeleteFunc(found, func(i int) bool { return i < 0 || i >= len(events) }))
		switch {
		case len(found) == 0:
		case agreed != nil && !slices.Equal(agreed, found):
			return nil
		default:
			agreed = found
		}
	}
	return agreed
}

// inBlame finds ["data","3","user_data"].
func inBlame(blame [][]string) (found []int) {
	for _, path := range blame {
		if len(path) > 1 && path[0] == "data" {
			found = appendIndex(found, path[1])
		}
	}
	return found
}

// inData finds {"event_index":3}, at any depth but in no text.
func inData(data graph.Object) (found []int) {
	value, ok := decodeJSON(data)
	if !ok {
		return nil
	}
	visit(value, func(name string, value any) bool {
		if name != "event_index" {
			return true
		}
		switch value := value.(type) {
		case json.Number:
			found = appendIndex(found, value.String())
		case string:
			found = appendIndex(found, value)
		}
		return true
	})
	return found
}

// pathInText is data[3], data[3][user_data] or $['data'][3]['user_data'].
var pathInText = regexp.MustCompile(`\bdata['"]?\]?\[(\d{1,4})\]`)

// inText finds paths in the messages. The API repeats what it was sent, at times
// in part or decoded, so no path counts that stands in an event too.
func inText(refusal *graph.Error, events []*message) (found []int) {
	text := strings.Join([]string{refusal.Message, refusal.UserTitle, refusal.UserMessage}, "\n")
	if !pathInText.MatchString(text) {
		return nil
	}
	text = delivery.ScrubText(text, textsIn(events))
	sent := map[string]bool{}
	for value := range textsIn(events) {
		for _, reading := range []string{value, unescaped(value)} {
			for _, match := range pathInText.FindAllStringSubmatch(reading, -1) {
				sent[match[1]] = true
			}
		}
	}
	for _, match := range pathInText.FindAllStringSubmatch(text, -1) {
		if !sent[match[1]] {
			found = appendIndex(found, match[1])
		}
	}
	return found
}

// unescaped returns what a URL says in clear, as far as it can be read.
func unescaped(text string) string {
	parts := strings.Split(text, "%")
	for i, part := range parts[1:] {
		if decoded, err := url.PathUnescape("%" + part); err == nil {
			parts[i+1] = decoded
		} else {
			parts[i+1] = "%" + part
		}
	}
	return strings.Join(parts, "")
}

// appendIndex appends the number that digits are, if they are one.
func appendIndex(list []int, digits string) []int {
	if i, err := strconv.Atoi(digits); err == nil {
		return append(list, i)
	}
	return list
}

func decodeJSON(data []byte) (value any, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return value, decoder.Decode(&value) == nil
}
