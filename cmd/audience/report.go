package main

import (
	"fmt"
	"io"
	"strconv"
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

// reportColumns says what becomes of the columns of the file.
func reportColumns(w io.Writer, columns []audience.Column) {
	var used, left []string
	for _, column := range columns {
		name := column.String()
		if column.Name != "" {
			name = strconv.Quote(column.Name)
		}
		if len(column.Keys) == 0 {
			left = append(left, name)
			continue
		}
		as := make([]string, len(column.Keys))
		for i, key := range column.Keys {
			as[i] = string(key)
		}
		used = append(used, name+" as "+strings.Join(as, " "))
	}
	fmt.Fprintf(w, "columns used: %s\n", strings.Join(used, ", "))
	if len(left) > 0 {
		fmt.Fprintf(w, "columns left out: %s\n", strings.Join(left, ", "))
	}
}

// count writes a number with its noun.
func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

func batches(n int64) string { return count(n, "batch", "batches") }

// report says what became of the rows.
func report(w io.Writer, r *audience.Result, maxErrors int) {
	fmt.Fprintf(w, "%s %s, %s\n", r.Kind, r.ID, sessions(r))
	fmt.Fprintf(w, "rows read: %d, sent: %d in %s, dropped: %d (%d of them blank)\n",
		r.Counts.Read, r.Sent, batches(r.Batches), r.Counts.Dropped, r.Counts.Blank)
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
	fmt.Fprintf(w, "rows read: %d, to send: %d in %s, to drop: %d (%d of them blank)\n",
		r.Counts.Read, r.Sent, batches(r.Batches), r.Counts.Dropped, r.Counts.Blank)
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
		fmt.Fprintf(w, "invalid: %s %s: %d\n", what, inFlags(n.Reason), n.Cells)
		total += n.Cells
	}
	for _, problem := range r.RowErrors {
		if problem.Key == "" {
			fmt.Fprintf(w, "row %d: %s\n", problem.Row, inFlags(problem.Reason))
			continue
		}
		fmt.Fprintf(w, "row %d: %s %s\n", problem.Row, problem.Key, inFlags(problem.Reason))
	}
	if more := total - int64(len(r.RowErrors)); more > 0 && maxErrors > 0 {
		fmt.Fprintf(w, "and %d more; see -max-errors\n", more)
	}
}
