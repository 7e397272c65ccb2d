package hash

import (
	"fmt"
	"slices"
)

// Schema encodes rows of customer data as the payload of a custom audience
// wants them. It is made once for a list of keys and may then be used by
// several goroutines at once.
type Schema struct {
	keys    []Key
	columns []column
	home    origin // of rows without a country of their own
	country int    // index of the COUNTRY column to read, or -1
}

// NewSchema returns the schema with one column for each key, which n
// normalises. It fails where there is no key, a key is unknown or one of
// user_data, a key that is a schema on its own stands beside others, Digests
// names a key that is not hashed or not in the schema, or Country is no
// country.
func NewSchema(n Normalizer, keys ...Key) (*Schema, error) {
	if len(keys) == 0 {
		return nil, fmt.Errorf("hash: a schema needs at least one key")
	}
	s := &Schema{keys: slices.Clone(keys), home: origin{callingCodes: n.CallingCodes}, country: -1}
	for i, key := range keys {
		spec := specsByKey[key]
		if spec == nil {
			return nil, &Error{Key: key, Reason: reasonUnknownKey + suggestion(key)}
		}
		if spec.use == userData {
			return nil, &Error{Key: key, Reason: "is a key of the user_data of an event and not of a custom audience schema"}
		}
		if spec.use == alone && len(keys) > 1 {
			return nil, &Error{Key: key, Reason: "is a schema on its own and cannot stand in a list of keys"}
		}
		digests := slices.Contains(n.Digests, key)
		if key == KeyCountry && s.country < 0 && !digests {
			s.country = i
		}
		s.columns = append(s.columns, column{spec: spec, digests: digests, detect: n.DetectDigests, sendInvalid: n.SendInvalid})
	}
	for _, key := range n.Digests {
		if key.Form() == FormUnknown {
			return nil, &Error{Key: key, Reason: "is listed in Digests and is no key" + suggestion(key)}
		}
		if key.Form() != FormHashed {
			return nil, &Error{Key: key, Reason: "is listed in Digests but its values are not hashed"}
		}
		if !slices.Contains(keys, key) {
			return nil, &Error{Key: key, Reason: "is listed in Digests but is not in the schema"}
		}
	}
	if n.Country != "" {
		if s.home.country = findCountry(n.Country); s.home.country == nil {
			return nil, fmt.Errorf("hash: Country %q is no ISO 3166-1 country", n.Country)
		}
	}
	return s, nil
}

// Keys returns the keys of the columns, in order.
func (s *Schema) Keys() []Key { return slices.Clone(s.keys) }

// AppendSchema appends the value of the payload's "schema" to dst: a JSON
// list of keys, or the key alone as a JSON string where it is a schema on its
// own.
func (s *Schema) AppendSchema(dst []byte) []byte {
	if s.columns[0].spec.use == alone {
		return quoteTail(append(dst, s.keys[0]...), len(dst))
	}
	for i, key := range s.keys {
		dst = append(dst, "[,"[min(i, 1)], '"')
		dst = append(dst, key...)
		dst = append(dst, '"')
	}
	return append(dst, ']')
}

// AppendRow appends one element of the payload's "data" to dst: a JSON list
// with one value for each key. Cells come in the order of the keys, in clear
// unless their key is in Digests. An empty cell gives "", or [] for
// DATA_PROCESSING_OPTIONS. number is the number of the row, for errors.
//
// A row with invalid cells is appended without these (or as SendInvalid
// says), and the error is a *[RowError] that lists them: to drop the row,
// keep dst as it was. A row without a value to match by is not appended; the
// error is then [ErrBlankRow], or a *RowError where that is so because cells
// are invalid. A row of the wrong length is not appended; the error wraps
// [ErrRowLength].
//
// PHONE, ZIP and ST are read by the row's own COUNTRY where the schema has
// it in clear. A row whose COUNTRY is invalid has no country at all, not that of
// the Normalizer, since it is said to be of another one.
//
// AppendRow allocates nothing for a row without errors when dst has room.
func (s *Schema) AppendRow(dst []byte, number int, cells []string) ([]byte, error) {
	if len(cells) != len(s.columns) {
		return dst, fmt.Errorf("%w: row %d has %d, the schema has %d keys", ErrRowLength, number, len(cells), len(s.columns))
	}
	home := s.rowOrigin(cells)
	start := len(dst)
	var invalid *RowError
	matchable := false // a value that can match a person is there
	for i, cell := range cells {
		dst = append(dst, "[,"[min(i, 1)])
		c := &s.columns[i]
		var filled bool
		var reason string
		dst, filled, reason = c.appendCell(dst, cell, home)
		if reason != "" {
			if invalid == nil {
				invalid = &RowError{Row: number}
			}
			invalid.Invalid = append(invalid.Invalid, &Error{Key: c.spec.key, Row: number, Reason: reason})
		}
		matchable = matchable || filled && c.spec.matches()
	}
	dst = append(dst, ']')
	if !matchable {
		dst = dst[:start]
	}
	switch {
	case invalid != nil:
		return dst, invalid
	case !matchable:
		return dst, ErrBlankRow
	}
	return dst, nil
}

// rowOrigin returns what is known of where the person of a row is from.
func (s *Schema) rowOrigin(cells []string) origin {
	if s.country < 0 {
		return s.home
	}
	cell := trim(cells[s.country])
	if cell == "" || s.columns[s.country].detect && looksLikeDigest(cell) {
		return s.home
	}
	c := findCountry(cell)
	return origin{country: c, unreadable: c == nil, callingCodes: s.home.callingCodes}
}

// matches reports whether values of the key help to find a person: numbers
// and options only say what to do with the person found.
func (spec *keySpec) matches() bool {
	return spec.form == FormHashed || spec.form == FormText
}

// appendCell appends the JSON value of a cell and reports whether it holds
// anything.
func (c *column) appendCell(dst []byte, cell string, home origin) (_ []byte, filled bool, reason string) {
	form := c.spec.form
	switch form {
	case FormHashed, FormText:
		dst = append(dst, '"')
	case FormList:
		dst = append(dst, '[')
	}
	from := len(dst)
	dst, toHash, reason := c.append(dst, cell, home)
	filled = len(dst) > from
	switch form {
	case FormHashed:
		if toHash {
			dst = hashTail(dst, from)
		}
		dst = append(dst, '"')
	case FormText:
		dst = escapeTail(dst, from)
		dst = append(dst, '"')
	case FormList:
		if filled {
			dst = quoteTail(dst, from)
		}
		dst = append(dst, ']')
	case FormNumber:
		if !filled {
			dst = append(dst, `""`...)
		}
	}
	return dst, filled, reason
}
