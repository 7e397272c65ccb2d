package graphtest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strconv"
	"time"
)

// PixelEvent is an event that was sent to a pixel. It holds no user data.
type PixelEvent struct {
	// Name, ID and ActionSource are event_name, event_id and action_source.
	Name, ID, ActionSource string
	// Time is event_time.
	Time time.Time
	// UserData are the names of the members of user_data, sorted.
	UserData []string
	// Custom is custom_data; its numbers are of type json.Number.
	Custom map[string]any
	// TestEventCode is the param test_event_code of the call.
	TestEventCode string
	// Times is how often it came: events with the same name and id are one
	// event for 48 hours.
	Times int
	// Digest is the SHA-256 digest, in hex, of the event as JSON with sorted
	// members and no blanks: a test that knows what has to come can tell that
	// it came.
	Digest string
}

// PixelEvents returns the events that a pixel has taken, in the order in which
// they first came.
func (s *Store) PixelEvents(id string) []PixelEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec := s.nodes[id]
	if rec == nil {
		return nil
	}
	p, ok := rec.state.(*pixel)
	if !ok {
		return nil
	}
	events := make([]PixelEvent, len(p.events))
	for i, event := range p.events {
		events[i] = *event
		events[i].Custom = maps.Clone(event.Custom)
	}
	return events
}

// pixel is the state of a pixel: its events.
type pixel struct {
	events []*PixelEvent
	// known are the events with an id, by it and their name.
	known map[[2]string]*knownEvent
}

type knownEvent struct {
	*PixelEvent
	came time.Time
}

// duplicateTime is how long after an event one with its name and id is the same.
const duplicateTime = 48 * time.Hour

func pixelOf(rec *record) *pixel {
	p, ok := rec.state.(*pixel)
	if !ok {
		p = &pixel{known: map[[2]string]*knownEvent{}}
		rec.state = p
	}
	return p
}

// take enters an event.
func (p *pixel) take(event map[string]any, testCode string, now time.Time) {
	key := [2]string{textOf(event["event_name"]), textOf(event["event_id"])}
	if before := p.known[key]; before != nil && now.Sub(before.came) <= duplicateTime {
		before.Times++
		return
	}
	seconds, _ := strconv.ParseInt(textOf(event["event_time"]), 10, 64)
	user, _ := event["user_data"].(map[string]any)
	custom, _ := event["custom_data"].(map[string]any)
	sum := sha256.Sum256(mustJSON(event))
	entered := &PixelEvent{
		Name: key[0], ID: key[1], ActionSource: textOf(event["action_source"]), Time: time.Unix(seconds, 0).UTC(),
		UserData: keys(user), Custom: custom, TestEventCode: testCode, Times: 1, Digest: hex.EncodeToString(sum[:]),
	}
	p.events = append(p.events, entered)
	if key[1] != "" {
		p.known[key] = &knownEvent{entered, now}
	}
}

// describeEvents stands for the param data of a call in the ledger.
func describeEvents(text string) string {
	list, _ := mustLoose(text).([]any)
	return "[" + strconv.Itoa(len(list)) + " events]"
}
