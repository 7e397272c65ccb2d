package conversions_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// FuzzEvent holds what is true of every event: Check says what is wrong with
// it, or it is sent as JSON that has its text unchanged and its e-mail address
// as a digest.
func FuzzEvent(f *testing.F) {
	f.Add("Purchase", "order-1", "https://shop.example/a?b=<c>&d", "mary@example.com", "fb.1.2.x", "\u2028tea\x00\"")
	f.Add("", "", "", "", "", "")
	f.Add("a\xff", "\xff", "http://\xff", "\xff@x", "fb.1.2.\xff", "\xff")
	client := (&wire{}).client(f)
	f.Fuzz(func(t *testing.T, name, id, page, email, click, content string) {
		event := conversions.Event{
			Name: conversions.EventName(name), ID: id, Time: time.Now(), ActionSource: conversions.ActionSourceWebsite, SourceURL: page,
			User:   conversions.UserData{Email: conversions.Raw(email), FBC: click, ClientUserAgent: content, ExternalID: conversions.Raw("x")},
			Custom: conversions.CustomData{Value: graph.Float(1), Currency: "EUR", ContentName: content},
		}
		if _, err := newSender(t, client, conversions.Config{Strict: true}).Check(event); err != nil {
			return
		}
		data := sentData(t, event)
		var events []struct {
			Name string         `json:"event_name"`
			ID   string         `json:"event_id"`
			Page string         `json:"event_source_url"`
			User map[string]any `json:"user_data"`
			Data struct {
				Name string `json:"content_name"`
			} `json:"custom_data"`
		}
		if err := json.Unmarshal([]byte(data), &events); err != nil || len(events) != 1 {
			t.Fatalf("%v in %s", err, data)
		}
		got := events[0]
		if got.Name != name || got.ID != id || got.Page != page || got.Data.Name != content {
			t.Errorf("sent is %s", data)
		}
		if email := strings.TrimSpace(email); len(email) > 8 && !strings.Contains(name+id+page+click+content, email) && strings.Contains(data, email) {
			t.Errorf("the address is in %s", data)
		}
		if list, ok := got.User["em"].([]any); ok && (len(list) != 1 || len(list[0].(string)) != 64) {
			t.Errorf("em is %v", list)
		}
	})
}
