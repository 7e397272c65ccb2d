package graphtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

func init() {
	actions["AdsPixel.events create"] = takeEvents
}

// maxEvents is how many events one call may have.
const maxEvents = 1000

// takeEvents takes the events of a call, or none when one of them is invalid.
func takeEvents(s *Server, _ *schema, c *call, decoded args) (any, *Error) {
	list, ok := decoded["data"].([]any)
	switch {
	case !ok || len(list) == 0:
		return nil, paramError([]string{"data"}, "Param data must be a non-empty array")
	case len(list) > maxEvents:
		return nil, paramError([]string{"data"}, "Param data has %d events; a call takes at most %d", len(list), maxEvents)
	}
	now := s.config.Now()
	for i, item := range list {
		event, _ := item.(map[string]any)
		if err := eventProblem(i, event, now); err != nil {
			return nil, err
		}
	}
	pixel := pixelOf(c.rec)
	for _, item := range list {
		pixel.take(item.(map[string]any), decoded.text("test_event_code"), now)
	}
	s.store.set(c.rec, map[string]any{"last_fired_time": now.UTC().Format(timeFormat)})
	return object{{"events_received", len(list)}, {"messages", []any{}}, {"fbtrace_id", s.trace()}}, nil
}

// eventProblem returns why the API refuses an event. The checks of types have
// been passed.
func eventProblem(i int, event map[string]any, now time.Time) *Error {
	user, _ := event["user_data"].(map[string]any)
	custom, _ := event["custom_data"].(map[string]any)
	source := textOf(event["action_source"])
	switch {
	case textOf(event["event_name"]) == "":
		return eventError(i, "is required", "event_name")
	case textOf(event["event_time"]) == "":
		return eventError(i, "is required", "event_time")
	case source == "":
		return eventError(i, "is required", "action_source")
	case user == nil:
		return eventError(i, "is required", "user_data")
	case source == "website" && textOf(event["event_source_url"]) == "":
		return eventError(i, "is required", "event_source_url")
	case source == "app" && event["app_data"] == nil:
		return eventError(i, "is required", "app_data")
	case custom["value"] != nil && textOf(custom["currency"]) == "":
		return eventError(i, "is required", "custom_data", "currency")
	}
	seconds, _ := strconv.ParseInt(textOf(event["event_time"]), 10, 64)
	days := 7
	if source == "physical_store" {
		days = 62
	}
	if now.Sub(time.Unix(seconds, 0)) > time.Duration(days)*24*time.Hour {
		return &Error{
			Code: 100, Subcode: 2804003, Message: "Invalid parameter", UserTitle: "Event Timestamp Too Old",
			UserMessage: fmt.Sprintf("An event happened more than %d days before it was sent.", days),
		}
	}
	for _, name := range keys(user) {
		for _, value := range valuesIn(user[name]) {
			if slices.Contains(hashedUserData, name) && !isDigest(strings.ToLower(value)) {
				return eventError(i, "must be a SHA-256 digest", "user_data", name)
			}
		}
	}
	if fitsMany(user) {
		return &Error{
			Code: 100, Subcode: 2804050, Message: "Invalid parameter", UserTitle: "Too Little Customer Information",
			UserMessage: "An event has no customer information, or such that fits too many people.",
		}
	}
	return nil
}

// eventError is the error about a member of an event, with its path in the
// form that the API gives such paths.
func eventError(i int, problem string, path ...string) *Error {
	return &Error{
		Code: 100, Subcode: 2804019, Message: "Invalid parameter", UserTitle: "Server Side Api Parameter Error",
		UserMessage: fmt.Sprintf("The parameter $['data'][%d]['%s'] %s", i, strings.Join(path, "']['"), problem),
	}
}

// hashedUserData are the members of user_data that have to be digests.
var hashedUserData = []string{"em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country"}

// broadUserData are combinations that are refused, with all of their parts.
var broadUserData = []string{"ct country st zp ge client_user_agent", "db client_user_agent", "fn ge", "ln ge"}

// fitsMany reports whether nothing in user_data tells one person from others.
func fitsMany(user map[string]any) bool {
	var given []string
	for _, name := range keys(user) {
		if len(valuesIn(user[name])) > 0 {
			given = append(given, name)
		}
	}
	return slices.ContainsFunc(broadUserData, func(broad string) bool {
		return !slices.ContainsFunc(given, func(name string) bool { return !slices.Contains(strings.Fields(broad), name) })
	})
}

// valuesIn returns the values of a member that may be one or a list.
func valuesIn(member any) []string {
	list, ok := member.([]any)
	if !ok {
		list = []any{member}
	}
	var values []string
	for _, value := range list {
		if text := textOf(value); text != "" {
			values = append(values, text)
		}
	}
	return values
}

// unchecked reports whether a member of a struct has no type to be checked by:
// properties of custom_data may have any name, and members of user_data may be
// one value in place of a list.
func unchecked(structName, member string, known bool, value any) bool {
	_, single := value.(string)
	switch structName {
	case "AudiencePayload":
		return member == "data" // Rows, or plain values for a single key; readPayload looks at them.
	case "ServerEventCustomData":
		return !known
	case "ServerEventUserData":
		return known && single && (member == "external_id" || slices.Contains(hashedUserData, member))
	}
	return false
}
