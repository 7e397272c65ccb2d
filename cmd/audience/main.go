// Audience uploads a CSV file of people to a custom audience of Meta, or
// removes them from one:
//
//	audience -audience 23850000000000001 -action add people.csv
//
// The header of the file names the columns, by keys (EMAIL, PHONE, FN, COUNTRY
// and so on) or by common names (E-Mail, Phone number, First Name). Cells are in clear; they are normalised and hashed before they are sent. The
// access token comes from the environment variable META_ACCESS_TOKEN, the
// app's secret, if any, from META_APP_SECRET. Run "audience -help" for the
// flags.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(run(ctx, os.Args[1:], environment{
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		getenv:   os.Getenv,
		terminal: isTerminal(os.Stderr),
		now:      time.Now,
	}))
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
