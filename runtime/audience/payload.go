package audience

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// DataSource says how an audience came about. Both values are enums of the
// API; an empty one is not sent.
type DataSource struct {
	// Type is such as "FILE_IMPORTED".
	Type string `json:"type,omitempty"`
	// SubType is such as "MULTI_HASHES".
	SubType string `json:"sub_type,omitempty"`
}

// Metadata describes the data. What is zero is not sent.
type Metadata struct {
	// CalculatedDate is when the data were calculated.
	CalculatedDate graph.Time `json:"calculated_date,omitzero"`
	// SchemaVersion is the advertiser's own version of the schema.
	SchemaVersion string `json:"schema_version,omitempty"`
	// WhatsAppSubscriberSource is an enum of the API.
	WhatsAppSubscriberSource graph.Opt[int64] `json:"whatsapp_subscriber_source,omitzero"`
}

// frame is what stands in a payload before and after the rows.
type frame struct {
	head, tail string
}

// newFrame returns the frame of all payloads of an upload: a schema must not
// change within a session.
func newFrame(schema *hash.Schema, c Config) (frame, error) {
	f := frame{
		head: string(schema.AppendSchema([]byte(`{"schema":`))) + `,"data":[`,
		tail: "]}",
	}

	appIDs, err := numericIDs("AppIDs", c.AppIDs)
	if err != nil {
		return frame{}, err
	}
	pageIDs, err := numericIDs("PageIDs", c.PageIDs)
	if err != nil {
		return frame{}, err
	}
	rest, err := json.Marshal(struct {
		IsRaw      graph.Opt[bool] `json:"is_raw,omitzero"`
		AppIDs     []json.Number   `json:"app_ids,omitempty"`
		PageIDs    []json.Number   `json:"page_ids,omitempty"`
		DataSource DataSource      `json:"data_source,omitzero"`
		Metadata   Metadata        `json:"metadata,omitzero"`
	}{c.IsRaw, appIDs, pageIDs, c.DataSource, c.Metadata})
	if err != nil {
		return frame{}, fmt.Errorf("audience: encoding the payload: %w", err)
	}
	if members := strings.TrimPrefix(string(rest), "{"); members != "}" {
		f.tail = "]," + members
	}
	return f, nil
}

// payload returns the payload with the encoded rows, which are separated by
// commas.
func (f frame) payload(rows []byte) string {
	var b strings.Builder
	b.Grow(len(f.head) + len(rows) + len(f.tail))
	b.WriteString(f.head)
	b.Write(rows)
	b.WriteString(f.tail)
	return b.String()
}

// rows returns the encoded rows of a payload.
func (f frame) rows(payload string) string {
	return strings.TrimSuffix(strings.TrimPrefix(payload, f.head), f.tail)
}

// numericIDs returns ids as the numbers that the API wants them to be.
func numericIDs(field string, ids []string) ([]json.Number, error) {
	numbers := make([]json.Number, len(ids))
	for i, id := range ids {
		if !isDigits(id) || id[0] == '0' {
			return nil, fmt.Errorf("audience: Config.%s[%d] is no id: an id has digits only", field, i)
		}
		numbers[i] = json.Number(id)
	}
	return numbers, nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
