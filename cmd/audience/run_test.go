package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// newFakeAPI starts a fake of the API with the audiences 1 and 12 of the
// account act_12, which knows one token.
func newFakeAPI(t *testing.T) *graphtest.Server {
	t.Helper()
	api := graphtest.New(t, func(c *graphtest.Config) { c.Tokens = []graphtest.Token{{Text: "secret-token"}} })
	api.Store().Add("AdAccount", "act_12", nil)
	for _, id := range []string{"1", "12"} {
		api.Store().AddEdge("act_12", "customaudiences", "CustomAudience", graphtest.Node{"id": id, "subtype": "CUSTOM"})
	}
	return api
}

// expireAt refuses a request, counted from 1, with an expired token.
func expireAt(api *graphtest.Server, request int) {
	api.Fault(graphtest.On("*"), graphtest.Pass().Times(request-1), graphtest.ExpiredToken().Times(1))
}

// outcome is what a run of the command left behind.
type outcome struct {
	status         int
	stdout, stderr string
}

func runCommand(t *testing.T, stdin string, terminal bool, token string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), args, environment{
		stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr, terminal: terminal,
		now:    func() time.Time { return time.Unix(1, 0) },
		getenv: func(name string) string { return map[string]string{"META_ACCESS_TOKEN": token}[name] },
	})
	return outcome{status, stdout.String(), stderr.String()}
}

const good = "email,fn\na@example.com,Jane\nb@example.com,Li\nc@example.com,\n"

func TestUpload(t *testing.T) {
	tests := []struct {
		name          string
		args          []string
		wantOperation string
		wantVersion   string
		wantNode      string
		wantPeople    int // of 3 before
		wantKind      string
	}{
		{"add", []string{"-audience", "12", "-action", "add"}, "CustomAudience.users create", "v25.0", "12", 3, "add 12"},
		{"remove", []string{"-audience", "12", "-action", "remove"}, "CustomAudience.users delete", "v25.0", "12", 0, "remove 12"},
		{"replace", []string{"-audience", "12", "-action", "replace", "-api-version", "v24.0"}, "CustomAudience.usersreplace create", "v24.0", "12", 3, "replace 12"},
		{"account", []string{"-account", "act_12", "-action", "remove"}, "AdAccount.usersofanyaudience delete", "v25.0", "act_12", 0, "remove from account 12"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := newFakeAPI(t)
			runCommand(t, good, false, "secret-token", "-audience", "12", "-action", "add", "-base-url", api.URL)
			api.Ledger().Clear()
			got := runCommand(t, good, false, "secret-token", append(test.args, "-base-url", api.URL, "-batch-rows", "2", "-session", "77")...)
			want := outcome{status: 0, stdout: `columns used: "email" as EMAIL, "fn" as FN
` + test.wantKind + `, session 77
rows read: 3, sent: 3 in 2 batches, dropped: 0 (0 of them blank)
received by the API: 3, as many as were sent
`}
			// Another line of progress would follow ten seconds later.
			if _, ok := strings.CutPrefix(got.stderr, test.wantKind+": 2 rows sent in 1 batch"); !ok || strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("the progress is %q", got.stderr)
			}
			got.stderr = ""
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			entries := api.Ledger().Entries(graphtest.On("*"))
			for _, entry := range entries {
				if entry.Operation != test.wantOperation || entry.ID != test.wantNode || entry.Version != test.wantVersion {
					t.Errorf("sent to %s: %s", entry.Version, entry)
				}
			}
			sessions := api.Store().AudienceSessions(test.wantNode)
			last := sessions[len(sessions)-1]
			if last.ID != "77" || !last.Finished || len(last.Batches) != 2 || len(entries) != 2 {
				t.Errorf("%d calls made the session %+v", len(entries), last)
			}
			if got := api.Store().People("12"); got != test.wantPeople {
				t.Errorf("the audience has %d people, want %d", got, test.wantPeople)
			}
		})
	}
}

const faulty = "EMAIL;note;FN\nnowhere;x;Jane\n;;\na@example.com;x;Li\nb@example.com\nnowhere;x;\n"

// TestPhones refuses numbers that may lack their calling codes.
func TestPhones(t *testing.T) {
	const file = "phone,country\n6505551212,\n+49 171 1234567,\n030 123456,Deutschland\n030 123457,Atlantis\n"
	got := runCommand(t, file, false, "", "-dry-run")
	for _, want := range []string{
		"to send: 2 in 1 batch, to drop: 2",
		"row 1: PHONE may lack its country's calling code: write it as +49..., give its country in a column or by -country, or set -calling-codes where all numbers have theirs",
		"row 4: PHONE is not written with + and a calling code, and the COUNTRY of its row cannot be read",
		"row 4: COUNTRY is no ISO 3166-1 code, and no name of a single country",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%q is missing from %s", want, got.stdout)
		}
	}
	for _, flags := range [][]string{{"-calling-codes"}, {"-country", "US"}} {
		if got := runCommand(t, file, false, "", append(flags, "-dry-run")...); !strings.Contains(got.stdout, "to send: 3 in 1 batch, to drop: 1") {
			t.Errorf("with %s: %s", flags, got.stdout)
		}
	}
}

// TestStrayQuote goes on behind a row with a stray quote.
func TestStrayQuote(t *testing.T) {
	const file = "email,fn\na@example.com,Jane\n\"b@example.com,Li\nc@example.com,Max\n"
	want := `columns used: "email" as EMAIL, "fn" as FN
dry run: nothing was sent
rows read: 3, to send: 2 in 1 batch, to drop: 1 (0 of them blank)
invalid: row has a quote that does not enclose a cell, or is never closed: 1
row 2: has a quote that does not enclose a cell, or is never closed
`
	got := runCommand(t, file, false, "", "-dry-run")
	if diff := cmp.Diff(outcome{status: exitIncomplete, stdout: want}, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	got = runCommand(t, file, false, "", "-dry-run", "-on-invalid", "stop")
	if got.status != exitFailure || !strings.Contains(got.stdout, "rows read: 1, to send: 1 in 1 batch, to drop: 0") {
		t.Errorf("outcome with -on-invalid stop is %+v", got)
	}
}

func TestDryRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte(faulty), 0o600); err != nil {
		t.Fatal(err)
	}
	api := newFakeAPI(t)
	got := runCommand(t, "", false, "", "-dry-run", "-base-url", api.URL, "-comma", ";", "-skip-unknown", "-max-errors", "2", file)
	want := outcome{status: exitIncomplete, stdout: `columns used: "EMAIL" as EMAIL, "FN" as FN
columns left out: "note"
dry run: nothing was sent
rows read: 5, to send: 2 in 1 batch, to drop: 3 (1 of them blank)
invalid: row has more or fewer cells than the header: 1
invalid: EMAIL has no @: 2
row 1: EMAIL has no @
row 4: has more or fewer cells than the header
and 1 more; see -max-errors
`}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	api.Ledger().WantReceived(t, graphtest.On("*"), 0)
	if got := runCommand(t, good, false, "", "-dry-run"); got.status != exitDone {
		t.Errorf("a good file: %+v", got)
	}
	if got := runCommand(t, "EMAIL\n", false, "", "-dry-run"); got.status != exitIncomplete {
		t.Errorf("an empty file: %+v", got)
	}
}

func TestDroppedRows(t *testing.T) {
	api := newFakeAPI(t)
	args := []string{"-audience", "1", "-action", "add", "-base-url", api.URL, "-comma", ";", "-skip-unknown"}
	got := runCommand(t, faulty, true, "secret-token", args...)
	if got.status != exitIncomplete || !strings.Contains(got.stdout, "sent: 2 in 1 batch, dropped: 3 (1 of them blank)") {
		t.Errorf("outcome is %+v", got)
	}
	if !strings.Contains(got.stderr, "2 rows sent in 1 batch") || !strings.HasSuffix(got.stderr, "\r\x1b[K") {
		t.Errorf("the terminal shows %q", got.stderr)
	}
	got = runCommand(t, faulty, false, "secret-token", append(args, "-on-invalid", "rows")...)
	if got.status != exitIncomplete || !strings.Contains(got.stdout, "sent: 1 in 1 batch, dropped: 4") {
		t.Errorf("outcome with -on-invalid rows is %+v", got)
	}
	got = runCommand(t, faulty, false, "secret-token", append(args, "-on-invalid", "stop")...)
	if got.status != exitFailure || got.stderr != "audience: row 1: EMAIL has no @\n" {
		t.Errorf("outcome with -on-invalid stop is %+v", got)
	}
	api.Ledger().WantReceived(t, graphtest.On("*"), 2)
}

func TestMistakes(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.csv")
	tests := []struct {
		args   string
		stdin  string
		status int
		want   string
	}{
		{"", good, exitUsage, "-audience is missing"},
		{"-audience 1", good, exitUsage, "-action is missing"},
		{"-audience 1 -action delete", good, exitUsage, "-action delete is unknown"},
		{"-audience 1 -account 2 -action remove", good, exitUsage, "either -audience or -account"},
		{"-account 2 -action add", good, exitUsage, "-account goes with -action remove only"},
		{"-audience 1 -action add a.csv b.csv", good, exitUsage, "give one file"},
		{"a.csv -audience 1", good, exitUsage, "flags stand before the file"},
		{"-audience 1 -action add -comma ab", good, exitUsage, "-comma is one character"},
		{"-audience 1 -action add -on-invalid ignore", good, exitUsage, "it is cells, rows or stop"},
		{"-audience 1 -action add -comma \"", good, exitUsage, "no quote or line end"},
		{"-audience 1 -action add -digests EMAL", good, exitUsage, "EMAL is no key; the keys are EMAIL, PHONE"},
		{"-audience 1 -action add -columns Kunde", good, exitUsage, "it is NAME=KEY, or NAME= to leave a column out"},
		{"-audience 1 -action add -columns Kunde=EMAL", good, exitUsage, "EMAL is no key"},
		{"-audience 1 -action add -columns Kunde=EMAIL", good, exitFailure, `there is no column named ["Kunde"]`},
		{"-audience 1 -action add -concurrency -1", good, exitFailure, "-concurrency is negative"},
		{"-audience 1 -action add -digests PHONE", good, exitFailure, "PHONE is listed in -digests but is not in the schema"},
		{"-audience 1 -action add -country Atlantis", good, exitFailure, `-country "Atlantis" is no`},
		{"-audience 1 -action add -batch-rows 0", good, exitUsage, "at least 1"},
		{"-audience 1 -action add -batch-rows 20000", good, exitFailure, "-batch-rows is 20000; the API takes 1 to 10000 rows"},
		{"-audience 1 -action add -base-url nowhere", good, exitFailure, "-base-url is not of the form"},
		{"-audience x -action add", good, exitFailure, "is no custom audience id"},
		{"-nonsense", good, exitUsage, "flag provided but not defined"},
		{"-help", good, exitDone, "exit status:"},
		{"-audience 1 -action add " + missing, good, exitFailure, "no such file"},
		{"-audience 1 -action add", "a@example.com,Jane\n", exitFailure, "it is not known what is in column 1, column 2"},
		{"-audience 1 -action add", "a@example.com,Jane\n", exitFailure, "-skip-unknown"},
		{"-audience 1 -action add", "EMAIL,Kunde,fn,Note,First Name\n", exitFailure, `column 2 "Kunde", column 4 "Note"; column 5 "First Name" repeats the key FN`},
		{"-audience 1 -action add", "EMAIL;FN\n", exitFailure, "-comma ';'"},
		{"-audience 1 -action add", "EMAIL\tFN\n", exitFailure, "-comma '\\t'"},
		{"-audience 1 -action add", "", exitFailure, "the CSV file is empty"},
		{"-audience 1 -action add", "EMAIL\n", exitFailure, "there are no rows to send"},
	}
	for _, test := range tests {
		got := runCommand(t, test.stdin, false, "secret-token", strings.Fields(test.args)...)
		if got.status != test.status || !strings.Contains(got.stderr, test.want) {
			t.Errorf("audience %s: status %d, %s; want %d, %s", test.args, got.status, got.stderr, test.status, test.want)
		}
		if test.args != "-help" && strings.Count(got.stderr, "\n") > 3 {
			t.Errorf("audience %s: the mistake takes many lines: %s", test.args, got.stderr)
		}
		for _, secret := range []string{"secret-token", "a@example.com", "Jane", "Config.", "CSVOptions", "Normalizer", "SkipUnknown"} {
			if strings.Contains(got.stderr+got.stdout, secret) {
				t.Errorf("audience %s prints %s", test.args, secret)
			}
		}
	}
	if got := runCommand(t, good, false, "", "-audience", "1", "-action", "add"); got.status != exitUsage || !strings.Contains(got.stderr, "META_ACCESS_TOKEN") {
		t.Errorf("no token: %+v", got)
	}
}

// TestColumns uploads a file whose columns have names of its own.
func TestColumns(t *testing.T) {
	api := newFakeAPI(t)
	const file = "E-Mail,Kunde,Geburtstag,Mobil,Note\na@example.com,7,31.12.1980,+49 171 1234567,x\n"
	got := runCommand(t, file, false, "secret-token", "-audience", "12", "-action", "add", "-base-url", api.URL, "-q",
		"-columns", "Kunde=extern_id,Geburtstag=DOB", "-columns", "Mobil=PHONE", "-skip-unknown", "-session", "7")
	want := outcome{stdout: `columns used: "E-Mail" as EMAIL, "Kunde" as EXTERN_ID, "Geburtstag" as DOBY DOBM DOBD, "Mobil" as PHONE
columns left out: "Note"
add 12, session 7
rows read: 1, sent: 1 in 1 batch, dropped: 0 (0 of them blank)
received by the API: 1, as many as were sent
`}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}
