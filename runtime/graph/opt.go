package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// Opt is a value that may be absent, null or present, also when it is the
// zero value of T. Params use it so that 0, false and "" can be sent; read
// models use it so that a field that was not asked for is not mistaken for
// zero. The zero Opt is absent.
//
// Decoding accepts what the API sends: numbers and booleans as JSON text
// ("5000", "true", "1"), and null, which counts as absent.
type Opt[T any] struct {
	v     T
	state optState
}

type optState uint8

const (
	optAbsent optState = iota
	optNull
	optSet
)

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{v: v, state: optSet} }

// Null returns an Opt that is sent as null.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// String returns an Opt that holds s.
func String(s string) Opt[string] { return Some(s) }

// Int returns an Opt that holds n.
func Int(n int64) Opt[int64] { return Some(n) }

// Float returns an Opt that holds f.
func Float(f float64) Opt[float64] { return Some(f) }

// Bool returns an Opt that holds b.
func Bool(b bool) Opt[bool] { return Some(b) }

// Get returns the value and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.v, o.state == optSet }

// Or returns the value, or def when there is none.
func (o Opt[T]) Or(def T) T {
	if o.state == optSet {
		return o.v
	}
	return def
}

// IsNull reports whether o was made by [Null].
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// IsZero reports whether o is absent. It is what the "omitzero" option of
// encoding/json asks.
func (o Opt[T]) IsZero() bool { return o.state == optAbsent }

// String returns the value as text, or "" when there is none.
func (o Opt[T]) String() string {
	if o.state != optSet {
		return ""
	}
	return fmt.Sprint(o.v)
}

// param returns the value, or nil when there is none.
func (o Opt[T]) param() any {
	if o.state != optSet {
		return nil
	}
	return o.v
}

// MarshalJSON returns the value as JSON, and null when there is none.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != optSet {
		return []byte("null"), nil
	}
	return marshalJSON(o.v)
}

// UnmarshalJSON sets o to the value in data.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Opt[T]{}
		return nil
	}
	if err := unmarshalScalar(data, &o.v); err != nil {
		return err
	}
	o.state = optSet
	return nil
}

// unmarshalScalar decodes data into *v. It accepts the other JSON spelling of
// numbers and booleans, because the API sends both. Its errors name no value,
// because it may be customer data.
func unmarshalScalar(data []byte, v any) error {
	text := data
	if len(data) >= 2 && data[0] == '"' {
		text = data[1 : len(data)-1]
	}
	switch p := v.(type) {
	case *int64:
		n, err := parseInt(string(text))
		if err != nil {
			return errors.New("graph: not a whole number")
		}
		*p = n
		return nil
	case *float64:
		f, err := strconv.ParseFloat(string(text), 64)
		if err != nil {
			return errors.New("graph: not a number")
		}
		*p = f
		return nil
	case *bool:
		switch string(text) {
		case "true", "1":
			*p = true
		case "false", "0", "":
			*p = false
		default:
			return errors.New("graph: not a boolean")
		}
		return nil
	case *string:
		if data[0] != '"' {
			*p = string(data)
			return nil
		}
	}
	return json.Unmarshal(data, v)
}

// parseInt reads a whole number, also one that is written as 1.0 or 1e3.
func parseInt(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil {
		return n, nil
	}
	f, ferr := strconv.ParseFloat(s, 64)
	if ferr != nil || f != float64(int64(f)) {
		return 0, err
	}
	return int64(f), nil
}
