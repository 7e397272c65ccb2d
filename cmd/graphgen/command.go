package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/suggest"
)

// command is a command of graphgen.
type command struct {
	name string
	// operands are what stands behind the flags, such as "NODE[.EDGE]".
	operands string
	// minOperands and maxOperands say how many of them there may be. A
	// maxOperands below 0 means any number.
	minOperands, maxOperands int
	// summary is one line for the overview.
	summary string
	// description says the rest, as paragraphs.
	description string
	// setup declares the flags and returns what runs once they are parsed.
	setup func(flags *flag.FlagSet) action
}

// action runs a command with its operands.
type action func(ctx context.Context, env environment, operands []string) error

// commands returns the commands in the order in which help lists them. A new
// command is a file of its own and a line here.
func commands() []*command {
	return []*command{
		generateCommand(),
		lintCommand(),
		listCommand(),
		describeCommand(),
		importCommand(),
		diffCommand(),
		initCommand(),
		completionCommand(),
		versionCommand(),
		helpCommand(),
	}
}

// findCommand returns nil when there is no such command.
func findCommand(name string) *command {
	all := commands()
	i := slices.IndexFunc(all, func(c *command) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return all[i]
}

func unknownCommand(name string) error {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return &usageError{message: fmt.Sprintf("there is no command %q%s", name, suggest.New(names).Hint(name))}
}

// execute parses the flags and runs the command.
func (c *command) execute(ctx context.Context, args []string, env environment) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	act := c.setup(flags)
	operands, err := parseMixed(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		c.writeUsage(env.stdout)
		return nil
	}
	if err != nil {
		return c.flagError(flags, err)
	}
	if len(operands) < c.minOperands {
		return c.usageErrorf("%s needs %s", c.name, c.operands)
	}
	if c.maxOperands >= 0 && len(operands) > c.maxOperands {
		return c.usageErrorf("%s does not take %q", c.name, operands[c.maxOperands])
	}
	return act(ctx, env, operands)
}

// parseMixed parses flags that may stand before, between and behind operands.
// What follows "--" are operands.
func parseMixed(flags *flag.FlagSet, args []string) (operands []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		parsed := len(args) - len(rest)
		if len(rest) == 0 || parsed > 0 && args[parsed-1] == "--" {
			return append(operands, rest...), nil
		}
		operands, args = append(operands, rest[0]), rest[1:]
	}
}

// flagError adds the flag that was meant to an error of package flag.
func (c *command) flagError(flags *flag.FlagSet, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return c.usageErrorf("%s", err)
	}
	var known []string
	flags.VisitAll(func(f *flag.Flag) { known = append(known, "-"+f.Name) })
	return c.usageErrorf("%s has no flag %q%s", c.name, "-"+name, suggest.New(known).Hint("-"+name))
}

func (c *command) usageErrorf(format string, args ...any) error {
	return &usageError{command: c.name, message: fmt.Sprintf(format, args...)}
}
