package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// environment is what the command uses of the process.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	terminal       bool // stderr is one
	now            func() time.Time
}

// The exit statuses.
const (
	exitDone       = 0
	exitFailure    = 1
	exitUsage      = 2
	exitIncomplete = 3
)

// run runs the command and returns the exit status.
func run(ctx context.Context, args []string, env environment) int {
	c, err := parse(args, env.stderr)
	if err == nil {
		var status int
		if status, err = c.run(ctx, env); err == nil {
			return status
		}
	}
	var wrong errUsage
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &wrong):
		fmt.Fprintf(env.stderr, "audience: %v\nRun \"audience -help\" for the flags.\n", inFlags(err.Error()))
		return exitUsage
	}
	// The packages' errors begin with their names.
	fmt.Fprintln(env.stderr, inFlags(err.Error()))
	return exitFailure
}

func (c *command) run(ctx context.Context, env environment) (int, error) {
	if !c.dryRun && env.getenv("META_ACCESS_TOKEN") == "" {
		return 0, usagef("the environment variable META_ACCESS_TOKEN is empty; set it to an access token")
	}
	client, err := graph.New(graph.Config{
		Token:     graph.Secret(env.getenv("META_ACCESS_TOKEN")),
		AppSecret: graph.Secret(env.getenv("META_APP_SECRET")),
		BaseURL:   c.baseURL,
	})
	if err != nil {
		return 0, err
	}
	people, closeFile, err := c.open(env.stdin)
	if err != nil {
		return 0, err
	}
	defer closeFile()
	reportColumns(env.stdout, people.Columns())
	c.config.Schema = people.Keys()
	if c.checkpoint != "" {
		c.config.Checkpoint = c.checkpoint.Save
	}
	line := progressLine{w: env.stderr, terminal: env.terminal, quiet: c.quiet, now: env.now}
	c.config.Progress = line.show
	uploader, err := audience.New(client, c.config)
	if err != nil {
		return 0, err
	}
	if c.dryRun {
		return c.check(uploader, people, env)
	}
	result, err := c.upload(ctx, uploader, people)
	line.clear()
	if result != nil {
		report(env.stdout, result, c.config.MaxRowErrors)
	}
	if err != nil {
		return 0, c.hint(err)
	}
	return status(result), c.finish()
}

// open returns the file of people.
func (c *command) open(stdin io.Reader) (*audience.CSV, func(), error) {
	in, closeFile := stdin, func() {}
	if c.file != "" {
		file, err := os.Open(c.file)
		if err != nil {
			return nil, nil, fmt.Errorf("audience: %w", err)
		}
		in, closeFile = file, func() { _ = file.Close() } // It was only read.
	}
	people, err := audience.NewCSV(in, c.csv)
	if err != nil {
		closeFile()
		return nil, nil, headerHint(err)
	}
	return people, closeFile, nil
}

// check is the dry run.
func (c *command) check(uploader *audience.Uploader, people *audience.CSV, env environment) (int, error) {
	result, err := uploader.Check(people.Rows())
	reportCheck(env.stdout, result, c.config.MaxRowErrors)
	switch {
	case err != nil:
		return 0, err
	case result.Counts.Dropped > 0 || len(result.Counts.Invalid) > 0 || result.Sent == 0:
		return exitIncomplete, nil
	}
	return exitDone, nil
}

// upload goes on with the upload of the checkpoint where there is one. The
// result is nil when nothing was begun.
func (c *command) upload(ctx context.Context, u *audience.Uploader, people *audience.CSV) (*audience.Result, error) {
	if c.checkpoint != "" {
		from, err := c.checkpoint.Load()
		switch {
		case err == nil && (from.Kind != c.kind || !c.targets(from.ID)):
			return nil, usagef("%s is the checkpoint of another upload (%s %s); give another file, or remove it", string(c.checkpoint), from.Kind, from.ID)
		case err == nil:
			return u.Resume(ctx, from, people.Rows())
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	switch c.kind {
	case audience.KindRemove:
		return u.Remove(ctx, c.id, people.Rows())
	case audience.KindReplace:
		return u.Replace(ctx, c.id, people.Rows())
	case audience.KindRemoveFromAccount:
		return u.RemoveFromAccount(ctx, c.id, people.Rows())
	}
	return u.Add(ctx, c.id, people.Rows())
}

// targets reports whether an id is that of the command line.
func (c *command) targets(id string) bool { return c.id == id || c.id == "act_"+id }

// finish removes the checkpoint of an upload that is done.
func (c *command) finish() error {
	if c.checkpoint == "" {
		return nil
	}
	return c.checkpoint.Remove()
}
