package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// The exit codes.
const (
	exitOK       = 0
	exitFindings = 1 // stale output, mistakes in specs
	exitFailure  = 2 // wrong usage, a bad config, files that can't be read or written
)

// environment is what a command has of the world.
type environment struct {
	stdout, stderr io.Writer
	// dir is the folder that relative paths begin at.
	dir string
	// now is the date on which API versions are judged.
	now time.Time
}

// path returns a path that was given on the command line as an absolute one.
func (e environment) path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(e.dir, name)
}

// show returns a path as messages name it: relative to the working folder
// where that is shorter.
func (e environment) show(path string) string {
	if relative, err := filepath.Rel(e.dir, path); err == nil && len(relative) < len(path) {
		return filepath.ToSlash(relative)
	}
	return filepath.ToSlash(path)
}

// errFindings ends a command whose findings were printed already.
var errFindings = errors.New("there are findings")

// usageError is a mistake in the command line.
type usageError struct {
	command string // may be empty
	message string
}

func (e *usageError) Error() string { return e.message }

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, env environment) int {
	err := dispatch(ctx, args, env)
	if err == nil {
		return exitOK
	}
	if errors.Is(err, errFindings) {
		return exitFindings
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(env.stderr, "graphgen: interrupted; no file was changed")
		return exitFailure
	}
	if found, ok := errors.AsType[*mistakes](err); ok {
		_ = diag.Print(env.stderr, found.Diagnostics, found.source) // nobody is left to tell
		return found.code
	}
	fmt.Fprintln(env.stderr, "graphgen:", err)
	if usage, ok := errors.AsType[*usageError](err); ok {
		fmt.Fprintf(env.stderr, "Run %q for usage.\n", helpLine(usage.command))
	}
	return exitFailure
}

// dispatch finds the command and runs it.
func dispatch(ctx context.Context, args []string, env environment) error {
	if len(args) == 0 {
		writeOverview(env.stderr)
		return &usageError{message: "a command is missing"}
	}
	name, args := args[0], args[1:]
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	case "-version", "--version":
		name = "version"
	}
	c := findCommand(name)
	if c == nil {
		return unknownCommand(name)
	}
	return c.execute(ctx, args, env)
}
