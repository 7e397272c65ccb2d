package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/metagraph-go/graphgen/generator/suggest"
)

// shells are the shells that completion knows.
var shells = []string{"bash", "zsh", "fish"}

func completionCommand() *command {
	return &command{
		name:        "completion",
		operands:    strings.Join(shells, "|"),
		minOperands: 1,
		maxOperands: 1,
		summary:     "print a script that completes commands and flags",
		description: `
For bash:  source <(graphgen completion bash)
For zsh:   source <(graphgen completion zsh)
For fish:  graphgen completion fish | source`,
		setup: func(*flag.FlagSet) action { return runCompletion },
	}
}

func runCompletion(_ context.Context, env environment, operands []string) error {
	switch operands[0] {
	case "bash":
		return writeBash(env.stdout)
	case "zsh":
		// zsh runs bash's completions once it is told to.
		fmt.Fprintln(env.stdout, "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit")
		return writeBash(env.stdout)
	case "fish":
		return writeFish(env.stdout)
	}
	return &usageError{command: "completion", message: fmt.Sprintf("there is no completion for %q%s", operands[0], suggest.New(shells).Hint(operands[0]))}
}

func writeBash(w io.Writer) error {
	var names []string
	var cases strings.Builder
	for _, c := range commands() {
		names = append(names, c.name)
		var flags []string
		for _, f := range c.flags() {
			flags = append(flags, "-"+f.Name)
		}
		fmt.Fprintf(&cases, "    %s) words=%q ;;\n", c.name, strings.Join(flags, " "))
	}
	_, err := fmt.Fprintf(w, `_graphgen() {
  local word="${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W %q -- "$word"))
    return
  fi
  case "${COMP_WORDS[1]}" in
%s  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _graphgen graphgen
`, strings.Join(names, " "), cases.String())
	return err
}

func writeFish(w io.Writer) error {
	for _, c := range commands() {
		if _, err := fmt.Fprintf(w, "complete -c graphgen -n __fish_use_subcommand -f -a %s -d %s\n", c.name, quoteFish(c.summary)); err != nil {
			return err
		}
		for _, f := range c.flags() {
			_, usage := flag.UnquoteUsage(f)
			if _, err := fmt.Fprintf(w, "complete -c graphgen -n '__fish_seen_subcommand_from %s' -o %s -d %s\n", c.name, f.Name, quoteFish(usage)); err != nil {
				return err
			}
		}
	}
	return nil
}

func quoteFish(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
