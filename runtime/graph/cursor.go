package graph

import (
	"errors"
	"net/url"
	"slices"
)

// Cursor is a place in the pages of an edge. It is opaque text that can be
// stored for a short time, as JSON too; the API lets cursors expire. It holds
// no token and no URL. The zero Cursor is the start.
type Cursor string

// pagingKeys are the params of a paging link that say where a page is. The
// rest of a link repeats the call and holds the access token.
var pagingKeys = []string{"after", "before", "offset", "since", "until", "__paging_token", "__previous"}

// lostCursor stands for a link that leads on without one of pagingKeys.
const lostCursor Cursor = "link=unknown"

var (
	errForeignCursor = errors.New("graph: the cursor is none of this package; use one from Paging or PageError")
	errLostCursor    = errors.New("graph: there are further pages, but the API's link to them names no place that this package knows")
)

// values returns the params that lead to the cursor's place. Its errors do
// not hold the cursor: what is passed for one may be a URL with a token.
func (c Cursor) values() (url.Values, error) {
	if c == lostCursor {
		return nil, errLostCursor
	}
	if c == "" {
		return nil, nil
	}
	values, err := url.ParseQuery(string(c))
	if err != nil {
		return nil, errForeignCursor
	}
	for key, value := range values {
		if !slices.Contains(pagingKeys, key) || len(value) != 1 || value[0] == "" {
			return nil, errForeignCursor
		}
	}
	return values, nil
}

// isOpaque reports whether the place is a cursor of the API, and not an offset
// or a time.
func (c Cursor) isOpaque() bool {
	values, err := c.values()
	return err == nil && (values.Has("after") || values.Has("before"))
}

// linkCursor returns the place that a paging link leads to. When the link
// itself does not say, the cursor that came with it does. Nothing else of the
// link is used, so that neither its host nor its token matters.
func linkCursor(link, key, cursor string) Cursor {
	if link == "" {
		return ""
	}
	place := url.Values{}
	if u, err := url.Parse(link); err == nil {
		query := u.Query()
		for _, k := range pagingKeys {
			if v := query.Get(k); v != "" {
				place.Set(k, v)
			}
		}
	}
	if len(place) == 0 {
		if cursor == "" {
			return lostCursor
		}
		place.Set(key, cursor)
	}
	return Cursor(place.Encode())
}
