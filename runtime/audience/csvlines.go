package audience

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxCSVRow is the most bytes of a row. A quote that is never closed would
// otherwise read the rest of the file into one cell.
const maxCSVRow = 1 << 20

var (
	errLongRow  = errors.New("the row is too long")
	errLongLine = fmt.Errorf("a line has more than %d bytes", maxCSVRow)
)

// rowLines feeds a file to a csv.Reader line by line, and keeps the lines of the
// current row: where its quotes are broken, all but the first one are read
// again, as rows of their own.
type rowLines struct {
	r *bufio.Reader
	// kept holds the lines of the row from start on, and what is to be read
	// again. What is before at was fed.
	kept      []byte
	start, at int
}

// begin begins a row.
func (l *rowLines) begin() {
	l.start = l.at
	if l.at == len(l.kept) {
		l.kept, l.start, l.at = l.kept[:0], 0, 0
	}
}

// again goes back behind the first line of the row.
func (l *rowLines) again() {
	row := l.kept[l.start:l.at]
	l.at = l.start
	for blank := true; blank && len(row) > 0; {
		line := firstLine(row)
		blank = len(bytes.TrimRight(line, "\r\n")) == 0 // An empty line is no row.
		l.at += len(line)
		row = row[len(line):]
	}
}

// Read reads from one line only, so that what was fed is what the csv.Reader
// has asked for.
func (l *rowLines) Read(p []byte) (int, error) {
	if l.at == len(l.kept) {
		if l.at-l.start >= maxCSVRow {
			return 0, errLongRow
		}
		if err := l.keepLine(); err != nil {
			return 0, err
		}
	} else if l.at-l.start >= maxCSVRow && l.kept[l.at-1] == '\n' {
		return 0, errLongRow
	}
	n := copy(p, firstLine(l.kept[l.at:]))
	l.at += n
	return n, nil
}

// keepLine reads a line of the file. The last one may have no line end.
func (l *rowLines) keepLine() error {
	from := len(l.kept)
	for {
		part, err := l.r.ReadSlice('\n')
		l.kept = append(l.kept, part...)
		switch {
		case err == nil, err == io.EOF && len(l.kept) > from:
			return nil
		case err != bufio.ErrBufferFull:
			return err
		case len(l.kept)-from > maxCSVRow:
			return errLongLine
		}
	}
}

// firstLine returns the first line of text, with its end.
func firstLine(text []byte) []byte {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return text[:i+1]
	}
	return text
}
