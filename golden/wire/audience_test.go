package wire

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

var audience = meta.CustomAudienceByID("23")

// valuedPeople are the people of the page's example, each with a value.
var valuedPeople = &meta.AudiencePayload{
	Schema: []hash.Key{hash.KeyEmail, "LOOKALIKE_VALUE"},
	Data: [][]any{
		{hash.Sum("test1@example.com"), 44.5},
		{hash.Sum("test2@example.com"), 140},
		{hash.Sum("test3@example.com"), 0},
		{hash.Sum("test4@example.com"), 0.9},
	},
}

// everything has each member of a payload.
var everything = &meta.AudiencePayload{
	Schema:       hash.KeyEmailSHA256,
	IsRaw:        graph.Bool(false),
	Data:         [][]any{{hash.Sum("test1@example.com")}, {""}},
	AppIDs:       []meta.ApplicationID{"1234", "5678"},
	PageIDs:      []meta.PageID{"12345678"},
	IGAccountIDs: []string{"17"},
	DataSource: &meta.AudienceDataSource{
		Type: meta.AudienceDataSourceTypeFileImported, SubType: meta.AudienceDataSourceSubTypeWhatsAppSubscriberPool,
	},
	Metadata: &meta.AudienceMetadata{
		CalculatedDate: graph.TimeOf(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)), SchemaVersion: "1",
		WhatsAppSubscriberSource: graph.Int(0),
	},
}

var session = &meta.AudienceSession{
	SessionID: graph.Int(9007199254740993), EstimatedNumTotal: graph.Int(1000000), BatchSeq: graph.Int(1), LastBatchFlag: graph.Bool(false),
}

var audienceCases = []wireCase{
	sends("8", audience.AddUsers(meta.CustomAudienceAddUsersParams{Payload: valuedPeople})),
	sends("8", audience.AddUsers(meta.CustomAudienceAddUsersParams{
		Payload: everything, Session: session, Namespace: graph.String("ns"),
	})),
	sends("8", audience.AddUsersAndRead(meta.CustomAudienceAddUsersParams{Payload: valuedPeople},
		meta.CustomAudienceFieldID, meta.CustomAudienceFieldOperationStatus)),
	sends("12", audience.RemoveUsers(meta.CustomAudienceRemoveUsersParams{Payload: everything, Session: session})),
	sends("+", audience.ReplaceUsers(meta.CustomAudienceReplaceUsersParams{Payload: valuedPeople, Session: session})),
	sends("+", account.RemoveUsersOfAnyAudience(meta.AdAccountRemoveUsersOfAnyAudienceParams{Payload: valuedPeople})),
}

// The example's body, byte for byte as the page has it.
func TestBodyOfTheAudienceExample(t *testing.T) {
	const want = `payload=%7B%22schema%22%3A%5B%22EMAIL%22%2C%22LOOKALIKE_VALUE%22%5D%2C%22data%22%3A%5B` +
		`%5B%229b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254%22%2C44.5%5D%2C` +
		`%5B%228cc62c145cd0c6dc444168eaeb1b61b351f9b1809a579cc9b4c9e9d7213a39ee%22%2C140%5D%2C` +
		`%5B%224eaf70b1f7a797962b9d2a533f122c8039012b31e0a52b34a426729319cb792a%22%2C0%5D%2C` +
		`%5B%2298df8d46f118f8bef552b0ec0a3d729466a912577830212a844b73960777ac56%22%2C0.9%5D%5D%7D`
	request, body := send(t, audienceCases[0])
	if body != want {
		t.Errorf("the body is\n%s\nwant\n%s", body, want)
	}
	if got := request.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
		t.Errorf("the body is sent as %s", got)
	}
}

// A removal has too many people for a URL: its params travel in the body of a
// POST that names the method.
func TestLongRemoval(t *testing.T) {
	people := &meta.AudiencePayload{Schema: hash.KeyEmailSHA256}
	for range 1000 {
		people.Data = append(people.Data, []any{hash.Sum("test1@example.com")})
	}
	request, body := send(t, sends("12", audience.RemoveUsers(meta.CustomAudienceRemoveUsersParams{Payload: people})))
	form, err := url.ParseQuery(body)
	if err != nil {
		t.Fatal(err)
	}
	if request.Method != "POST" || form.Get("method") != "DELETE" || request.URL.RawQuery != "" {
		t.Errorf("%s %s with method=%s", request.Method, request.URL.Path, form.Get("method"))
	}
	if got := strings.Count(form.Get("payload"), hash.Sum("test1@example.com").String()); got != 1000 {
		t.Errorf("%d people are sent", got)
	}
}
