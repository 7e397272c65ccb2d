package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/audience"
)

// settingFlags are the flags by the names that the settings have in the
// packages' errors.
var settingFlags = map[string]string{
	"Normalizer.Country":       "-country",
	"Normalizer.CallingCodes":  "-calling-codes",
	"Normalizer.Digests":       "-digests",
	"Normalizer.DetectDigests": "-detect-digests",
	"Config.OnInvalid":         "-on-invalid",
	"Config.MaxRows":           "-batch-rows",
	"Config.Concurrency":       "-concurrency",
	"Config.SessionID":         "-session",
	"Config.EstimatedTotal":    "-estimate",
	"Config.IsRaw":             "-is-raw",
	"Config.AppIDs":            "-app-ids",
	"Config.PageIDs":           "-page-ids",
	"Config.Version":           "-api-version",
	"Config.BaseURL":           "-base-url",
	"Config.Schema":            "the schema",
	"in Digests":               "in -digests",
	"set DetectDigests":        "set -detect-digests",
	"hash: Country":            "-country",
	"give its country":         "give its country in a column or by -country",

	"may lack its country's calling code: write it as +49..., or give its country": "may lack its country's calling code: write it as +49..., give its country in a column or by -country, or set -calling-codes where all numbers have theirs",
}

// flagNames puts flags in the place of settings.
var flagNames = func() *strings.Replacer {
	var pairs []string
	for setting, flag := range settingFlags {
		pairs = append(pairs, setting, flag)
	}
	return strings.NewReplacer(pairs...)
}()

// inFlags returns a text of the packages with the names of flags in it.
func inFlags(text string) string { return flagNames.Replace(text) }

// headerHint adds to an error of the file's header what flags help.
func headerHint(err error) error {
	var wrong *audience.HeaderError
	if !errors.As(err, &wrong) {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "audience: the file's header: %s", strings.Join(wrong.Problems(), "; "))
	if wrong.Separator != 0 {
		fmt.Fprintf(&b, "\nSay with -comma what separates the cells, such as -comma '%s'", strings.Trim(fmt.Sprintf("%q", wrong.Separator), "'"))
	}
	if len(wrong.Unknown) > 0 || len(wrong.Repeated) > 0 {
		fmt.Fprintf(&b, "\nSay what a column is with -columns \"NAME=KEY\", or that it is left out with -columns \"NAME=\"; the keys are %s, and %s for a whole date of birth", keys(), audience.BirthDate)
	}
	if len(wrong.Unknown) > 0 {
		b.WriteString("\nAll unknown columns are left out with -skip-unknown")
	}
	return errors.New(b.String())
}

// hint adds to an error what to do with the checkpoint.
func (c *command) hint(err error) error {
	if c.checkpoint == "" {
		return err
	}
	if _, missing := os.Stat(string(c.checkpoint)); missing != nil {
		return err
	}
	file := string(c.checkpoint)
	var wrong errUsage
	var row *audience.RowError
	var unsent *audience.Error
	var changed *audience.ConfigChangedError
	switch {
	case errors.As(err, &wrong):
		return err
	case errors.As(err, &changed):
		return fmt.Errorf("%w\nGive the flags and the columns that the upload began with, or remove %s to start a new one", err, file)
	case errors.Is(err, audience.ErrCheckpointDamaged), errors.Is(err, audience.ErrSessionTimedOut), errors.Is(err, audience.ErrSessionFinished),
		errors.Is(err, audience.ErrFirstBatchMissing), errors.Is(err, audience.ErrPartialUpload):
		return fmt.Errorf("%w\nRemove %s to start a new upload", err, file)
	case errors.Is(err, audience.ErrInputChanged):
		return fmt.Errorf("%w\nGive the file that the upload began with, or remove %s to start a new one", err, file)
	case errors.As(err, &row):
		return fmt.Errorf("%w\nCorrect the row and run the same command again to go on, or remove %s to start a new upload", err, file)
	}
	if errors.As(err, &unsent) || errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w\nRun the same command again to go on; %s says where", err, file)
	}
	return fmt.Errorf("%w\nWhen that is mended, run the same command again to go on; %s says where", err, file)
}
