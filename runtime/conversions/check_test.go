package conversions_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// problemCases are events with what is wrong with them: the texts of all
// problems, joined, or "" for an event that is right.
var problemCases = []struct {
	name   string
	change func(*conversions.Event)
	want   string
}{
	{"nothing", func(*conversions.Event) {}, ""},
	{"no name", func(e *conversions.Event) { e.Name, e.Custom = "", conversions.CustomData{} }, "event_name is required"},
	{"an event of one's own", func(e *conversions.Event) { e.Name, e.Custom = "Tea Time", conversions.CustomData{} }, ""},
	{"a name that is no text", func(e *conversions.Event) { e.Name = "Tea\xff" }, "event_name is not valid UTF-8"},
	{"no time", func(e *conversions.Event) { e.Time = time.Time{} }, "event_time is required"},
	{"7 days ago", func(e *conversions.Event) { e.Time = time.Now().Add(-7*24*time.Hour + time.Minute) }, ""},
	{"more than 7 days ago", func(e *conversions.Event) { e.Time = time.Now().Add(-7*24*time.Hour - time.Second) }, "event_time is more than 7 days ago"},
	{"in milliseconds", func(e *conversions.Event) { e.Time = time.Unix(time.Now().UnixMilli(), 0) }, "event_time is in the future"},
	{"a clock that is ahead", func(e *conversions.Event) { e.Time = time.Now().Add(30 * time.Second) }, ""},
	{"a shop", func(e *conversions.Event) {
		e.ActionSource, e.SourceURL, e.Time = conversions.ActionSourcePhysicalStore, "", time.Now().Add(-61*24*time.Hour)
	}, ""},
	{"a shop, long ago", func(e *conversions.Event) {
		e.ActionSource, e.Time = conversions.ActionSourcePhysicalStore, time.Now().Add(-63*24*time.Hour)
	}, "event_time is more than 62 days ago"},
	{"no source", func(e *conversions.Event) { e.ActionSource = "" }, "action_source is required"},
	{"no page", func(e *conversions.Event) { e.SourceURL = "" }, "event_source_url is required for events of websites"},
	{"no page by e-mail", func(e *conversions.Event) { e.ActionSource, e.SourceURL = conversions.ActionSourceEmail, "" }, ""},
	{"a path", func(e *conversions.Event) { e.SourceURL = "/thanks" }, "event_source_url does not begin with http:// or https:// and a host"},
	{"a page without a host", func(e *conversions.Event) { e.SourceURL = "https:///thanks" }, "event_source_url does not begin with http:// or https:// and a host"},
	{"no browser", func(e *conversions.Event) { e.User.ClientUserAgent = "" }, "user_data.client_user_agent is required for events of websites"},
	{"an app", func(e *conversions.Event) { e.ActionSource = conversions.ActionSourceApp }, "app_data is required for events of apps: put it into Extra"},
	{"an app with data", func(e *conversions.Event) {
		e.ActionSource, e.Extra = conversions.ActionSourceApp, map[string]any{"app_data": map[string]any{"extinfo": []string{"i2"}}}
	}, ""},

	{"nobody", func(e *conversions.Event) {
		e.ActionSource, e.User = conversions.ActionSourceOther, conversions.UserData{}
	}, "user_data has nothing to match a person by"},
	{"nobody, in vain", func(e *conversions.Event) {
		e.ActionSource, e.User = conversions.ActionSourceOther, conversions.UserData{Email: conversions.Raw("mary"), Phone: conversions.Raw("")}
	}, "user_data has nothing to match a person by; user_data.em has no @"},
	{"anybody in town", func(e *conversions.Event) {
		e.User.Email, e.User.City, e.User.Zip = conversions.Values{}, conversions.Raw("Menlo Park"), conversions.Raw("94025")
	}, "user_data fits too many people with nothing but client_user_agent, ct, zp: add such as em, ph, external_id, fbc, fbp or client_ip_address"},
	{"anybody of a name", func(e *conversions.Event) {
		e.ActionSource, e.User = conversions.ActionSourceOther, conversions.UserData{FirstName: conversions.Raw("Mary"), Gender: conversions.Raw("f")}
	}, "user_data fits too many people with nothing but fn, ge: add such as em, ph, external_id, fbc, fbp or client_ip_address"},
	{"a full name", func(e *conversions.Event) {
		e.ActionSource, e.User = conversions.ActionSourceOther, conversions.UserData{FirstName: conversions.Raw("Mary"), LastName: conversions.Raw("Smith")}
	}, ""},
	{"a digest given in clear", func(e *conversions.Event) { e.User.Email = conversions.Raw(hash.Sum("mary@example.com").String()) },
		"user_data fits too many people with nothing but client_user_agent: add such as em, ph, external_id, fbc, fbp or client_ip_address; user_data.em looks like a SHA-256 digest and would be hashed twice: give it as Hashed"},
	{"a value given as digest", func(e *conversions.Event) { e.User.Phone = conversions.Hashed("16505551212") },
		"user_data.ph is given as Hashed and is no SHA-256 digest of 64 hex digits"},
	{"a hashed cookie", func(e *conversions.Event) { e.User.FBP = hash.Sum("x").String() }, "user_data.fbp looks like a SHA-256 digest, but is not to be hashed"},
	{"a proxy's list", func(e *conversions.Event) { e.User.ClientIPAddress = "203.0.113.7, 10.0.0.1" }, "user_data.client_ip_address is no single IPv4 or IPv6 address"},
	{"in clear by Extra", func(e *conversions.Event) { e.User.Extra = map[string]any{"ph": "16505551212"} },
		"user_data.ph is never sent in clear: use the field and not Extra"},
	{"an id in clear by Extra", func(e *conversions.Event) { e.User.Extra = map[string]any{"external_id": "17"} }, ""},
	{"twice", func(e *conversions.Event) { e.User.Extra = map[string]any{"client_user_agent": "curl"} },
		"user_data.client_user_agent is set twice: by a field and in Extra"},

	{"no currency", func(e *conversions.Event) { e.Name, e.Custom.Currency = conversions.EventLead, "" }, "custom_data.currency is required beside a value"},
	{"a sign", func(e *conversions.Event) { e.Custom.Currency = "$" }, "custom_data.currency is no code of three letters, such as USD"},
	{"nothing bought", func(e *conversions.Event) { e.Custom = conversions.CustomData{} },
		"custom_data.currency is required for Purchase; custom_data.value is required for Purchase"},
	{"for free", func(e *conversions.Event) { e.Custom.Value = graph.Float(0) }, ""},
	{"no number", func(e *conversions.Event) { e.Custom.Value = graph.Float(math.NaN()) }, "custom_data.value is no number"},
	{"null", func(e *conversions.Event) { e.Custom.PredictedLTV = graph.Null[float64]() }, "custom_data.predicted_ltv is no number"},
	{"a product without id", func(e *conversions.Event) { e.Custom.Contents = []conversions.Content{{ID: "a", Quantity: 1}, {}} },
		"custom_data.contents[1].id is required; custom_data.contents[1].quantity is required, from 1 on"},
	{"an empty product", func(e *conversions.Event) { e.Custom.ContentIDs = []string{"a", ""} }, "custom_data.content_ids[1] is empty"},
	{"fewer than none", func(e *conversions.Event) { e.Custom.NumItems = -1 }, "custom_data.num_items is negative"},
	{"JSON of no use", func(e *conversions.Event) { e.Custom.Extra = map[string]any{"f": func() {}} }, "Extra holds a value that JSON cannot express"},

	{"no limit", func(e *conversions.Event) { e.DataProcessing = &conversions.DataProcessing{} }, ""},
	{"limited in California", func(e *conversions.Event) {
		e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true, Country: 1, State: 1000}
	}, ""},
	{"limited anywhere", func(e *conversions.Event) {
		e.DataProcessing, e.User.ClientIPAddress = &conversions.DataProcessing{LimitedDataUse: true}, "203.0.113.7"
	}, ""},
	{"limited nowhere", func(e *conversions.Event) { e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true} },
		"data_processing_options_state is required where user_data has no client_ip_address to find it out by"},
	{"a state of no country", func(e *conversions.Event) {
		e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true, State: 1000}
	}, "data_processing_options_country is required beside a state: 1 (US)"},
	{"a state without limit", func(e *conversions.Event) { e.DataProcessing = &conversions.DataProcessing{Country: 1} },
		"data_processing_options has a country or a state without limited data use"},
	{"another country", func(e *conversions.Event) {
		e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true, Country: 49, State: 1000}
	}, "data_processing_options_country is neither 0 nor 1 (US)"},
	{"another state", func(e *conversions.Event) {
		e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true, Country: 1, State: 1008}
	}, ""},
	{"no state", func(e *conversions.Event) {
		e.DataProcessing = &conversions.DataProcessing{LimitedDataUse: true, Country: 1, State: 12}
	}, "data_processing_options_state is neither 0 nor a state's number of four digits, such as 1000 (California)"},
}

func TestCheck(t *testing.T) {
	sender := newSender(t, newServer(t).Client(t), conversions.Config{Strict: true})
	for _, test := range problemCases {
		_, err := sender.Check(with(test.change))
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		var invalid *conversions.EventError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
			continue
		}
		var texts []string
		for _, p := range invalid.Problems {
			texts = append(texts, p.String())
		}
		if got := strings.Join(texts, "; "); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// What Check finds nothing wrong with, the API takes.
func TestTheAPITakesWhatIsRight(t *testing.T) {
	srv := newServer(t)
	sender := newSender(t, srv.Client(t), conversions.Config{})
	sent := 0
	for _, test := range problemCases {
		if test.want != "" {
			continue
		}
		e := with(test.change)
		e.ID = test.name
		batches, err := sender.Send(t.Context(), e)
		if err != nil || len(batches) != 1 || batches[0].Received != 1 {
			t.Errorf("%s: %+v, %v", test.name, batches, err)
		}
		sent++
	}
	if got := len(srv.Store().PixelEvents(pixel)); got != sent || sent == 0 {
		t.Errorf("the pixel has %d events of %d", got, sent)
	}
}

func TestErrorText(t *testing.T) {
	sender := newSender(t, newServer(t).Client(t), conversions.Config{})
	_, err := sender.Send(t.Context(), lead("a"), with(func(e *conversions.Event) { e.ID, e.SourceURL, e.Custom.Currency = "order 2", "", "" }))
	want := `conversions: event 1 Purchase "order 2": event_source_url is required for events of websites; custom_data.currency is required beside a value`
	if err == nil || err.Error() != want {
		t.Errorf("the error is\n%v\nwant\n%s", err, want)
	}
}

// A value that cannot be right is left out and reported, or with Strict a
// reason not to send the event.
func TestLeftOut(t *testing.T) {
	for _, strict := range []bool{false, true} {
		srv := newServer(t)
		sender := newSender(t, srv.Client(t), conversions.Config{Strict: strict, Country: "DE"})
		e := with(func(e *conversions.Event) {
			e.User.Phone = conversions.Raw("0170 1234567", "110")
			e.User.Country = conversions.Raw("Atlantis") // so that no number without a calling code can be read
		})
		const problems = "user_data.ph is written without its country's calling code"
		batches, err := sender.Send(t.Context(), lead("a"), e)
		var reported *conversions.EventError
		if strict {
			if !errors.As(err, &reported) || len(batches) != 1 || len(batches[0].Events) != 1 {
				t.Fatalf("strict: %+v, %v", batches, err)
			}
		} else {
			if err != nil || len(batches) != 1 || len(batches[0].LeftOut) != 1 {
				t.Fatalf("%+v, %v", batches, err)
			}
			reported = batches[0].LeftOut[0]
		}
		if reported.Event.Index != 1 || len(reported.Problems) != 3 || !strings.Contains(reported.Error(), problems) {
			t.Errorf("strict %t: reported %v", strict, reported)
		}
		if leftOut, err := sender.Check(e); strict != (err != nil) || !strict && !slices.Equal(leftOut, reported.Problems) {
			t.Errorf("strict %t: Check says %v, %v", strict, leftOut, err)
		}
	}
}

func TestNew(t *testing.T) {
	client := newServer(t).Client(t)
	for _, test := range []struct {
		client *graph.Client
		pixel  string
		config conversions.Config
		want   string
	}{
		{nil, pixel, conversions.Config{}, "the client is nil"},
		{&graph.Client{}, pixel, conversions.Config{}, "not made by graph.New"},
		{client, pixel, conversions.Config{Version: "25"}, `the version "25" in Config is not of the form "v25.0"`},
		{client, pixel, conversions.Config{MaxWait: -1}, "MaxWait"},
		{client, "", conversions.Config{}, "is no id of a pixel"},
		{client, "act_60", conversions.Config{}, `"act_60" is no id of a pixel`},
		{client, pixel, conversions.Config{MaxEvents: 1001}, "1 to 1000 events"},
		{client, pixel, conversions.Config{MaxBytes: -1}, "MaxBytes"},
		{client, pixel, conversions.Config{MaxAttempts: -1}, "MaxAttempts"},
		{client, pixel, conversions.Config{Country: "Atlantis"}, `"Atlantis" is no ISO 3166-1 country`},
		{client, pixel, conversions.Config{PartnerAgent: "a-name-that-is-much-too-long"}, "PartnerAgent"},
		{client, pixel, conversions.Config{PartnerAgent: "a1"}, "two of them letters"},
	} {
		if _, err := conversions.New(test.client, test.pixel, test.config); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %s", test.config, err, test.want)
		}
	}
}
