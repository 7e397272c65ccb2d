package audience_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// rowsOf yields rows.
func rowsOf(rows ...[]string) audience.Rows {
	return func(yield func([]string, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// people yields n rows of the schema EXTERN_ID, EMAIL. The e-mail address of
// every tenth is invalid.
func people(n int) audience.Rows {
	return func(yield func([]string, error) bool) {
		cells := make([]string, 2)
		for i := range n {
			cells[0], cells[1] = fmt.Sprintf("c-%07d", i), fmt.Sprintf("p%d@example.com", i)
			if i%10 == 9 {
				cells[1] = "nowhere"
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
}

var peopleSchema = []hash.Key{hash.KeyExternID, hash.KeyEmail}

// TestReferenceBody holds the payload to the body that the API's reference
// shows for a value-based audience.
func TestReferenceBody(t *testing.T) {
	const body = "payload=%7B%22schema%22%3A%5B%22EMAIL%22%2C%22LOOKALIKE_VALUE%22%5D%2C%22data%22%3A%5B%5B%229b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254%22%2C44.5%5D%2C%5B%228cc62c145cd0c6dc444168eaeb1b61b351f9b1809a579cc9b4c9e9d7213a39ee%22%2C140%5D%2C%5B%224eaf70b1f7a797962b9d2a533f122c8039012b31e0a52b34a426729319cb792a%22%2C0%5D%2C%5B%2298df8d46f118f8bef552b0ec0a3d729466a912577830212a844b73960777ac56%22%2C0.9%5D%5D%7D"
	want, err := url.ParseQuery(body)
	if err != nil {
		t.Fatal(err)
	}
	api := newFakeAPI(t)
	api.keep = true
	u := api.uploader(audience.Config{Schema: []hash.Key{hash.KeyEmail, hash.KeyLookalikeValue}, SessionID: 9778993})
	result, err := u.Add(t.Context(), "123", rowsOf(
		[]string{"test1@example.com", "44.5"},
		[]string{"test2@example.com", "140"},
		[]string{"Test3@example.com", "0"},
		[]string{"test4@example.com ", "0.90"},
	))
	if err != nil {
		t.Fatal(err)
	}
	got := api.bodies[0]
	if diff := cmp.Diff(want.Get("payload"), got.Get("payload")); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if want, got := `{"session_id":9778993,"batch_seq":1,"last_batch_flag":true}`, got.Get("session"); got != want {
		t.Errorf("session is %s, want %s", got, want)
	}
	if len(got) != 2 || api.paths[0] != "/v25.0/123/users" {
		t.Errorf("sent %d params to %s", len(got), api.paths[0])
	}
	if !result.Confirmed || result.Sent != 4 || result.Received != 4 {
		t.Errorf("result is %+v", result)
	}
}

func TestPayloadMembers(t *testing.T) {
	tests := []struct {
		name   string
		config audience.Config
		row    []string
		want   string
	}{
		{"single schema", audience.Config{Schema: []hash.Key{hash.KeyMobileAdvertiserID}}, []string{"AECE52E7-03EE-455A-B3C4-E57283966239"},
			`{"schema":"MOBILE_ADVERTISER_ID","data":[["aece52e7-03ee-455a-b3c4-e57283966239"]]}`},
		{"list of one", audience.Config{Schema: []hash.Key{hash.KeyUID}, AppIDs: []string{"1234", "10150000000000001"}, IsRaw: graph.Some(true)}, []string{"7001"},
			`{"schema":["UID"],"data":[["7001"]],"is_raw":true,"app_ids":[1234,10150000000000001]}`},
		{"page", audience.Config{Schema: []hash.Key{hash.KeyPageUID}, PageIDs: []string{"5"}, IsRaw: graph.Some(false)}, []string{"7001"},
			`{"schema":["PAGEUID"],"data":[["7001"]],"is_raw":false,"page_ids":[5]}`},
		{"source", audience.Config{Schema: []hash.Key{hash.KeyUID}, DataSource: audience.DataSource{Type: "FILE_IMPORTED", SubType: "USER_IDS"}}, []string{"7001"},
			`{"schema":["UID"],"data":[["7001"]],"data_source":{"type":"FILE_IMPORTED","sub_type":"USER_IDS"}}`},
		{"metadata", audience.Config{Schema: []hash.Key{hash.KeyUID}, Metadata: audience.Metadata{CalculatedDate: graph.TimeOf(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)), SchemaVersion: "2", WhatsAppSubscriberSource: graph.Int(0)}}, []string{"7001"},
			`{"schema":["UID"],"data":[["7001"]],"metadata":{"calculated_date":"2026-03-01T08:00:00+0000","schema_version":"2","whatsapp_subscriber_source":0}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := newFakeAPI(t)
			api.keep = true
			if _, err := api.uploader(test.config).Add(t.Context(), "1", rowsOf(test.row)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, api.bodies[0].Get("payload")); diff != "" {
				t.Errorf("payload (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	tests := []struct {
		kind       audience.Kind
		upload     func(*audience.Uploader, context.Context, string, audience.Rows) (*audience.Result, error)
		id         string
		wantPath   string
		wantMethod string
	}{
		{audience.KindAdd, (*audience.Uploader).Add, "12", "/v25.0/12/users", ""},
		{audience.KindRemove, (*audience.Uploader).Remove, "12", "/v25.0/12/users", "delete"},
		{audience.KindReplace, (*audience.Uploader).Replace, "12", "/v25.0/12/usersreplace", ""},
		{audience.KindRemoveFromAccount, (*audience.Uploader).RemoveFromAccount, "act_12", "/v25.0/act_12/usersofanyaudience", "delete"},
		{audience.KindRemoveFromAccount, (*audience.Uploader).RemoveFromAccount, "12", "/v25.0/act_12/usersofanyaudience", "delete"},
	}
	for _, test := range tests {
		api := newFakeAPI(t)
		api.keep = true
		u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10, EstimatedTotal: 25})
		result, err := test.upload(u, t.Context(), test.id, people(25))
		if err != nil {
			t.Fatalf("%s: %v", test.kind, err)
		}
		if result.Kind != test.kind || result.ID != "12" || result.SessionID <= 0 || result.Batches != 3 {
			t.Errorf("%s: result is %+v", test.kind, result)
		}
		for i, form := range api.bodies {
			want := fmt.Sprintf(`{"session_id":%d,"batch_seq":%d,"last_batch_flag":%t,"estimated_num_total":25}`, result.SessionID, i+1, i == 2)
			if got := form.Get("session"); got != want {
				t.Errorf("%s: session is %s, want %s", test.kind, got, want)
			}
			if form.Get("method") != test.wantMethod || api.paths[i] != test.wantPath {
				t.Errorf("%s: sent to %s with method=%q", test.kind, api.paths[i], form.Get("method"))
			}
		}
	}
}

// TestLastBatch checks that the last batch is marked, whether it is full, and
// whatever dropped rows follow it.
func TestLastBatch(t *testing.T) {
	for rows := 1; rows <= 31; rows++ {
		api := newFakeAPI(t)
		u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10, OnInvalid: audience.DropRows})
		result, err := u.Add(t.Context(), "1", people(rows))
		if err != nil {
			t.Fatal(err)
		}
		dropped := int64(rows / 10)
		kept := int64(rows) - dropped
		api.checkSession(int((kept + 9) / 10))
		if !result.Confirmed || result.Sent != kept || result.Counts.Read != int64(rows) || result.Counts.Dropped != dropped {
			t.Errorf("%d rows: result is %+v", rows, result)
		}
	}
}

func TestMaxBytes(t *testing.T) {
	api := newFakeAPI(t)
	api.keep = true
	u := api.uploader(audience.Config{Schema: []hash.Key{hash.KeyExternID}, MaxBytes: 30})
	result, err := u.Add(t.Context(), "1", rowsOf(
		[]string{"aaaaaa"}, []string{"bbbbbb"}, // 10 bytes each, and a comma
		[]string{"cccccc"}, []string{strings.Repeat("d", 27)}, []string{strings.Repeat("e", 26)},
	))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, form := range api.bodies {
		got = append(got, u.RowsOf(form.Get("payload")))
	}
	want := []string{`["aaaaaa"],["bbbbbb"]`, `["cccccc"]`, `["` + strings.Repeat("e", 26) + `"]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
	want1 := []*audience.RowError{{Row: 4, Reason: audience.ReasonLarge}}
	if diff := cmp.Diff(want1, result.RowErrors); diff != "" {
		t.Errorf("row errors (-want +got):\n%s", diff)
	}
}

func TestInvalidPolicy(t *testing.T) {
	rows := func(yield func([]string, error) bool) {
		_ = yield([]string{"c-1", "a@example.com"}, nil) &&
			yield([]string{"c-2", "nowhere"}, nil) &&
			yield([]string{"", "nowhere"}, nil) &&
			yield([]string{"", " "}, nil) &&
			yield([]string{"c-5"}, nil) &&
			yield(nil, &audience.RowError{Reason: "is odd"}) &&
			yield([]string{"c-7", ""}, nil)
	}
	noAt, err := hash.Hash(hash.KeyEmail, "nowhere")
	var invalid *hash.Error
	if !errors.As(err, &invalid) || noAt != "" {
		t.Fatal(noAt, err)
	}
	counts := audience.Counts{Read: 7, Blank: 1, Invalid: []audience.InvalidCount{
		{Reason: audience.ReasonLength, Cells: 1},
		{Reason: "is odd", Cells: 1},
		{Key: hash.KeyEmail, Reason: invalid.Reason, Cells: 2},
	}}
	wantErrors := []*audience.RowError{
		{Row: 2, Key: hash.KeyEmail, Reason: invalid.Reason},
		{Row: 3, Key: hash.KeyEmail, Reason: invalid.Reason},
		{Row: 5, Reason: audience.ReasonLength},
		{Row: 6, Reason: "is odd"},
	}
	for policy, sent := range map[audience.InvalidPolicy]int64{audience.DropCells: 3, audience.DropRows: 2} {
		api := newFakeAPI(t)
		u := api.uploader(audience.Config{Schema: peopleSchema, OnInvalid: policy})
		checked, err := u.Check(rows)
		if err != nil || api.requests != 0 {
			t.Fatalf("Check: %v after %d requests", err, api.requests)
		}
		result, err := u.Add(t.Context(), "1", rows)
		if err != nil {
			t.Fatal(err)
		}
		counts.Dropped = 7 - sent
		for _, r := range []*audience.Result{checked, result} {
			if diff := cmp.Diff(counts, r.Counts); diff != "" {
				t.Errorf("%s: counts (-want +got):\n%s", policy, diff)
			}
			if diff := cmp.Diff(wantErrors, r.RowErrors); diff != "" {
				t.Errorf("%s: row errors (-want +got):\n%s", policy, diff)
			}
			if r.Sent != sent || r.Batches != 1 {
				t.Errorf("%s: %d rows in %d batches, want %d in 1", policy, r.Sent, r.Batches, sent)
			}
		}
	}

	api := newFakeAPI(t)
	u := api.uploader(audience.Config{Schema: peopleSchema, OnInvalid: audience.Stop})
	_, err = u.Add(t.Context(), "1", rows)
	var spoiled *audience.RowError
	if !errors.As(err, &spoiled) || spoiled.Row != 2 || api.requests != 0 {
		t.Errorf("Stop: %v after %d requests", err, api.requests)
	}
}

func TestNothingToSend(t *testing.T) {
	api := newFakeAPI(t)
	u := api.uploader(audience.Config{Schema: peopleSchema})
	broken := errors.New("disk on fire")
	tests := []struct {
		name string
		rows audience.Rows
		want error
	}{
		{"no rows", rowsOf(), audience.ErrNoRows},
		{"blank rows", rowsOf([]string{"", ""}), audience.ErrNoRows},
		{"broken input", func(yield func([]string, error) bool) { yield(nil, broken) }, broken},
	}
	for _, test := range tests {
		result, err := u.Replace(t.Context(), "1", test.rows)
		if !errors.Is(err, test.want) || result == nil || api.requests != 0 {
			t.Errorf("%s: %v after %d requests, want %v", test.name, err, api.requests, test.want)
		}
	}
	if _, err := u.Add(t.Context(), "act_1", people(1)); err == nil || api.requests != 0 {
		t.Errorf("an account's id is taken for an audience's: %v", err)
	}
}

func TestConfigErrors(t *testing.T) {
	api := newFakeAPI(t)
	for _, config := range []audience.Config{
		{},
		{Schema: []hash.Key{"NAME"}},
		{Schema: peopleSchema, MaxRows: 10_001},
		{Schema: peopleSchema, MaxRows: -1},
		{Schema: peopleSchema, MaxBytes: -1},
		{Schema: peopleSchema, Concurrency: -1},
		{Schema: peopleSchema, MaxAttempts: -1},
		{Schema: peopleSchema, SessionID: -1},
		{Schema: peopleSchema, EstimatedTotal: -1},
		{Schema: peopleSchema, OnInvalid: "ignore"},
		{Schema: peopleSchema, AppIDs: []string{"1x"}},
		{Schema: peopleSchema, PageIDs: []string{""}},
	} {
		if _, err := audience.New(api.client(), config); err == nil {
			t.Errorf("New accepts %+v", config)
		}
	}
	for _, client := range []*graph.Client{nil, {}} {
		if _, err := audience.New(client, audience.Config{Schema: peopleSchema}); err == nil {
			t.Error("there is no error for a client that is none")
		}
	}
	if _, err := audience.New(api.client(), audience.Config{Schema: peopleSchema, Version: "25"}); err == nil {
		t.Error("there is no error for the version 25")
	}
}

func TestSessionIDs(t *testing.T) {
	seen := map[int64]bool{}
	for range 1000 {
		id := audience.NewSessionID()
		if id <= 0 || seen[id] {
			t.Fatalf("session id %d", id)
		}
		seen[id] = true
	}
}

// TestConcurrency checks that the first batch goes alone, and the last one
// after all others.
func TestConcurrency(t *testing.T) {
	api := newFakeAPI(t)
	const limit = 3
	var u *audience.Uploader
	var progress []int64
	var last audience.Checkpoint
	u = api.uploader(audience.Config{
		Schema: peopleSchema, MaxRows: 10, Concurrency: limit,
		Progress:   func(p audience.Progress) { progress = append(progress, p.Sent) },
		Checkpoint: func(c audience.Checkpoint) error { last = c; return nil },
	})
	result, err := u.Add(t.Context(), "1", people(1005))
	if err != nil {
		t.Fatal(err)
	}
	s := api.checkSession(101)
	if s.Batches[0].Seq != 1 || s.Batches[100].Seq != 101 {
		t.Errorf("the first batch is %d and the last %d", s.Batches[0].Seq, s.Batches[100].Seq)
	}
	if api.busiest > limit {
		t.Errorf("%d batches at once, want at most %d", api.busiest, limit)
	}
	if !result.Confirmed || len(progress) != 101 || progress[100] != 1005 {
		t.Errorf("result is %+v, progress ends with %v", result, progress[len(progress)-1])
	}
	if !last.Finished || last.Acked.Seq != 101 || len(last.Ahead) != 0 {
		t.Errorf("the checkpoint is %+v", last)
	}
}

// answerWith is the answer to a batch of one row with these samples.
func answerWith(samples string) string {
	return `{"audience_id":"1","session_id":"1","num_received":1,"num_invalid_entries":0,"invalid_entry_samples":` + samples + `}`
}

func TestSamples(t *testing.T) {
	for sent, want := range map[string][]string{
		`[]`:                      nil,
		`{}`:                      nil,
		`null`:                    nil,
		`["x1","x2","x1"]`:        {"x1", "x2"},
		`{"b":"bad","a":"worse"}`: {"a: worse", "b: bad"},
		`{"a":["x",1]}`:           {`a: ["x",1]`},
		`[["x"],7]`:               {`["x"]`, "7"},
	} {
		api := newFakeAPI(t)
		api.Fault(graphtest.On("*"), graphtest.Answer(200, answerWith(sent)).AfterActing())
		result, err := api.uploader(audience.Config{Schema: peopleSchema}).Add(t.Context(), "1", people(1))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, result.Samples.Reveal()); diff != "" {
			t.Errorf("samples of %s (-want +got):\n%s", sent, diff)
		}
	}
}
