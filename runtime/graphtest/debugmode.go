package graphtest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// debugLog is what an answer says about its call in debug mode: when the call
// has the param debug. A nil log takes no messages.
type debugLog struct {
	// warnings leaves messages out that only inform.
	warnings bool
	messages []object
	said     map[string]bool
}

// newDebugLog returns the log of a value of the param debug, or nil for one
// that the API does not have.
func newDebugLog(level string) *debugLog {
	switch level {
	case "all", "info":
		return &debugLog{said: map[string]bool{}}
	case "warning":
		return &debugLog{said: map[string]bool{}, warnings: true}
	}
	return nil
}

func (d *debugLog) inform(format string, args ...any) {
	if d != nil && !d.warnings {
		d.say("info", fmt.Sprintf(format, args...))
	}
}

func (d *debugLog) warn(format string, args ...any) {
	if d != nil {
		d.say("warning", fmt.Sprintf(format, args...))
	}
}

// say adds a message once.
func (d *debugLog) say(kind, message string) {
	if !d.said[message] {
		d.said[message] = true
		d.messages = append(d.messages, object{{"message", message}, {"type", kind}})
	}
}

// element warns of an element of the specs that should not be used, or that
// holds nothing.
func (d *debugLog) element(what string, deprecated, emptySince spec.Text) {
	switch text := deprecated.Value; text {
	case "":
	case "true":
		d.warn("%s is deprecated", what)
	default:
		d.warn("%s is deprecated: %s", what, text)
	}
	if since := emptySince.Value; since != "" {
		d.warn("%s is empty since %s", what, since)
	}
}

// in returns an answer with the messages. Answers that are no objects have no
// place for them.
func (d *debugLog) in(value any) any {
	if d == nil {
		return value
	}
	debug := object{}
	if len(d.messages) > 0 {
		debug.add("messages", d.messages)
	}
	switch v := value.(type) {
	case object:
		return append(slices.Clip(v), member{"__debug__", debug})
	case map[string]any:
		v = maps.Clone(v)
		v["__debug__"] = debug
		return v
	}
	return value
}
