package graph

import (
	"encoding/json"
	"errors"
)

// Page is one page of an edge. A read that expands an edge answers with its
// first page; the rest is read with the edge's own call and [From]:
//
//	for ad, err := range graph.All(ctx, client, meta.CampaignByID(c.ID).Ads(params), graph.From(c.Ads.Paging.Next)) {
//		// ...
//	}
type Page[T any] struct {
	// Data are the items. A page may be empty although others follow.
	Data []T `json:"data"`
	// Paging says where the pages around this one start.
	Paging Paging `json:"paging,omitzero"`
	// Summary is the edge's summary, when it was asked for with [WithSummary].
	Summary Object `json:"summary,omitzero"`
}

// Paging says where the pages around a page start.
type Paging struct {
	// Next is where the next page starts. It is empty on the last page.
	Next Cursor
	// Previous is where the page before starts, when the API says so.
	Previous Cursor
}

// pagingWire is paging as the API writes it.
type pagingWire struct {
	Cursors  pagingCursors `json:"cursors,omitzero"`
	Next     string        `json:"next,omitzero"`
	Previous string        `json:"previous,omitzero"`
}

type pagingCursors struct {
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
}

// UnmarshalJSON reads the "paging" member of an answer. There is a next page
// only if there is a next link: the API sends an after cursor on the last
// page too.
func (p *Paging) UnmarshalJSON(data []byte) error {
	var wire pagingWire
	if err := decodeTolerant(data, &wire); err != nil {
		return errors.New("graph: not the paging of an edge")
	}
	*p = Paging{
		Next:     linkCursor(wire.Next, "after", wire.Cursors.After),
		Previous: linkCursor(wire.Previous, "before", wire.Cursors.Before),
	}
	return nil
}

// MarshalJSON writes paging so that UnmarshalJSON reads the same places. The
// links hold nothing but the places.
func (p Paging) MarshalJSON() ([]byte, error) {
	return json.Marshal(pagingWire{Next: p.Next.link(), Previous: p.Previous.link()})
}

func (c Cursor) link() string {
	if c == "" {
		return ""
	}
	return "?" + string(c)
}
