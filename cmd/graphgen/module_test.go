package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is a Go module in a folder of its own, outside of the checkout.
type module struct {
	t        *testing.T
	dir      string
	checkout string
}

func newModule(t *testing.T) *module {
	t.Helper()
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return &module{t: t, dir: t.TempDir(), checkout: checkout}
}

// in returns a copy of the module for a subtest.
func (m *module) in(t *testing.T) *module {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(m.dir)); err != nil {
		t.Fatal(err)
	}
	return &module{t: t, dir: dir, checkout: m.checkout}
}

// try runs a command in the module's folder, without a network, and returns
// what it printed.
func (m *module) try(command ...string) (string, error) {
	cmd := exec.CommandContext(m.t.Context(), command[0], command[1:]...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "PWD="+m.dir, "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (m *module) run(command ...string) {
	m.t.Helper()
	if out, err := m.try(command...); err != nil {
		m.t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
}

// runAll runs the commands of a console block.
func (m *module) runAll(block string) {
	m.t.Helper()
	for line := range strings.Lines(block) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			m.run(strings.Fields(command)...)
		}
	}
}

func (m *module) write(name, text string) {
	m.t.Helper()
	name = filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

func (m *module) read(name string) string {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(name)))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text)
}

// edit replaces a text in a file, which must be there once.
func (m *module) edit(name, old, new string) {
	m.t.Helper()
	text := m.read(name)
	if n := strings.Count(text, old); n != 1 {
		m.t.Fatalf("%s holds %q %d times", name, old, n)
	}
	m.write(name, strings.Replace(text, old, new, 1))
}
