package audience_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

func TestCheckpointFile(t *testing.T) {
	dir := t.TempDir()
	file := audience.CheckpointFile(filepath.Join(dir, "upload.json"))
	if _, err := file.Load(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := file.Remove(); err != nil {
		t.Errorf("removing no file: %v", err)
	}
	want := audience.Checkpoint{
		Version: 2, Kind: audience.KindReplace, ID: "12", SessionID: 1<<63 - 1,
		StartedAt: time.Date(2026, 3, 1, 8, 0, 0, 5, time.UTC), Schema: peopleSchema, Settings: "s",
		Acked:      audience.Mark{Seq: 3, Sent: 28, Digest: "d", Counts: audience.Counts{Read: 30, Dropped: 2, Blank: 1, Invalid: []audience.InvalidCount{{Key: "EMAIL", Reason: "has no @", Cells: 1}}}},
		Ahead:      []audience.Mark{{Seq: 5, Sent: 48}},
		FirstBatch: 2, Skipped: []int64{4}, ClosedBy: 7,
		Earlier: []audience.EndedSession{{SessionID: 3, StartedAt: time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC), Received: 10, InvalidEntries: 1, Closed: true}},
		Window:  4, Received: 38, InvalidEntries: 1, Resent: 2,
	}
	for range 2 {
		if err := file.Save(want); err != nil {
			t.Fatal(err)
		}
		got, err := file.Load()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("loaded (-saved +loaded):\n%s", diff)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v: %v", entries, err)
	}
	for _, text := range []string{"{", "{}", `{"version":2,"kind":"add"}`, `{"version":3,"kind":"add"}`} {
		if err := os.WriteFile(string(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := file.Load(); !errors.Is(err, audience.ErrCheckpointDamaged) {
			t.Errorf("%s: loaded with %v", text, err)
		}
	}
	if err := file.Remove(); err != nil {
		t.Error(err)
	}
	if err := audience.CheckpointFile(filepath.Join(dir, "missing", "upload.json")).Save(want); err == nil {
		t.Error("a folder that is missing is no error")
	}
}

// What a process left behind that died while it saved a checkpoint is taken
// away by the next one, and where somebody put a link, the link.
func TestCheckpointFileSweeps(t *testing.T) {
	for name, leave := range map[string]func(temp, other string) error{
		"half a file": func(temp, _ string) error { return os.WriteFile(temp, []byte("{"), 0o400) },
		"a link":      func(temp, other string) error { return os.Symlink(other, temp) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
			if err := os.WriteFile(other, []byte("precious"), 0o600); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "upload.json")
			file := audience.CheckpointFile(path)
			if err := leave(path+".tmp", other); err != nil {
				t.Fatal(err)
			}
			saved := audience.Checkpoint{Version: 2, Kind: audience.KindAdd, ID: "1", SessionID: 5, StartedAt: time.Unix(1, 0).UTC(), Schema: peopleSchema}
			if err := file.Save(saved); err != nil {
				t.Fatal(err)
			}
			if got, err := file.Load(); err != nil || got.SessionID != 5 {
				t.Errorf("loaded %+v, %v", got, err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("the folder has %v: %v", entries, err)
			}
			if err := leave(path+".tmp", other); err != nil {
				t.Fatal(err)
			}
			if err := file.Remove(); err != nil {
				t.Error(err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
				t.Errorf("the folder has %v: %v", entries, err)
			}
			if data, err := os.ReadFile(other); err != nil || string(data) != "precious" {
				t.Errorf("another file holds %q, %v", data, err)
			}
		})
	}
}

// TestDeathAfterLastBatch dies between the API's answer to the last batch and
// the checkpoint, with an API that does not take the batch again.
func TestDeathAfterLastBatch(t *testing.T) {
	api := newFakeAPI(t)
	var saved audience.Checkpoint
	dead := errors.New("the process died")
	config := audience.Config{Schema: peopleSchema, MaxRows: 10, Checkpoint: func(c audience.Checkpoint) error {
		if c.Finished {
			return dead
		}
		saved = c
		return nil
	}}
	if _, err := api.uploader(config).Add(t.Context(), "1", people(25)); !errors.Is(err, dead) {
		t.Fatal(err)
	}
	config.Checkpoint = nil
	result, err := api.uploader(config).Resume(t.Context(), saved, people(25))
	if err != nil {
		t.Fatal(err)
	}
	if result.Sent != 25 || result.Batches != 3 || result.Resent != 1 || result.Confirmed {
		t.Errorf("result is %+v", result)
	}
	api.checkSession(3)

	// A session that ended elsewhere is not taken for this one's end.
	saved.Acked, saved.Window = audience.Mark{}, 1
	if _, err := api.uploader(config).Resume(t.Context(), saved, people(25)); !errors.Is(err, audience.ErrSessionFinished) {
		t.Errorf("batch 1 of a session that has ended: %v", err)
	}
}

// TestConfigChanged tells which settings an upload was begun with.
func TestConfigChanged(t *testing.T) {
	api := newFakeAPI(t)
	var saved audience.Checkpoint
	began := audience.Config{Schema: peopleSchema, SessionID: 5, MaxRows: 10, Checkpoint: func(c audience.Checkpoint) error {
		saved = c
		return nil
	}}
	if _, err := api.uploader(began).Add(t.Context(), "1", people(25)); err != nil {
		t.Fatal(err)
	}
	saved.Finished = false
	old := saved
	old.Config = nil
	tests := []struct {
		name   string
		from   audience.Checkpoint
		change func(*audience.Config)
		want   []audience.ConfigChange
	}{
		{"settings", saved, func(c *audience.Config) {
			c.MaxRows, c.Normalizer.Country, c.OnInvalid, c.Concurrency = 20, "DE", audience.DropRows, 3
			c.AppIDs, c.IsRaw, c.DataSource.Type = []string{"7"}, graph.Some(true), "FILE_IMPORTED"
		}, []audience.ConfigChange{
			{"Config.AppIDs", "", "7"}, {"Config.DataSource", "{}", `{"type":"FILE_IMPORTED"}`}, {"Config.IsRaw", "null", "true"},
			{"Config.MaxRows", "10", "20"}, {"Config.OnInvalid", "drop cells", "drop rows"}, {"Normalizer.Country", "", "DE"},
		}},
		{"schema and session", saved, func(c *audience.Config) { c.Schema, c.SessionID = []hash.Key{"EMAIL"}, 6 },
			[]audience.ConfigChange{{"Config.SessionID", "5", "6"}, {"Config.Schema", "EXTERN_ID, EMAIL", "EMAIL"}}},
		{"a checkpoint that does not tell", old, func(c *audience.Config) { c.MaxRows = 20 }, nil},
	}
	for _, test := range tests {
		config := began
		test.change(&config)
		_, err := api.uploader(config).Resume(t.Context(), test.from, people(25))
		var changed *audience.ConfigChangedError
		if !errors.As(err, &changed) {
			t.Errorf("%s: the error is %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, changed.Changes); diff != "" {
			t.Errorf("%s: changes (-want +got):\n%s", test.name, diff)
		}
		for _, change := range test.want {
			if !strings.Contains(err.Error(), change.Name) {
				t.Errorf("%s: the error does not name %s: %v", test.name, change.Name, err)
			}
		}
	}
	if _, err := api.uploader(began).Resume(t.Context(), old, people(25)); !errors.Is(err, audience.ErrInputChanged) {
		t.Errorf("the same settings: %v", err) // The upload was finished.
	}
}
