package audience

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// Config says how people are uploaded. Only Schema is required.
type Config struct {
	// Schema lists the keys of a row's cells, in order.
	Schema []hash.Key
	// Normalizer says how cells are normalised and hashed. The zero Normalizer
	// takes cells in clear and knows no country.
	Normalizer hash.Normalizer
	// OnInvalid says what becomes of rows with invalid cells. Empty means
	// [DropCells].
	OnInvalid InvalidPolicy
	// MaxRowErrors is how many invalid cells a [Result] lists one by one; all
	// are counted. 0 means 100, less than 0 none.
	MaxRowErrors int

	// MaxRows is the most rows of a batch. 0 means 10,000, which is the API's
	// own limit and cannot be exceeded.
	MaxRows int
	// MaxBytes is the most bytes of a batch's rows, before they are escaped for
	// the request. 0 means 8 MiB.
	MaxBytes int
	// Concurrency is how many batches may be on their way at once. 0 means 1:
	// batches arrive in order. With more, the first batch still goes alone, and
	// the last one when all others were acknowledged; each takes memory for
	// about three times its bytes.
	Concurrency int
	// MaxAttempts is how often a batch is sent before the upload gives up. The
	// client's own RetryPolicy does not count here. 0 means 6.
	MaxAttempts int

	// SessionID identifies the first session. It must be unique in the ad
	// account. 0 means a random number, as sessions after the first one have.
	SessionID int64
	// EstimatedTotal is about how many rows there will be. It helps the API, and
	// is sent in the first session only; 0 is not sent.
	EstimatedTotal int64
	// IsRaw, AppIDs, PageIDs, DataSource and Metadata are members of the
	// payload. What is zero is not sent. UID needs AppIDs or PageIDs, PAGEUID
	// one page id and IsRaw.
	IsRaw      graph.Opt[bool]
	AppIDs     []string
	PageIDs    []string
	DataSource DataSource
	Metadata   Metadata
	// Token is the access token to send with in place of the client's.
	Token graph.SecretText
	// Version is the API version to send to, such as "v24.0". Empty means the
	// client's, [graph.Config.Version], and where that is empty too
	// [graph.DefaultVersion].
	Version string

	// Checkpoint is called before the first batch is sent and after each one
	// that was acknowledged, with what [Uploader.Resume] needs. An error ends
	// the upload. [CheckpointFile.Save] writes a file.
	Checkpoint func(Checkpoint) error
	// Progress is called after each batch that was acknowledged. It must not
	// block. Calls of it and of Checkpoint never overlap in one upload.
	Progress func(Progress)
}

const (
	apiMaxRows          = 10_000
	defaultMaxBytes     = 8 << 20
	defaultMaxAttempts  = 6
	defaultMaxRowErrors = 100
)

// Uploader uploads people to custom audiences. It is safe for concurrent use;
// with a SessionID of the caller's it is good for one upload.
type Uploader struct {
	client   *graph.Client
	config   Config
	schema   *hash.Schema
	frame    frame
	settings string // digest of all that decides on the bytes of batches

	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

// New returns an Uploader that sends through client. It fails where config
// contradicts itself.
func New(client *graph.Client, config Config) (*Uploader, error) {
	if err := delivery.CheckClient(client, config.Version); err != nil {
		return nil, fmt.Errorf("audience: %w", err)
	}
	if err := config.check(); err != nil {
		return nil, err
	}
	config = config.withDefaults()
	schema, err := hash.NewSchema(config.Normalizer, config.Schema...)
	if err != nil {
		return nil, fmt.Errorf("audience: %w", err)
	}
	f, err := newFrame(schema, config)
	if err != nil {
		return nil, err
	}
	return &Uploader{
		client:   client,
		config:   config,
		schema:   schema,
		frame:    f,
		settings: settingsDigest(config, f),
		now:      time.Now,
		sleep:    delivery.Sleep,
	}, nil
}

// String returns the name of the type: what an Uploader holds is not for
// printing.
func (u *Uploader) String() string { return "audience.Uploader" }

// GoString returns what String returns.
func (u *Uploader) GoString() string { return u.String() }

func (c Config) check() error {
	switch {
	case c.MaxRows < 0 || c.MaxRows > apiMaxRows:
		return fmt.Errorf("audience: Config.MaxRows is %d; the API takes 1 to %d rows in a batch", c.MaxRows, apiMaxRows)
	case c.MaxBytes < 0:
		return errors.New("audience: Config.MaxBytes is negative")
	case c.Concurrency < 0:
		return errors.New("audience: Config.Concurrency is negative")
	case c.MaxAttempts < 0:
		return errors.New("audience: Config.MaxAttempts is negative")
	case c.SessionID < 0:
		return errors.New("audience: Config.SessionID is negative")
	case c.EstimatedTotal < 0:
		return errors.New("audience: Config.EstimatedTotal is negative")
	}
	switch c.OnInvalid {
	case "", DropCells, DropRows, Stop:
		return nil
	}
	return fmt.Errorf("audience: Config.OnInvalid is %q; it can be %q, %q or %q", c.OnInvalid, DropCells, DropRows, Stop)
}

func (c Config) withDefaults() Config {
	c.Schema = slices.Clone(c.Schema)
	c.Normalizer.Digests = slices.Clone(c.Normalizer.Digests)
	c.MaxRows = cmp.Or(c.MaxRows, apiMaxRows)
	c.MaxBytes = cmp.Or(c.MaxBytes, defaultMaxBytes)
	c.Concurrency = cmp.Or(c.Concurrency, 1)
	c.MaxAttempts = cmp.Or(c.MaxAttempts, defaultMaxAttempts)
	c.MaxRowErrors = cmp.Or(c.MaxRowErrors, defaultMaxRowErrors)
	c.OnInvalid = cmp.Or(c.OnInvalid, DropCells)
	return c
}

// checkID returns the id that an upload of kind goes to, as the API writes it.
func checkID(kind Kind, id string) (string, error) {
	digits := id
	if kind == KindRemoveFromAccount {
		digits = strings.TrimPrefix(id, "act_")
	}
	switch {
	case isDigits(digits):
		return digits, nil
	case kind == KindRemoveFromAccount:
		return "", fmt.Errorf("audience: %q is no ad account id, such as act_123", id)
	}
	return "", fmt.Errorf("audience: %q is no custom audience id, which has digits only", id)
}
