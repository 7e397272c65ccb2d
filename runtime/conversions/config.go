package conversions

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// Config says how events are sent. The zero Config is ready to use.
type Config struct {
	// Country is where people without a Country of their own are, as a code of
	// ISO 3166-1 or a name in English or its own language: phone numbers without
	// a calling code, postal codes and states are read by it.
	Country string
	// TestEventCode is the code of the tool Test Events, which then shows the
	// events. They count all the same, so leave it empty otherwise.
	TestEventCode string
	// PartnerAgent is the platform that sends the events for others, in less
	// than 23 characters of which two are letters.
	PartnerAgent string
	// Strict makes a value of user data that cannot be right a reason not to
	// send the event. Otherwise the value is left out and reported in
	// [Batch.LeftOut].
	Strict bool
	// SkipNamed makes the Sender send a batch that the API has refused once
	// more without the events that the API names as those at fault, up to 20
	// times for a batch. Otherwise the whole batch is a [*BatchError].
	SkipNamed bool
	// MaxEvents is the most events of a batch. 0 means 1,000, which is the
	// API's own limit and cannot be exceeded.
	MaxEvents int
	// MaxBytes is the most bytes of a batch's events, before they are escaped
	// for the request. An event that is larger goes alone. 0 means 4 MiB.
	MaxBytes int
	// MaxAttempts is how often a batch is sent before the Sender gives up on
	// lost answers, throttles and connections that cannot be made. The client's
	// own RetryPolicy counts here only for the wait after a throttle whose end
	// the API does not tell. 0 means 4.
	MaxAttempts int
	// MaxWait is the longest wait between two attempts. When the API asks for a
	// longer one, the Sender gives up at once, and [graph.Error.Wait] says how
	// long to wait. So it does where the context's deadline comes earlier. 0
	// means two minutes.
	MaxWait time.Duration
	// Token is the access token to send with in place of the client's.
	Token graph.SecretText
	// Version is the API version to send to, such as "v24.0". Empty means the
	// client's, [graph.Config.Version], and where that is empty too
	// [graph.DefaultVersion].
	Version string
}

const (
	apiMaxEvents       = 1000
	defaultMaxBytes    = 4 << 20
	defaultMaxAttempts = 4
	defaultMaxWait     = 2 * time.Minute
	maxPartnerAgent    = 22
)

// Sender sends events to one pixel. It is safe for concurrent use.
type Sender struct {
	client *graph.Client
	pixel  string
	config Config
}

// New returns a Sender that sends events through client to the pixel, or
// dataset, with this id. It fails where the config cannot be right.
func New[ID ~string](client *graph.Client, pixelID ID, config Config) (*Sender, error) {
	if err := delivery.CheckClient(client, config.Version); err != nil {
		return nil, fmt.Errorf("conversions: %w", err)
	}
	if pixelID == "" || strings.Trim(string(pixelID), "0123456789") != "" {
		return nil, fmt.Errorf("conversions: %q is no id of a pixel, which has digits only", string(pixelID))
	}
	if err := config.check(); err != nil {
		return nil, err
	}
	config.MaxEvents = cmp.Or(config.MaxEvents, apiMaxEvents)
	config.MaxBytes = cmp.Or(config.MaxBytes, defaultMaxBytes)
	config.MaxAttempts = cmp.Or(config.MaxAttempts, defaultMaxAttempts)
	config.MaxWait = cmp.Or(config.MaxWait, defaultMaxWait)
	return &Sender{client: client, pixel: string(pixelID), config: config}, nil
}

// String returns the name of the type and the pixel's id.
func (s *Sender) String() string { return "conversions.Sender of " + s.pixel }

// GoString returns what String returns.
func (s *Sender) GoString() string { return s.String() }

func (c Config) check() error {
	switch {
	case c.MaxEvents < 0 || c.MaxEvents > apiMaxEvents:
		return fmt.Errorf("conversions: Config.MaxEvents is %d; the API takes 1 to %d events in a batch", c.MaxEvents, apiMaxEvents)
	case c.MaxBytes < 0:
		return errors.New("conversions: Config.MaxBytes is negative")
	case c.MaxAttempts < 0:
		return errors.New("conversions: Config.MaxAttempts is negative")
	case c.MaxWait < 0:
		return errors.New("conversions: Config.MaxWait is negative")
	case c.PartnerAgent != "" && !isPartnerAgent(c.PartnerAgent):
		return fmt.Errorf("conversions: Config.PartnerAgent %q must have at most %d characters, two of them letters", c.PartnerAgent, maxPartnerAgent)
	}
	if c.Country != "" {
		if _, err := hash.Normalize("user_data.country", c.Country); err != nil {
			return fmt.Errorf("conversions: Config.Country %q is no ISO 3166-1 country", c.Country)
		}
	}
	return nil
}

func isPartnerAgent(name string) bool {
	letters := 0
	for i := range len(name) {
		if c := name[i] | 0x20; 'a' <= c && c <= 'z' {
			letters++
		}
	}
	return letters >= 2 && len(name) <= maxPartnerAgent
}
