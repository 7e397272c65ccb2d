package audience

import (
	"context"
	"time"
)

// SetClock makes u tell the time by now and wait by sleep.
func (u *Uploader) SetClock(now func() time.Time, sleep func(context.Context, time.Duration) error) {
	u.now, u.sleep = now, sleep
}

// SetProgress makes u call progress after each batch.
func (u *Uploader) SetProgress(progress func(Progress)) { u.config.Progress = progress }

// RowsOf returns the rows in the text of a payload of u's.
func (u *Uploader) RowsOf(payload string) string { return u.frame.rows(payload) }

// What tests of the package hold it to.
const (
	SessionLength = sessionLength
	SessionUse    = sessionUse
	MaxCSVRow     = maxCSVRow
	ReasonLarge   = reasonLarge
	ReasonLength  = reasonLength
	ReasonQuotes  = reasonQuotes
	ReasonWidth   = reasonWidth
)

var (
	NewSessionID = newSessionID
	ErrorDocs    = errorDocs
)
