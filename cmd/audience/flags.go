package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
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
header names the columns, by keys such as EMAIL,PHONE,COUNTRY or common names
such as E-Mail,Phone number,Date of Birth. What becomes of each column is told
before anything is sent.

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
	quiet      bool
	baseURL    string
	csv        audience.CSVOptions
	config     audience.Config
}

// errUsage is a mistake in the command line that was not yet reported.
type errUsage struct{ problem string }

func (e errUsage) Error() string { return e.problem }

func usagef(format string, args ...any) error { return errUsage{fmt.Sprintf(format, args...)} }

// parse reads the command line. Help is written to stderr.
func parse(args []string, stderr io.Writer) (*command, error) {
	var c command
	var audienceID, accountID, action, comma, checkpoint string
	flags := flag.NewFlagSet("audience", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // Mistakes are told in one line.
	flags.Usage = func() {}
	flags.StringVar(&audienceID, "audience", "", "`ID` of the custom audience")
	flags.StringVar(&accountID, "account", "", "`ID` of the ad account, to remove people from all of its audiences")
	flags.StringVar(&action, "action", "", "the `action`: add, remove or replace the people")
	flags.BoolVar(&c.dryRun, "dry-run", false, "check the file and send nothing")
	flags.StringVar(&checkpoint, "checkpoint", "", "keep the state of the upload in `FILE`; the same command goes on with it (replace: within 90 minutes)")
	flags.StringVar(&comma, "comma", ",", "what separates the cells; \\t for tabs")
	flags.Func("columns", "what columns of the file are, as `NAME=KEY,...`; NAME= leaves one out, NAME=DOB is a whole date of birth", columnNames(&c.csv.Columns))
	flags.BoolVar(&c.csv.SkipUnknown, "skip-unknown", false, "leave out columns whose names are not known")
	flags.StringVar(&c.config.Normalizer.Country, "country", "", "`country` of rows without one, for phone numbers: a code such as DE, or a name")
	flags.BoolVar(&c.config.Normalizer.CallingCodes, "calling-codes", false, "phone numbers without a country have their calling codes in front, also without +")
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
	flags.BoolVar(&c.quiet, "q", false, "do not show the progress")
	flags.StringVar(&c.config.Version, "api-version", "", "`version` of the API (default that of the package)")
	flags.StringVar(&c.baseURL, "base-url", "", "`URL` in place of the API's, for tests")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stderr, usage)
			flags.SetOutput(stderr)
			flags.PrintDefaults()
			return nil, err
		}
		return nil, usagef("%v", err)
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
	if size != len(text) || size == 0 || strings.ContainsRune("\"\r\n\ufffd", r) {
		return usagef("-comma is one character, and no quote or line end")
	}
	c.csv.Comma = r
	return nil
}

// columnNames reads pairs of a column's name and a key.
func columnNames(columns *map[string]hash.Key) func(string) error {
	return func(text string) error {
		if *columns == nil {
			*columns = map[string]hash.Key{}
		}
		for pair := range strings.SplitSeq(text, ",") {
			at := strings.LastIndexByte(pair, '=')
			if at < 0 {
				return errors.New("it is NAME=KEY, or NAME= to leave a column out")
			}
			name, key := strings.TrimSpace(pair[:at]), toKey(pair[at+1:])
			if key != "" && key != audience.BirthDate && !isKey(key) {
				return noKey(key)
			}
			(*columns)[name] = key
		}
		return nil
	}
}

func keyList(keys *[]hash.Key) func(string) error {
	return func(text string) error {
		*keys = nil
		for name := range strings.SplitSeq(text, ",") {
			key := toKey(name)
			if !isKey(key) {
				return noKey(key)
			}
			*keys = append(*keys, key)
		}
		return nil
	}
}

func toKey(text string) hash.Key { return hash.Key(strings.ToUpper(strings.TrimSpace(text))) }

func isKey(key hash.Key) bool { return slices.Contains(hash.Keys(), key) }

func noKey(key hash.Key) error { return fmt.Errorf("%s is no key; the keys are %s", key, keys()) }

// keys returns the keys of schemas.
func keys() string {
	var names []string
	for _, key := range hash.Keys() {
		names = append(names, string(key))
	}
	return strings.Join(names, ", ")
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
