package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// usage is what processes used.
type usage struct {
	wall, cpu time.Duration
	// memory is the largest resident set in bytes, or 0 where it is not known.
	memory int64
}

// add sums times; of memory the largest counts.
func (u *usage) add(v usage) {
	u.wall += v.wall
	u.cpu += v.cpu
	u.memory = max(u.memory, v.memory)
}

// report reports the means over the iterations, under names that end in what.
func (u usage) report(b *testing.B, what string) {
	b.ReportMetric(u.wall.Seconds()/float64(b.N), "s-"+what)
	b.ReportMetric(u.cpu.Seconds()/float64(b.N), "cpu-s-"+what)
	if u.memory > 0 {
		b.ReportMetric(float64(u.memory)/1e6, "MB-"+what)
	}
}

// reportRatio reports what ours used as a multiple of theirs.
func reportRatio(b *testing.B, ours, theirs usage, what string) {
	b.ReportMetric(ours.wall.Seconds()/theirs.wall.Seconds(), "x-"+what)
	b.ReportMetric(ours.cpu.Seconds()/theirs.cpu.Seconds(), "x-cpu-"+what)
	b.ReportMetric(0, "ns/op") // hides the sum of both
}

// measure runs a command to its end.
func measure(b *testing.B, dir string, command ...string) usage {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), command[0], command[1:]...)
	cmd.Dir = dir
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	state := cmd.ProcessState
	return usage{wall: wall, cpu: state.UserTime() + state.SystemTime(), memory: residentSet(state)}
}

// output returns what a command prints on standard output.
func output(dir string, command ...string) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", &commandError{strings.Join(command, " "), stderr.String(), err}
	}
	return string(out), nil
}

// commandError says what a command printed before it failed.
type commandError struct {
	command, stderr string
	err             error
}

func (e *commandError) Error() string { return e.command + ": " + e.err.Error() + "\n" + e.stderr }

func mustOutput(b *testing.B, dir string, command ...string) string {
	b.Helper()
	out, err := output(dir, command...)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// checkout is the folder of this module.
func checkout(b *testing.B) string {
	b.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

// buildGraphgen builds the command.
func buildGraphgen(b *testing.B) string {
	b.Helper()
	binary := filepath.Join(b.TempDir(), "graphgen.exe")
	mustOutput(b, checkout(b), "go", "build", "-o", binary, "./cmd/graphgen")
	return binary
}

// metaModule makes a module of which the package "meta" is generated from all
// that Meta publishes for one version, under the built-in specs.
func metaModule(b *testing.B, graphgen string) string {
	b.Helper()
	const version = "v25.0"
	folder := os.Getenv("GRAPHGEN_META_SPECS")
	if folder == "" {
		folder = filepath.Join(checkout(b), "..", "shared", "meta-specs")
	}
	if _, err := os.Stat(filepath.Join(folder, version, "specs")); err != nil {
		b.Skipf("Meta's published JSON specs are not here: %v; set GRAPHGEN_META_SPECS to the folder that holds %s", err, version)
	}
	dir := newModule(b, "require github.com/metagraph-go/graphgen v0.0.0\n\nreplace github.com/metagraph-go/graphgen => "+checkout(b)+"\n")
	mustOutput(b, dir, graphgen, "import", "-q", "-from", filepath.Join(folder, version), "-version", version, "-out", "imported")
	write(b, filepath.Join(dir, "graphgen.yaml"), "version: 1\napi_version: "+version+"\nspecs: [./imported, builtin]\n")
	mustOutput(b, dir, graphgen, "generate")
	return dir
}

// newModule makes an empty module.
func newModule(b *testing.B, requirements string) string {
	b.Helper()
	dir := b.TempDir()
	write(b, filepath.Join(dir, "go.mod"), "module example.com/bench\n\ngo 1.26\n\n"+requirements)
	return dir
}

func write(b *testing.B, name, text string) {
	b.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		b.Fatal(err)
	}
}
