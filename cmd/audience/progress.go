package main

import (
	"fmt"
	"io"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
)

// progressPause is the least time between two lines that are not written on a
// terminal.
const progressPause = 10 * time.Second

// progressLine shows the progress: on a terminal in a line that is written
// again and again, elsewhere in a line now and then.
type progressLine struct {
	w        io.Writer
	terminal bool
	quiet    bool
	now      func() time.Time

	shown  time.Time
	warned bool
}

// show shows the progress, and warns once, also when it is quiet.
func (l *progressLine) show(p audience.Progress) {
	if p.TooSlow && !l.warned {
		l.warned = true
		l.clear()
		fmt.Fprintf(l.w, "audience: at this pace, session %d ends at %s before all rows are sent, and nothing is replaced then: use more -concurrency, or replace the audience with a part of the rows and add the rest\n",
			p.SessionID, p.SessionEnds.Local().Format("15:04"))
	}
	if l.quiet {
		return
	}
	text := fmt.Sprintf("%s %s: %s sent in %s", p.Kind, p.ID, count(p.Sent, "row", "rows"), batches(p.Batches))
	if p.Kind == audience.KindReplace {
		text += "; the session ends at " + p.SessionEnds.Local().Format("15:04")
	}
	switch now := l.now(); {
	case l.terminal:
		fmt.Fprint(l.w, "\r\x1b[K", text)
	case l.shown.IsZero() || now.Sub(l.shown) >= progressPause:
		l.shown = now
		fmt.Fprintln(l.w, text)
	}
}

// clear clears the line on the terminal.
func (l *progressLine) clear() {
	if l.terminal && !l.quiet {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
}
