package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

func TestCheckpoint(t *testing.T) {
	api := newFakeAPI(t)
	expireAt(api, 2)
	file := filepath.Join(t.TempDir(), "upload.json")
	args := []string{"-audience", "12", "-action", "add", "-base-url", api.URL, "-batch-rows", "1", "-checkpoint", file}
	got := runCommand(t, good, false, "secret-token", args...)
	if got.status != exitFailure || !strings.Contains(got.stderr, "(#190/463) Error validating access token: Session has expired.") || !strings.Contains(got.stderr, "Run the same command again to go on; "+file) {
		t.Errorf("outcome is %+v", got)
	}
	if !strings.Contains(got.stdout, "sent: 1 in 1 batch") {
		t.Errorf("the report is %s", got.stdout)
	}

	other := runCommand(t, good, false, "secret-token", append([]string{"-audience", "13", "-action", "add"}, args[4:]...)...)
	if other.status != exitUsage || !strings.Contains(other.stderr, "is the checkpoint of another upload (add 12)") {
		t.Errorf("another audience: %+v", other)
	}
	flags := runCommand(t, good, false, "secret-token", append(args, "-country", "DE", "-on-invalid", "rows")...)
	if flags.status != exitFailure || !strings.Contains(flags.stderr, `-on-invalid was "drop cells" and is "drop rows"; -country was "" and is "DE"`) ||
		!strings.Contains(flags.stderr, "or remove "+file) || strings.Contains(flags.stderr, "Run the same command again") {
		t.Errorf("other flags: %+v", flags)
	}
	columns := runCommand(t, "email\na@example.com\n", false, "secret-token", args...)
	if columns.status != exitFailure || !strings.Contains(columns.stderr, `the schema was "EMAIL, FN" and is "EMAIL"`) {
		t.Errorf("other columns: %+v", columns)
	}
	changed := runCommand(t, strings.Replace(good, "Jane", "Joan", 1), false, "secret-token", args...)
	if changed.status != exitFailure || !strings.Contains(changed.stderr, "Give the file that the upload began with, or remove "+file) {
		t.Errorf("another file: %+v", changed)
	}

	got = runCommand(t, good, false, "secret-token", args...)
	if got.status != exitDone || !strings.Contains(got.stdout, "sent: 3 in 3 batches") {
		t.Errorf("outcome is %+v", got)
	}
	api.Ledger().WantActed(t, graphtest.On("*"), 3)
	if sessions := api.Store().AudienceSessions("12"); len(sessions) != 1 || len(sessions[0].Batches) != 3 {
		t.Errorf("the sessions are %+v", sessions)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the checkpoint is still there: %v", err)
	}
}

// TestExpiredCheckpoint goes on with an upload whose session is long over.
func TestExpiredCheckpoint(t *testing.T) {
	for _, test := range []struct {
		action, stdout, stderr string
		status                 int
	}{
		{"add", "sent: 3 in 3 batches", "", exitIncomplete}, // Batch 2 was in doubt, so the count of the first session is.
		{"replace", "sent: 1 in 1 batch", "is closed after 1 rows: an audience is replaced in one session", exitFailure},
	} {
		api := newFakeAPI(t)
		expireAt(api, 2)
		file := filepath.Join(t.TempDir(), "upload.json")
		args := []string{"-audience", "12", "-action", test.action, "-base-url", api.URL, "-batch-rows", "1", "-checkpoint", file, "-session", "7"}
		runCommand(t, good, false, "secret-token", args...)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var saved map[string]any
		if err := json.Unmarshal(data, &saved); err != nil {
			t.Fatal(err)
		}
		saved["started_at"] = "2020-01-01T00:00:00Z"
		if data, err = json.Marshal(saved); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got := runCommand(t, good, false, "secret-token", args...)
		if got.status != test.status || !strings.Contains(got.stdout, test.stdout) || !strings.Contains(got.stderr, test.stderr) {
			t.Errorf("%s: outcome is %+v", test.action, got)
		}
		if remove := "Remove " + file + " to start a new upload"; test.stderr != "" && !strings.Contains(got.stderr, remove) {
			t.Errorf("%s: the error is %s", test.action, got.stderr)
		}
		if listed := strings.Contains(got.stdout, "sessions 7, "); listed != (test.action == "add") {
			t.Errorf("%s: the report is %s", test.action, got.stdout)
		}
	}
}

// TestMendedFile goes on behind a row that was corrected.
func TestMendedFile(t *testing.T) {
	api := newFakeAPI(t)
	file := filepath.Join(t.TempDir(), "upload.json")
	args := []string{"-audience", "12", "-action", "add", "-base-url", api.URL, "-batch-rows", "1", "-on-invalid", "stop", "-checkpoint", file}
	got := runCommand(t, strings.Replace(good, "c@example", "c.example", 1), false, "secret-token", args...)
	if got.status != exitFailure || !strings.Contains(got.stderr, "row 3: EMAIL has no @\nCorrect the row and run the same command again to go on, or remove "+file) {
		t.Errorf("outcome is %+v", got)
	}
	long := strings.Replace(good, "c@example", strings.Repeat("c", 2<<20)+"@example", 1)
	got = runCommand(t, long, false, "secret-token", args...)
	if got.status != exitFailure || !strings.Contains(got.stderr, "a line has more than 1048576 bytes\nWhen that is mended, run the same command again") {
		t.Errorf("outcome with a long line is %+v", got)
	}
	got = runCommand(t, good, false, "secret-token", args...)
	if got.status != exitDone || !strings.Contains(got.stdout, "sent: 3 in 3 batches") {
		t.Errorf("outcome of the corrected file is %+v", got)
	}
	if got := api.Store().People("12"); got != 3 {
		t.Errorf("the audience has %d people", got)
	}
}

// TestDamagedCheckpoint says to remove a checkpoint that cannot be read.
func TestDamagedCheckpoint(t *testing.T) {
	api := newFakeAPI(t)
	for _, text := range []string{"", "{", "no JSON", "{}", `{"version":2,"kind":"add","id":"12"}`, `{"version":99,"kind":"add","id":"12"}`} {
		file := filepath.Join(t.TempDir(), "upload.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got := runCommand(t, good, false, "secret-token", "-audience", "12", "-action", "add", "-base-url", api.URL, "-checkpoint", file)
		if got.status != exitFailure || !strings.Contains(got.stderr, "Remove "+file+" to start a new upload") {
			t.Errorf("%s: outcome is %+v", text, got)
		}
		if strings.Contains(got.stderr, "Run the same command again") {
			t.Errorf("%s: the advice is %s", text, got.stderr)
		}
	}
	api.Ledger().WantReceived(t, graphtest.On("*"), 0)
}
