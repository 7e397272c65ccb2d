package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/audience"
)

// status returns the exit status of an upload that is done.
func status(r *audience.Result) int {
	if r.Confirmed && r.Counts.Dropped == 0 && len(r.Counts.Invalid) == 0 {
		return exitDone
	}
	return exitIncomplete
}

// report says what became of the rows.
func report(w io.Writer, r *audience.Result, maxErrors int) {
	fmt.Fprintf(w, "%s %s, %s\n", r.Kind, r.ID, sessions(r))
	fmt.Fprintf(w, "rows read: %d, sent: %d in %d batches, dropped: %d (%d of them blank)\n",
		r.Counts.Read, r.Sent, r.Batches, r.Counts.Dropped, r.Counts.Blank)
	switch {
	case r.Confirmed:
		fmt.Fprintf(w, "received by the API: %d, as many as were sent\n", r.Received)
	case r.Batches > 0:
		fmt.Fprintf(w, "received by the API: %d as far as it told, not confirmed; batches sent twice because an answer was lost: %d\n", r.Received, r.Resent)
	}
	if r.InvalidEntries > 0 {
		fmt.Fprintf(w, "invalid by the API's count: about %d\n", r.InvalidEntries)
	}
	reportInvalid(w, r, maxErrors)
}

// sessions lists the ids of an upload's sessions.
func sessions(r *audience.Result) string {
	if len(r.Earlier) == 0 {
		return fmt.Sprint("session ", r.SessionID)
	}
	var b strings.Builder
	b.WriteString("sessions ")
	for _, s := range r.Earlier {
		fmt.Fprintf(&b, "%d, ", s.SessionID)
	}
	fmt.Fprint(&b, r.SessionID)
	return b.String()
}

// reportCheck says what would become of the rows.
func reportCheck(w io.Writer, r *audience.Result, maxErrors int) {
	fmt.Fprintf(w, "dry run: nothing was sent\n")
	fmt.Fprintf(w, "rows read: %d, to send: %d in %d batches, to drop: %d (%d of them blank)\n",
		r.Counts.Read, r.Sent, r.Batches, r.Counts.Dropped, r.Counts.Blank)
	reportInvalid(w, r, maxErrors)
}

// reportInvalid lists invalid cells by key and reason, then by row.
func reportInvalid(w io.Writer, r *audience.Result, maxErrors int) {
	var total int64
	for _, n := range r.Counts.Invalid {
		what := "row"
		if n.Key != "" {
			what = string(n.Key)
		}
		fmt.Fprintf(w, "invalid: %s %s: %d\n", what, n.Reason, n.Cells)
		total += n.Cells
	}
	for _, problem := range r.RowErrors {
		if problem.Key == "" {
			fmt.Fprintf(w, "row %d: %s\n", problem.Row, problem.Reason)
			continue
		}
		fmt.Fprintf(w, "row %d: %s %s\n", problem.Row, problem.Key, problem.Reason)
	}
	if more := total - int64(len(r.RowErrors)); more > 0 && maxErrors > 0 {
		fmt.Fprintf(w, "and %d more; see -max-errors\n", more)
	}
}

// progressLine is a line on a terminal that is written again and again.
type progressLine struct {
	w      io.Writer
	on     bool
	warned bool
}

// show shows the progress, and warns once, on no terminal too.
func (l *progressLine) show(p audience.Progress) {
	if p.TooSlow && !l.warned {
		l.warned = true
		l.clear()
		fmt.Fprintf(l.w, "audience: at this pace, session %d ends at %s before all rows are sent, and nothing is replaced then: use more -concurrency, or replace the audience with a part of the rows and add the rest\n",
			p.SessionID, p.SessionEnds.Local().Format("15:04"))
	}
	if !l.on {
		return
	}
	fmt.Fprintf(l.w, "\r\x1b[K%s %s: %d rows sent in %d batches", p.Kind, p.ID, p.Sent, p.Batches)
	if p.Kind == audience.KindReplace {
		fmt.Fprintf(l.w, "; the session ends at %s", p.SessionEnds.Local().Format("15:04"))
	}
}

func (l *progressLine) clear() {
	if l.on {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
}
