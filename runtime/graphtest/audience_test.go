package graphtest

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The digests of the reference page's sample: test1@example.com and
// test2@example.com.
const (
	digest1 = "9b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254"
	digest2 = "8cc62c145cd0c6dc444168eaeb1b61b351f9b1809a579cc9b4c9e9d7213a39ee"
)

// people returns the params of a call with rows, and with a session unless seq
// is 0.
func people(session, seq int, last bool, digests ...string) url.Values {
	rows := strings.Join(digests, `"],["`)
	form := url.Values{"payload": {`{"schema":["EMAIL"],"data":[["` + rows + `"]]}`}}
	if seq > 0 {
		form.Set("session", fmt.Sprintf(`{"session_id":%d,"batch_seq":%d,"last_batch_flag":%t}`, session, seq, last))
	}
	return form
}

func audienceServer(t *testing.T, changes ...func(*Config)) *Server {
	srv := New(t, append([]func(*Config){fixedClock}, changes...)...)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "customaudiences", "CustomAudience", Node{"id": "50", "subtype": "CUSTOM"})
	return srv
}

// TestAudienceSample is the sample of the reference page, with its values.
func TestAudienceSample(t *testing.T) {
	srv := audienceServer(t)
	form := url.Values{
		"payload": {`{"schema":["EMAIL","LOOKALIKE_VALUE"],"data":[["` + digest1 + `",44.5],["` + digest2 + `",140]]}`},
		"session": {`{"session_id":9778993,"batch_seq":1,"last_batch_flag":true,"estimated_num_total":2}`},
	}
	expect(t, srv, "POST", "/v21.0/50/users", form,
		`{"audience_id":"50","session_id":"9778993","num_received":2,"num_invalid_entries":0,"invalid_entry_samples":[]}`)
	if got := srv.Store().People("50"); got != 2 {
		t.Errorf("the audience has %d people", got)
	}
	expect(t, srv, "GET", "/50?fields=approximate_count_lower_bound", nil, `{"approximate_count_lower_bound":2,"id":"50"}`)
	for _, entry := range srv.Ledger().Entries(On("CustomAudience.users")) {
		if text := fmt.Sprint(entry); strings.Contains(text, digest1) || !strings.Contains(text, `[2 rows of ["EMAIL","LOOKALIKE_VALUE"]]`) {
			t.Errorf("the ledger has %s", text)
		}
	}
}

func TestAudiencePeople(t *testing.T) {
	srv := audienceServer(t)
	answer := func(session string, received, invalid int, samples string) string {
		return fmt.Sprintf(`{"audience_id":"50","session_id":"%s","num_received":%d,"num_invalid_entries":%d,"invalid_entry_samples":%s}`, session, received, invalid, samples)
	}
	expect(t, srv, "POST", "/50/users", people(1, 1, false, digest1), answer("1", 1, 0, "[]"))
	expect(t, srv, "POST", "/50/users", people(1, 2, true, digest2, "x"), answer("1", 3, 1, `{"[\"x\"]":"EMAIL is not a SHA-256 digest in lower case"}`))
	if got := srv.Store().People("50"); got != 2 {
		t.Errorf("the audience has %d people", got)
	}
	expect(t, srv, "DELETE", "/50/users", people(0, 0, false, digest1), answer("120210000000000001", 1, 0, "[]"))
	if got := srv.Store().People("50"); got != 1 {
		t.Errorf("the audience has %d people", got)
	}
	replaced := `{"account_id":"1","session_id":"2","num_received":1,"num_invalid_entries":0,"invalid_entry_samples":[]}`
	expect(t, srv, "POST", "/50/usersreplace", people(2, 1, true, digest1), replaced)
	if got := srv.Store().People("50"); got != 1 {
		t.Errorf("the audience has %d people", got)
	}
	expect(t, srv, "POST", "/act_1/usersofanyaudience", url.Values{"method": {"delete"}, "payload": people(0, 0, false, digest1)["payload"]},
		`{"account_id":"1","session_id":"120210000000000002","num_received":1,"num_invalid_entries":0,"invalid_entry_samples":[]}`)
	if got := srv.Store().People("50"); got != 0 {
		t.Errorf("the audience has %d people", got)
	}
}

// TestRemovedPeople removes people by columns other than those that they were
// added with.
func TestRemovedPeople(t *testing.T) {
	digest := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	payload := func(schema string, rows ...string) url.Values {
		var data []string
		for _, row := range rows {
			var cells []string
			for cell := range strings.SplitSeq(row, " ") {
				if cell != "" && !strings.HasPrefix(cell, "#") {
					cell = digest(cell)
				}
				cells = append(cells, strconv.Quote(strings.TrimPrefix(cell, "#")))
			}
			data = append(data, "["+strings.Join(cells, ",")+"]")
		}
		return url.Values{"payload": {`{"schema":["` + strings.ReplaceAll(schema, " ", `","`) + `"],"data":[` + strings.Join(data, ",") + `]}`}}
	}
	const schema = "EMAIL FN LN PHONE"
	people := []string{"a jane roe 1", "b max roe 2", "c li roe 3", "d  roe ", "a jane doe 1", "e ann roe 3"}
	tests := []struct {
		name, schema string
		rows         []string
		left         int // of 5: the first and the fifth row are one person
	}{
		{"nobody", "EMAIL", []string{"x"}, 5},
		{"by a part of the columns", "EMAIL", []string{"a"}, 4},
		{"by a number that two have", "PHONE", []string{"3"}, 3},
		{"by the single key", "PHONE_SHA256", []string{"2"}, 4},
		{"who has one value only", "PHONE EMAIL", []string{" d"}, 4},
		{"by either of two", "PHONE EMAIL", []string{"1 b", "9 d"}, 2},
		{"by more than was added", "EMAIL EXTERN_ID", []string{"a #7"}, 4},
		{"names find nobody", "FN LN", []string{"max roe"}, 5},
		{"all", schema, people, 0},
	}
	for _, test := range tests {
		srv := audienceServer(t)
		callServer(t, srv, "POST", "/50/users", payload(schema, people...))
		if got := srv.Store().People("50"); got != 5 {
			t.Fatalf("%s: the audience has %d people", test.name, got)
		}
		callServer(t, srv, "DELETE", "/50/users", payload(test.schema, test.rows...))
		if got := srv.Store().People("50"); got != test.left {
			t.Errorf("%s: %d people are left, want %d", test.name, got, test.left)
		}
		callServer(t, srv, "POST", "/50/users", payload(schema, people...))
		if got := srv.Store().People("50"); got != 5 {
			t.Errorf("%s: added again, the audience has %d people", test.name, got)
		}
	}

	// Without values that find a person alone, rows are compared as a whole.
	srv := audienceServer(t)
	callServer(t, srv, "POST", "/50/users", payload("FN LN ZIP LOOKALIKE_VALUE", "jane roe 1 #44", "max roe 1 #1"))
	callServer(t, srv, "DELETE", "/50/users", payload("FN LN", "jane roe"))
	callServer(t, srv, "DELETE", "/50/users", payload("ZIP LN FN", "1 roe max"))
	if got := srv.Store().People("50"); got != 1 {
		t.Errorf("of people known by their names, %d are left", got)
	}
}

func TestAudienceErrors(t *testing.T) {
	now := fixedNow
	clock := func(c *Config) { c.Now = func() time.Time { return now } }
	srv := audienceServer(t, clock)
	srv.Store().AddEdge("act_1", "customaudiences", "CustomAudience", Node{"id": "51", "subtype": "LOOKALIKE"})
	session := func(subcode, message string) string {
		return `{"error":{"message":"(#2650) ` + message + `","type":"OAuthException","code":2650,"error_subcode":` + subcode + `,"fbtrace_id":"TRACE"}}`
	}
	param := func(message, blame string) string {
		return `{"error":{"message":"(#100) ` + message + `","type":"OAuthException","code":100,"error_data":"{\"blame_field_specs\":[[` + blame + `]]}","fbtrace_id":"TRACE"}}`
	}
	callServer(t, srv, "POST", "/50/users", people(3, 1, true, digest1))
	callServer(t, srv, "POST", "/50/users", people(4, 1, false, digest1))
	callServer(t, srv, "POST", "/50/usersreplace", people(5, 1, false, digest1))
	tests := []struct {
		path  string
		form  url.Values
		after time.Duration
		want  string
	}{
		{path: "/50/users", form: nil, want: param("The parameter payload is required", `\"payload\"`)},
		{path: "/50/users", form: url.Values{"payload": {`{"schema":"EMAIL_SHA","data":["x"]}`}},
			want: param(`Param payload.schema has an unknown key EMAIL_SHA; did you mean \"EMAIL_SHA256\"?`, `\"payload\",\"schema\"`)},
		{path: "/50/users", form: people(0, 0, false, make([]string, 10001)...),
			want: param("Param payload.data has 10001 rows; a call takes at most 10000", `\"payload\",\"data\"`)},
		{path: "/50/users", form: people(9, 2, false, digest1), want: session("1870147", "The first batch of the session is missing: batch_seq begins with 1")},
		{path: "/50/users", form: people(3, 2, false, digest1), want: session("1870159", "The session has finished already")},
		{path: "/50/usersreplace", form: people(6, 1, false, digest1), want: session("1870145", "An update of the audience is running already")},
		{path: "/50/usersreplace", form: people(5, 3, true, digest1), want: session("1870148", "A part of the session is missing, so nothing was replaced")},
		{path: "/50/users", form: people(4, 2, false, digest1), after: 91 * time.Minute, want: session("1870158", "The session has timed out: it ends 90 minutes after its first batch")},
		{path: "/51/usersreplace", form: people(7, 1, true, digest1),
			want: `{"error":{"message":"(#2650) Only audiences of the subtype CUSTOM can be replaced","type":"OAuthException","code":2650,"fbtrace_id":"TRACE"}}`},
	}
	for _, test := range tests {
		now = now.Add(test.after)
		expect(t, srv, "POST", test.path, test.form, test.want)
	}
	if got := srv.Store().People("50"); got != 1 {
		t.Errorf("the audience has %d people", got)
	}
}
