package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asCommand makes the test program behave as graphgen.
const asCommand = "GRAPHGEN_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		os.Exit(exitOK)
	}
	os.Exit(m.Run())
}

// A run that is killed, at whatever moment, leaves every file as it was or as
// it is to be. The next run ends with what a run that was not killed writes.
func TestKilledRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const runs = 12
	next := map[string]string{"v24.0": "v25.0", "v25.0": "v24.0"} // all files of the two differ
	wants := map[string]map[string]string{}
	dir := t.TempDir()
	folder := filepath.Join(dir, "meta")
	var whole time.Duration
	for version := range next {
		start := time.Now()
		generateVersion(t, dir, version, nil)
		whole = max(whole, time.Since(start))
		wants[version] = tree(t, folder)
	}

	version, mixed := "v25.0", 0
	generateVersion(t, dir, next[version], nil)
	for i := range runs {
		// Every other run is killed as soon as the first file has changed.
		moment := time.After(rand.N(whole))
		first := filepath.Join(folder, "ad.go")
		before, err := os.Stat(first)
		if err != nil {
			t.Fatal(err)
		}
		generateVersion(t, dir, version, func() bool {
			if i%2 == 0 {
				now, err := os.Stat(first)
				return err == nil && !os.SameFile(before, now)
			}
			select {
			case <-moment:
				return true
			default:
				return false
			}
		})
		old, fresh := 0, 0
		for file, text := range tree(t, folder) {
			switch {
			case !strings.HasSuffix(file, ".go"): // the owner file, and what was not moved to its place yet
			case text == wants[version][file]:
				fresh++
			case text == wants[next[version]][file]:
				old++
			default:
				t.Fatalf("after a run that was killed, %s is neither old nor new:\n%s", file, text)
			}
		}
		if old > 0 && fresh > 0 {
			mixed++
		}
		generateVersion(t, dir, version, nil)
		if diff := cmp.Diff(wants[version], tree(t, folder)); diff != "" {
			t.Fatalf("after the run that followed: -want +got:\n%s", diff)
		}
		version = next[version]
	}
	// Whether a kill comes between two files is up to the scheduler. Package
	// output has a test that begins with such a folder.
	t.Logf("%d of %d runs were killed between two files", mixed, runs)
}

// Runs at the same time in one folder leave it as one of them would.
func TestRunsAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	dir := t.TempDir()
	folder := filepath.Join(dir, "meta")
	generateVersion(t, dir, "v25.0", nil)
	want := tree(t, folder)
	for range 2 {
		generateVersion(t, dir, "v24.0", nil)
		writeConfig(t, dir, "v25.0")
		var runs []*exec.Cmd
		for range 4 {
			cmd := generateProcess(t, dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			runs = append(runs, cmd)
		}
		for _, cmd := range runs {
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v: %s", err, cmd.Stderr)
			}
		}
		if diff := cmp.Diff(want, tree(t, folder)); diff != "" {
			t.Fatalf("after runs at once: -want +got:\n%s", diff)
		}
	}
}

// generateVersion runs graphgen generate as a process. It kills the process
// once kill says so; a nil kill never does.
func generateVersion(t *testing.T, dir, version string, kill func() bool) {
	t.Helper()
	writeConfig(t, dir, version)
	cmd := generateProcess(t, dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
		if kill != nil && kill() {
			_ = cmd.Process.Kill() // it may have ended
			<-ended
			return
		}
		time.Sleep(20 * time.Microsecond)
	}
}

func writeConfig(t *testing.T, dir, version string) {
	t.Helper()
	config := "version: 1\napi_version: " + version + "\n"
	if err := os.WriteFile(filepath.Join(dir, "graphgen.yaml"), []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
}

// generateProcess is graphgen generate as a process of its own.
func generateProcess(t *testing.T, dir string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "generate")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1")
	cmd.Stderr = new(bytes.Buffer)
	return cmd
}
