package graphtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

func pixelServer(t *testing.T, changes ...func(*Config)) *Server {
	srv := New(t, append([]func(*Config){fixedClock}, changes...)...)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "adspixels", "AdsPixel", Node{"id": "60", "name": "Shop"})
	return srv
}

// events returns the params of a call with events.
func events(list ...string) url.Values {
	return url.Values{"data": {"[" + strings.Join(list, ",") + "]"}}
}

// lead returns an event that happened some time ago, with more members.
func lead(ago time.Duration, more string) string {
	return fmt.Sprintf(`{"event_name":"Lead","event_time":%d,"action_source":"email"%s}`, fixedNow.Add(-ago).Unix(), more)
}

const byMail = `,"user_data":{"em":["` + digest1 + `"]}`

func TestPixelEvents(t *testing.T) {
	now := fixedNow
	srv := pixelServer(t, func(c *Config) { c.Now = func() time.Time { return now } })
	received := func(n int) string {
		return fmt.Sprintf(`{"events_received":%d,"messages":[],"fbtrace_id":"TRACE"}`, n)
	}
	post := func(form url.Values, want string) {
		t.Helper()
		_, body := callServer(t, srv, "POST", "/v25.0/60/events", form)
		if got := traceID.ReplaceAllString(body, "TRACE"); got != want {
			t.Errorf("the answer is %s, want %s", got, want)
		}
	}
	full := lead(0, `,"event_id":"a","user_data":{"em":"`+strings.ToUpper(digest1)+`","client_ip_address":"203.0.113.7"},"custom_data":{"value":1.50,"currency":"EUR","colour":["red"]}`)
	form := events(full, lead(time.Hour, byMail))
	form.Set("test_event_code", "T1")
	post(form, received(2))
	post(events(full, lead(time.Hour, byMail)), received(2))
	now = now.Add(49 * time.Hour)
	post(events(full), received(1))

	got := srv.Store().PixelEvents("60")
	for i, event := range got {
		if len(event.Digest) != 64 {
			t.Errorf("event %d has the digest %q", i, event.Digest)
		}
		got[i].Digest = ""
	}
	custom := map[string]any{"value": json.Number("1.50"), "currency": "EUR", "colour": []any{"red"}}
	known := PixelEvent{Name: "Lead", ID: "a", ActionSource: "email", Time: fixedNow, UserData: []string{"client_ip_address", "em"}, Custom: custom, TestEventCode: "T1", Times: 2}
	unknown := PixelEvent{Name: "Lead", ActionSource: "email", Time: fixedNow.Add(-time.Hour), UserData: []string{"em"}, TestEventCode: "T1", Times: 1}
	late := known
	late.Times, late.TestEventCode = 1, ""
	second := unknown
	second.TestEventCode = ""
	if diff := cmp.Diff([]PixelEvent{known, unknown, second, late}, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, id := range []string{"404", "act_1"} {
		if got := srv.Store().PixelEvents(id); got != nil {
			t.Errorf("%s has the events %+v", id, got)
		}
	}
	for _, entry := range srv.Ledger().Entries(On("AdsPixel.events")) {
		if text := fmt.Sprintf("%+v %v", entry, entry); strings.Contains(text, digest1) || strings.Contains(text, "203.0") || !strings.Contains(text, " events]") {
			t.Errorf("the ledger has %s", text)
		}
	}
	expect(t, srv, "GET", "/60?fields=last_fired_time", nil, `{"last_fired_time":"2026-03-03T13:00:00+0000","id":"60"}`)
}

// The generated package's own call goes through.
func TestTypedPixelEvents(t *testing.T) {
	srv := pixelServer(t)
	got, err := graph.Do(t.Context(), srv.Client(t), meta.AdsPixelByID("60").SendEvents(meta.AdsPixelSendEventsParams{
		Data: []*meta.ServerEvent{{
			EventName: "Purchase", EventTime: graph.Int(fixedNow.Unix()), EventID: "a",
			ActionSource: meta.ServerEventActionSourceWebsite, EventSourceURL: "https://shop.example/",
			UserData:   &meta.ServerEventUserData{Emails: []string{digest1}, ClientUserAgent: "Mozilla/5.0", LeadID: graph.Int(525645896321548)},
			CustomData: &meta.ServerEventCustomData{Value: graph.Float(1.5), Currency: "EUR", CustomerSegmentation: meta.ServerEventCustomerSegmentationNewCustomerToBusiness},
		}},
	}))
	if err != nil || got.EventsReceived.Or(0) != 1 || got.FBTraceID == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if n := len(srv.Store().PixelEvents("60")); n != 1 {
		t.Errorf("the pixel has %d events", n)
	}
}

// A call with an event that is refused takes none.
func TestRefusedPixelEvents(t *testing.T) {
	good := lead(0, byMail)
	tests := []struct {
		name  string
		event string
		want  string // a part of the answer
	}{
		{"no name", `{"event_time":1,"action_source":"email"}`, `$['data'][1]['event_name'] is required`},
		{"no time", `{"event_name":"x","action_source":"email"}`, `$['data'][1]['event_time'] is required`},
		{"no source", `{"event_name":"x","event_time":1}`, `$['data'][1]['action_source'] is required`},
		{"an unknown source", `{"event_name":"x","event_time":1,"action_source":"web"}`, `must be one of`},
		{"no user", lead(0, ``), `$['data'][1]['user_data'] is required`},
		{"an empty user", lead(0, `,"user_data":{}`), `"error_subcode":2804050`},
		{"an empty list", lead(0, `,"user_data":{"em":[""]}`), `"error_subcode":2804050`},
		{"anybody", lead(0, `,"user_data":{"fn":["`+digest1+`"],"ge":"`+digest2+`"}`), `"error_subcode":2804050`},
		{"a value in clear", lead(0, `,"user_data":{"em":["test1@example.com"]}`), `$['data'][1]['user_data']['em'] must be a SHA-256 digest`},
		{"a misspelt key", lead(0, `,"user_data":{"email":["`+digest1+`"]}`), `is no key of ServerEventUserData`},
		{"a week ago", lead(7*24*time.Hour+time.Second, byMail), `"error_subcode":2804003`},
		{"a website", strings.Replace(good, "email", "website", 1), `$['data'][1]['event_source_url'] is required`},
		{"an app", strings.Replace(good, "email", "app", 1), `$['data'][1]['app_data'] is required`},
		{"a value without currency", lead(0, byMail+`,"custom_data":{"value":1}`), `$['data'][1]['custom_data']['currency'] is required`},
		{"no object", `[]`, `$['data'][1]['event_name'] is required`},
		{"null", `null`, `must be a JSON object`},
	}
	for _, test := range tests {
		srv := pixelServer(t)
		status, body := callServer(t, srv, "POST", "/60/events", events(good, test.event))
		if status != 400 || !strings.Contains(body, test.want) || strings.Contains(body, "test1@") {
			t.Errorf("%s: status %d, %s; want %s", test.name, status, body, test.want)
		}
		if got := srv.Store().PixelEvents("60"); got != nil {
			t.Errorf("%s: the pixel has %+v", test.name, got)
		}
	}
	srv := pixelServer(t)
	many := events(strings.Split(strings.Repeat(good+"\n", 1000)+good, "\n")...)
	if _, body := callServer(t, srv, "POST", "/60/events", many); !strings.Contains(body, "at most 1000") {
		t.Errorf("1001 events are answered with %s", body)
	}
	if _, body := callServer(t, srv, "POST", "/60/events", events()); !strings.Contains(body, "non-empty") {
		t.Errorf("no events are answered with %s", body)
	}
	store := lead(61*24*time.Hour, byMail)
	if status, body := callServer(t, srv, "POST", "/60/events", events(strings.Replace(store, "email", "physical_store", 1))); status != 200 {
		t.Errorf("an event of a shop is answered with %s", body)
	}
	// Events to what is no pixel do not stay in the ledger either.
	callServer(t, srv, "POST", "/404/events", events(good))
	callServer(t, srv, "POST", "/60/events", url.Values{"data[0][user_data][em][0]": {digest1}})
	callServer(t, srv, "POST", "/", url.Values{"batch": {`[{"method":"POST","relative_url":"60/events","body":"` + strings.ReplaceAll(events(good).Encode(), `"`, `\"`) + `"}]`}, "access_token": {"x"}})
	for _, entry := range srv.Ledger().Entries(On("*")) {
		if strings.Contains(fmt.Sprintf("%+v", entry), digest1) {
			t.Errorf("the ledger has %s", entry)
		}
	}
}
