package audience

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Samples are entries that the API found invalid, as it sent them. They may be
// customer data, hashed or in clear, so that they print, log and marshal as
// their number only. [Samples.Reveal] returns them.
type Samples struct {
	// reveal is a function because nothing that prints values by reflection
	// can look into one.
	reveal func() []string
}

// Len returns how many samples there are.
func (s Samples) Len() int { return len(s.Reveal()) }

// Reveal returns the samples. Where the API sent an object, each is
// "key: value", in the order of the keys.
func (s Samples) Reveal() []string {
	if s.reveal == nil {
		return nil
	}
	return slices.Clone(s.reveal())
}

// String returns how many samples there are.
func (s Samples) String() string { return fmt.Sprintf("[%d redacted]", s.Len()) }

// GoString returns what String returns.
func (s Samples) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb.
func (s Samples) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText returns what String returns.
func (s Samples) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns what String returns.
func (s Samples) LogValue() slog.Value { return slog.StringValue(s.String()) }

// maxSamples bounds what is kept of the samples of a session.
const maxSamples = 100

// add returns s with the samples of one more answer, each once.
func (s Samples) add(data graph.Object) Samples {
	list := s.Reveal()
	for _, text := range sampleTexts(data) {
		if len(list) < maxSamples && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		return Samples{}
	}
	return Samples{reveal: func() []string { return list }}
}

// sampleTexts reads either form of the API: an object, or a list.
func sampleTexts(data graph.Object) []string {
	var list []json.RawMessage
	if json.Unmarshal([]byte(data), &list) == nil {
		texts := make([]string, len(list))
		for i, item := range list {
			texts[i] = sampleText(item)
		}
		return texts
	}
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(data), &object) != nil {
		return nil
	}
	var texts []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		texts = append(texts, key+": "+sampleText(object[key]))
	}
	return texts
}

// sampleText returns the text of a JSON string, and other JSON as it is.
func sampleText(data json.RawMessage) string {
	var text string
	if json.Unmarshal(data, &text) == nil {
		return text
	}
	return string(data)
}
