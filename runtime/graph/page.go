package graph

import (
	"encoding/json"
	"net/url"
)

// Page is one page of an edge.
type Page[T any] struct {
	// Data are the items. A page may be empty although others follow.
	Data []T `json:"data"`
	// Paging says where the pages around this one start.
	Paging Paging `json:"paging,omitzero"`
	// Summary is the edge's summary, when it was asked for.
	Summary Object `json:"summary,omitzero"`
}

// Cursor is a place in the pages of an edge. It is opaque text that can be
// stored for a short time; the API lets cursors expire. It holds no token.
// The zero Cursor is the start.
type Cursor string

// Paging says where the pages around a page start.
type Paging struct {
	// Next is where the next page starts. It is empty on the last page.
	Next Cursor
	// Previous is where the page before starts, when the API says so.
	Previous Cursor
}

// pagingKeys are the params of a paging link that say where a page is. The
// rest of a link repeats the call and holds the access token.
var pagingKeys = []string{"after", "before", "offset", "since", "until", "__paging_token", "__previous"}

// UnmarshalJSON reads the "paging" member of an answer. There is a next page
// only if there is a next link: the API sends an after cursor on the last
// page too.
func (p *Paging) UnmarshalJSON(data []byte) error {
	var wire struct {
		Cursors  struct{ Before, After string }
		Next     string
		Previous string
	}
	if string(data) == "[]" {
		*p = Paging{}
		return nil
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*p = Paging{Next: linkCursor(wire.Next, "after", wire.Cursors.After), Previous: linkCursor(wire.Previous, "before", wire.Cursors.Before)}
	return nil
}

// linkCursor returns the place that a paging link leads to. When the link
// itself does not say, the cursor that came with it does.
func linkCursor(link, key, cursor string) Cursor {
	if link == "" {
		return ""
	}
	place := url.Values{}
	if u, err := url.Parse(link); err == nil {
		query := u.Query()
		for _, k := range pagingKeys {
			if v, ok := query[k]; ok {
				place[k] = v
			}
		}
	}
	if len(place) == 0 && cursor != "" {
		place.Set(key, cursor)
	}
	return Cursor(place.Encode())
}
