package conversions_test

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// wire is a transport that keeps the bodies of requests, and takes all events.
type wire struct{ bodies []string }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	w.bodies = append(w.bodies, r.Method+" "+r.URL.RequestURI()+"\n"+string(body))
	return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(`{"events_received":1}`))}, nil
}

func (w *wire) client(t testing.TB) *graph.Client {
	t.Helper()
	client, err := graph.New(graph.Config{Token: graph.Secret("token-of-the-test"), HTTPClient: &http.Client{Transport: w}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestRequest holds an event with all that it can have to the bytes that are
// sent. The digests are those that Meta prints for these values.
func TestRequest(t *testing.T) {
	at := time.Now().Add(-time.Hour)
	event := conversions.Event{
		Name: conversions.EventPurchase, Time: at, ID: "order-42", ActionSource: conversions.ActionSourceWebsite,
		SourceURL: "http://jaspers-market.com/product/123?a=1&b=<2>", ReferrerURL: "http://jaspers-market.com/",
		User: conversions.UserData{
			Email: conversions.Raw(" John_Smith@gmail.com"), Phone: conversions.Raw("(650)555-1212", "+1 650 555 1212", "1 555 987 6543"),
			FirstName: conversions.Raw("Valéry"), LastName: conversions.Hashed(strings.ToUpper(hash.Sum("smith").String())),
			Gender: conversions.Raw("Male"), BirthDate: conversions.Raw("2/16/1997"), City: conversions.Raw("New York"),
			State: conversions.Raw("California"), Zip: conversions.Raw("94035-1234"), Country: conversions.Raw("United States"),
			ExternalID:      conversions.Raw("mary"),
			ClientIPAddress: "2001:DB8::1", ClientUserAgent: `Mozilla/5.0 "x"`,
			FBC: "fb.1.1554763741205.AbCdEfGh", FBP: "fb.1.1558571054389.1098115397",
			SubscriptionID: "s-1", LeadID: "525645896321548", FBLoginID: "7", AnonID: "a", MADID: "AECE52E7-03EE-455A-B3C4-E57283966239",
			PageID: "1", PageScopedUserID: "2", IGAccountID: "3", IGSID: "4", CTWAClickID: "c", WhatsAppBusinessAccountID: "5",
			Extra: map[string]any{"partner_id": "p"},
		},
		Custom: conversions.CustomData{
			Value: graph.Float(123.45), Currency: "usd", ContentIDs: []string{"a", "b"}, ContentType: "product",
			Contents:    []conversions.Content{{ID: "a", Quantity: 2, ItemPrice: graph.Float(10), DeliveryCategory: "home_delivery"}},
			ContentName: "Tea", ContentCategory: "grocery", OrderID: "42", NumItems: 3, PredictedLTV: graph.Float(0),
			SearchString: "tea", Status: "done", DeliveryCategory: "curbside",
			Extra: map[string]any{"customer_segmentation": "new_customer_to_business"},
		},
		OptOut:         true,
		DataProcessing: &conversions.DataProcessing{LimitedDataUse: true, Country: 1, State: 1000},
		Extra:          map[string]any{"original_event_data": map[string]any{"event_name": "Lead"}},
	}
	w := &wire{}
	sender := newSender(t, w.client(t), conversions.Config{TestEventCode: "TEST1", PartnerAgent: "acme"})
	batches, err := sender.Send(t.Context(), event, conversions.Event{
		Name: "Tea Time", Time: at, ActionSource: conversions.ActionSourceOther, User: conversions.UserData{ExternalID: conversions.Raw("Cust-0042.")},
		DataProcessing: &conversions.DataProcessing{},
	})
	if err != nil || len(batches) != 1 || len(batches[0].LeftOut) != 0 {
		t.Fatalf("%+v, %v", batches, err)
	}
	seconds := fmt.Sprint(at.Unix())
	want := `[{"action_source":"website",` +
		`"custom_data":{"content_category":"grocery","content_ids":["a","b"],"content_name":"Tea","content_type":"product",` +
		`"contents":[{"delivery_category":"home_delivery","id":"a","item_price":10,"quantity":2}],` +
		`"currency":"USD","customer_segmentation":"new_customer_to_business","delivery_category":"curbside","num_items":3,"order_id":"42","predicted_ltv":0,` +
		`"search_string":"tea","status":"done","value":123.45},` +
		`"data_processing_options":["LDU"],"data_processing_options_country":1,"data_processing_options_state":1000,` +
		`"event_id":"order-42","event_name":"Purchase","event_source_url":"http://jaspers-market.com/product/123?a=1&b=<2>","event_time":` + seconds + `,` +
		`"opt_out":true,"original_event_data":{"event_name":"Lead"},"referrer_url":"http://jaspers-market.com/",` +
		`"user_data":{"anon_id":"a","client_ip_address":"2001:db8::1","client_user_agent":"Mozilla/5.0 \"x\"",` +
		`"country":["79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"],` +
		`"ct":["350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5"],"ctwa_clid":"c",` +
		`"db":["01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c"],` +
		`"em":["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"],` +
		`"external_id":["6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"],` +
		`"fb_login_id":7,"fbc":"fb.1.1554763741205.AbCdEfGh","fbp":"fb.1.1558571054389.1098115397",` +
		`"fn":["08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"],` +
		`"ge":["62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a"],` +
		`"ig_account_id":"3","ig_sid":"4","lead_id":525645896321548,` +
		`"ln":["6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd"],` +
		`"madid":"aece52e7-03ee-455a-b3c4-e57283966239","page_id":"1","page_scoped_user_id":"2","partner_id":"p",` +
		`"ph":["e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176","1ef970831d7963307784fa8688e8fce101a15685d62aa765fed23f3a2c576a4e"],` +
		`"st":["6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126"],"subscription_id":"s-1","whatsapp_business_account_id":"5",` +
		`"zp":["1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e"]}},` +
		`{"action_source":"other","data_processing_options":[],"event_name":"Tea Time","event_time":` + seconds + `,` +
		`"user_data":{"external_id":["` + hash.Sum("Cust-0042.").String() + `"]}}]`
	wantBody := "POST /v25.0/60/events\ndata=" + url.QueryEscape(want) + "&partner_agent=acme&test_event_code=TEST1"
	if diff := cmp.Diff([]string{wantBody}, w.bodies); diff != "" {
		got, _ := url.QueryUnescape(strings.Join(w.bodies, "\n"))
		t.Errorf("the request is\n%s\nwant\n%s", got, want)
	}
}

// sizes returns how many events each batch has.
func sizes(batches []*conversions.Batch) []int {
	var n []int
	for _, b := range batches {
		n = append(n, len(b.Events))
	}
	return n
}

func TestBatches(t *testing.T) {
	srv := newServer(t)
	one := len(`{"action_source":"email","event_id":"e0","event_name":"Lead","event_time":1700000000,"user_data":{"em":[""]}},`) + 64
	for _, test := range []struct {
		config conversions.Config
		events int
		want   []int
	}{
		{conversions.Config{}, 0, nil},
		{conversions.Config{}, 1, []int{1}},
		{conversions.Config{}, 1000, []int{1000}},
		{conversions.Config{}, 2001, []int{1000, 1000, 1}},
		{conversions.Config{MaxEvents: 2}, 5, []int{2, 2, 1}},
		{conversions.Config{MaxBytes: 3 * one}, 7, []int{3, 3, 1}},
		{conversions.Config{MaxBytes: 3*one - 1}, 7, []int{2, 2, 2, 1}},
		{conversions.Config{MaxBytes: 1}, 3, []int{1, 1, 1}},
	} {
		batches, err := newSender(t, srv.Client(t), test.config).Send(t.Context(), leads(test.events, 0)...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, sizes(batches)); diff != "" {
			t.Errorf("%d events with %+v: batches (-want +got):\n%s", test.events, test.config, diff)
		}
		next := 0
		for _, b := range batches {
			for _, ref := range b.Events {
				if ref != (conversions.Ref{Index: next, Name: "Lead", ID: fmt.Sprintf("e%d", next)}) {
					t.Errorf("event %d is %+v", next, ref)
				}
				next++
			}
			if int(b.Received) != len(b.Events) || b.Attempts != 1 || b.TraceID == "" {
				t.Errorf("batch %+v", b)
			}
		}
	}
}

// failing yields events, and then an error.
func failing(events []conversions.Event, err error) iter.Seq2[conversions.Event, error] {
	return func(yield func(conversions.Event, error) bool) {
		for e := range slices.Values(events) {
			if !yield(e, nil) {
				return
			}
		}
		yield(conversions.Event{}, err)
	}
}

func TestStreamEndsWithTheInput(t *testing.T) {
	srv := newServer(t)
	sender := newSender(t, srv.Client(t), conversions.Config{MaxEvents: 2})
	broken := errors.New("the queue is gone")
	var log []string
	for batch, err := range sender.Stream(t.Context(), failing(leads(3, 0), broken)) {
		if err != nil {
			log = append(log, err.Error())
			if !errors.Is(err, broken) {
				t.Errorf("the error is %v", err)
			}
			continue
		}
		log = append(log, fmt.Sprint(len(batch.Events)))
	}
	if diff := cmp.Diff([]string{"2", "1", "conversions: reading event 3: the queue is gone"}, log); diff != "" {
		t.Error(diff)
	}
}

// A loop that ends reads no further, and sends nothing more.
func TestStreamEndsWithTheLoop(t *testing.T) {
	srv := newServer(t)
	sender := newSender(t, srv.Client(t), conversions.Config{MaxEvents: 2})
	read := 0
	counted := func(yield func(conversions.Event, error) bool) {
		for _, e := range leads(100, 0) {
			read++
			if !yield(e, nil) {
				return
			}
		}
	}
	for range sender.Stream(t.Context(), counted) {
		break
	}
	if got := len(srv.Store().PixelEvents(pixel)); got != 2 || read != 3 {
		t.Errorf("%d events were read and %d sent", read, got)
	}
}

func TestTokenAndVersion(t *testing.T) {
	srv := newServer(t, func(c *graphtest.Config) { c.Tokens = []graphtest.Token{{Text: "other"}} })
	sender := newSender(t, srv.Client(t), conversions.Config{Token: graph.Secret("other"), Version: "v24.0", TestEventCode: "T7"})
	if _, err := sender.Send(t.Context(), lead("a")); err != nil {
		t.Fatal(err)
	}
	if got := srv.Store().PixelEvents(pixel); len(got) != 1 || got[0].TestEventCode != "T7" || srv.Ledger().Entries(graphtest.On("*"))[0].Version != "v24.0" {
		t.Errorf("the pixel has %+v", got)
	}
}

// Without a version of the Sender's own, the client's counts.
func TestVersionOfTheClient(t *testing.T) {
	for version, want := range map[string]string{"": graph.DefaultVersion, "v24.0": "v24.0"} {
		srv := newServer(t)
		config := srv.ClientConfig()
		config.Version = version
		client, err := graph.New(config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newSender(t, client, conversions.Config{}).Send(t.Context(), lead("a")); err != nil {
			t.Fatal(err)
		}
		if got := srv.Ledger().Entries(graphtest.On("*"))[0].Version; got != want {
			t.Errorf("the client's version is %q: events went to %s, want %s", version, got, want)
		}
	}
}
