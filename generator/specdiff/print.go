package specdiff

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Formats are the names of the formats that Write knows.
func Formats() []string { return []string{"text", "markdown", "json"} }

// Write prints a report in a format. An unknown format is an error.
func Write(w io.Writer, r *Report, format string) error {
	switch format {
	case "text":
		_, err := io.WriteString(w, text(r))
		return err
	case "markdown":
		_, err := io.WriteString(w, markdown(r))
		return err
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	return fmt.Errorf("there is no format %q; it is %s", format, strings.Join(Formats(), ", "))
}

var signs = map[Kind]string{Added: "+", Removed: "-", Changed: "~"}

func text(r *Report) string {
	var out strings.Builder
	group := ""
	for _, c := range r.Changes {
		if c.Group != group {
			group = c.Group
			out.WriteString(group + "\n")
		}
		fmt.Fprintf(&out, "  %s %s %s (%s)", signs[c.Kind], c.What, c.Name, c.Go)
		if len(c.Details) > 0 {
			out.WriteString(": " + strings.Join(c.Details, "; "))
		}
		if c.Breaks != "" {
			out.WriteString(" [breaks: " + c.Breaks + "]")
		}
		out.WriteByte('\n')
	}
	out.WriteString(summary(r) + "\n")
	return out.String()
}

// summary is the line of totals.
func summary(r *Report) string {
	counts := map[Kind]int{}
	breaking := 0
	for _, c := range r.Changes {
		counts[c.Kind]++
		if c.Breaks != "" {
			breaking++
		}
	}
	if len(r.Changes) == 0 {
		return fmt.Sprintf("%s and %s do not differ.", r.Old, r.New)
	}
	verb := "break"
	if breaking == 1 {
		verb = "breaks"
	}
	return fmt.Sprintf("%s to %s: %d added, %d removed, %d changed; %d %s Go code.",
		r.Old, r.New, counts[Added], counts[Removed], counts[Changed], breaking, verb)
}

func markdown(r *Report) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s to %s\n\n%s\n", r.Old, r.New, summary(r))
	group := ""
	for _, c := range r.Changes {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&out, "\n## %s\n\n| | what | name | Go | | breaks Go code |\n|---|---|---|---|---|---|\n", group)
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s |\n",
			c.Kind, c.What, code(c.Name), code(c.Go), cell(strings.Join(c.Details, "; ")), cell(c.Breaks))
	}
	return out.String()
}

// code is text of a spec as code in a table. Spec text may hold anything.
func code(text string) string {
	ticks := "`"
	for strings.Contains(text, ticks) {
		ticks += "`"
	}
	if len(ticks) > 1 {
		text = " " + text + " " // a tick at an end would join the marks
	}
	return ticks + strings.ReplaceAll(text, "|", `\|`) + ticks
}

// cell is text in a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "[", `\[`, "`", "\\`", "_", `\_`).Replace(text)
}
