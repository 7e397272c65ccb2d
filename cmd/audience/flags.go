package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

const usage = `usage:
  audience -audience ID -action add|remove|replace [flags] [FILE.csv]
  audience -account act_ID -action remove [flags] [FILE.csv]
  audience -dry-run [flags] [FILE.csv]

Without FILE.csv, or with -, the file is read from the standard input. Its
header names the keys, such as EMAIL,PHONE,COUNTRY.

environment:
  META_ACCESS_TOKEN  access token, required to send
  META_APP_SECRET    secret of the app, if calls have to prove it

exit status:
  0  every row was sent and counted
  1  the upload failed
  2  the command line is wrong
  3  the upload is done, but rows or cells were left out, or the API's count
     of the rows differs

flags:
`

// command is what the command line asks for.
type command struct {
	kind       audience.Kind
	id         string
	file       string // empty for the standard input
	checkpoint audience.CheckpointFile
	dryRun     bool
	baseURL    string
	csv        audience.CSVOptions
	config     audience.Config
}

// errUsage is a mistake in the command line that was not yet reported.
type errUsage struct{ problem string }

func (e errUsage) Error() string { return e.problem }

func usagef(format string, args ...any) error { return errUsage{fmt.Sprintf(format, args...)} }

var errReported = errors.New("the command line is wrong")

// parse reads the command line. Mistakes that package flag finds are reported
// on stderr.
func parse(args []string, stderr io.Writer) (*command, error) {
	var c command
	var audienceID, accountID, action, comma, checkpoint string
	flags := flag.NewFlagSet("audience", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&audienceID, "audience", "", "`ID` of the custom audience")
	flags.StringVar(&accountID, "account", "", "`ID` of the ad account, to remove people from all of its audiences")
	flags.StringVar(&action, "action", "", "what to do with the people: `add`, remove or replace")
	flags.BoolVar(&c.dryRun, "dry-run", false, "check the file and send nothing")
	flags.StringVar(&checkpoint, "checkpoint", "", "keep the state of the upload in `FILE`; the same command goes on with it (replace: within 90 minutes)")
	flags.StringVar(&comma, "comma", ",", "what separates the cells; \\t for tabs")
	flags.BoolVar(&c.csv.SkipUnknown, "skip-unknown", false, "leave out columns whose header is no key")
	flags.StringVar(&c.config.Normalizer.Country, "country", "", "`country` of rows without one, for phone numbers")
	flags.Func("digests", "comma-separated `keys` whose cells are SHA-256 digests already", keyList(&c.config.Normalizer.Digests))
	flags.BoolVar(&c.config.Normalizer.DetectDigests, "detect-digests", false, "take every cell that looks like a SHA-256 digest for one")
	flags.Func("on-invalid", "drop invalid `cells` or whole rows, or stop (default cells)", policy(&c.config.OnInvalid))
	flags.IntVar(&c.config.MaxRowErrors, "max-errors", 100, "how many invalid cells to list")
	flags.IntVar(&c.config.MaxRows, "batch-rows", 10_000, "rows in a request, at most 10000")
	flags.IntVar(&c.config.Concurrency, "concurrency", 1, "requests at once")
	flags.Int64Var(&c.config.SessionID, "session", 0, "`ID` of the first session (default random)")
	flags.Int64Var(&c.config.EstimatedTotal, "estimate", 0, "about how many rows there are, as a hint for the API")
	flags.Func("is-raw", "`bool` to send as is_raw", optionalBool(&c.config.IsRaw))
	flags.Func("app-ids", "comma-separated `IDs` of the apps that the UIDs are from", textList(&c.config.AppIDs))
	flags.Func("page-ids", "comma-separated `IDs` of the Pages that the UIDs are from", textList(&c.config.PageIDs))
	flags.StringVar(&c.config.Version, "api-version", "", "`version` of the API (default that of the package)")
	flags.StringVar(&c.baseURL, "base-url", "", "`URL` in place of the API's, for tests")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, errReported
	}
	c.checkpoint = audience.CheckpointFile(checkpoint)
	if c.config.MaxRows == 0 || c.config.Concurrency == 0 {
		return nil, usagef("-batch-rows and -concurrency are at least 1")
	}
	if c.config.MaxRowErrors == 0 {
		c.config.MaxRowErrors = -1 // 0 is the package's default
	}
	if err := c.setFile(flags.Args()); err != nil {
		return nil, err
	}
	if err := c.setComma(comma); err != nil {
		return nil, err
	}
	return &c, c.setTarget(audienceID, accountID, action)
}

// setTarget sets what to do, and with which audience.
func (c *command) setTarget(audienceID, accountID, action string) error {
	switch {
	case c.dryRun:
		return nil
	case audienceID == "" && accountID == "":
		return usagef("-audience is missing; give the id of the custom audience")
	case audienceID != "" && accountID != "":
		return usagef("give either -audience or -account")
	case accountID != "" && action != "remove":
		return usagef("-account goes with -action remove only")
	case accountID != "":
		c.kind, c.id = audience.KindRemoveFromAccount, accountID
		return nil
	}
	c.id = audienceID
	switch action {
	case "add":
		c.kind = audience.KindAdd
	case "remove":
		c.kind = audience.KindRemove
	case "replace":
		c.kind = audience.KindReplace
	case "":
		return usagef("-action is missing; it is add, remove or replace")
	default:
		return usagef("-action %s is unknown; it is add, remove or replace", action)
	}
	return nil
}

func (c *command) setFile(args []string) error {
	switch {
	case len(args) > 1 && strings.HasPrefix(args[1], "-"):
		return usagef("flags stand before the file")
	case len(args) > 1:
		return usagef("give one file")
	case len(args) == 1 && args[0] != "-":
		c.file = args[0]
	}
	return nil
}

func (c *command) setComma(text string) error {
	if text == `\t` {
		text = "\t"
	}
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) || size == 0 {
		return usagef("-comma is one character")
	}
	c.csv.Comma = r
	return nil
}

func keyList(keys *[]hash.Key) func(string) error {
	return func(text string) error {
		*keys = nil
		for name := range strings.SplitSeq(text, ",") {
			key := hash.Key(strings.ToUpper(strings.TrimSpace(name)))
			if key.Form() == hash.FormUnknown {
				return fmt.Errorf("%s is no key", key)
			}
			*keys = append(*keys, key)
		}
		return nil
	}
}

func textList(list *[]string) func(string) error {
	return func(text string) error {
		*list = strings.Split(text, ",")
		return nil
	}
}

func policy(p *audience.InvalidPolicy) func(string) error {
	return func(text string) error {
		switch text {
		case "cells":
			*p = audience.DropCells
		case "rows":
			*p = audience.DropRows
		case "stop":
			*p = audience.Stop
		default:
			return errors.New("it is cells, rows or stop")
		}
		return nil
	}
}

func optionalBool(b *graph.Opt[bool]) func(string) error {
	return func(text string) error {
		value, err := strconv.ParseBool(text)
		*b = graph.Some(value)
		return err
	}
}
