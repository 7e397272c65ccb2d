package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

func helpCommand() *command {
	return &command{
		name:        "help",
		operands:    "[COMMAND]",
		maxOperands: 1,
		summary:     "show what a command does and its flags",
		setup:       func(*flag.FlagSet) action { return runHelp },
	}
}

func runHelp(_ context.Context, env environment, operands []string) error {
	if len(operands) == 0 {
		writeOverview(env.stdout)
		return nil
	}
	c := findCommand(operands[0])
	if c == nil {
		return unknownCommand(operands[0])
	}
	c.writeUsage(env.stdout)
	return nil
}

// helpLine returns the command line that shows the usage of a command, or the
// overview.
func helpLine(command string) string { return strings.TrimSpace("graphgen help " + command) }

func writeOverview(w io.Writer) {
	fmt.Fprint(w, "Graphgen generates typed Go clients for Meta's Graph API from YAML specs.\n\nUsage: graphgen COMMAND [FLAGS]\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(table, "  %s\t%s\n", c.name, c.summary)
	}
	table.Flush()
	fmt.Fprint(w, "\n\"graphgen help COMMAND\" shows the flags of a command.\n"+
		"Exit codes: 0 all is well, 1 findings (stale output, mistakes in specs), 2 wrong usage or a file error.\n")
}

func (c *command) writeUsage(w io.Writer) {
	all := c.flags()
	line := "graphgen " + c.name
	if len(all) > 0 {
		line += " [FLAGS]"
	}
	if c.operands != "" {
		line += " " + c.operands
	}
	fmt.Fprintf(w, "Usage: %s\n\n%s%s.\n", line, strings.ToUpper(c.summary[:1]), c.summary[1:])
	if c.description != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.description))
	}
	if len(all) == 0 {
		return
	}
	fmt.Fprint(w, "\nFlags:\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range all {
		value, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" {
			usage += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		fmt.Fprintf(table, "  %s\t%s\n", strings.TrimSpace("-"+f.Name+" "+value), usage)
	}
	table.Flush()
}

// flags returns the command's flags in the order of their names.
func (c *command) flags() []*flag.Flag {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(flags)
	var all []*flag.Flag
	flags.VisitAll(func(f *flag.Flag) { all = append(all, f) })
	return all
}
