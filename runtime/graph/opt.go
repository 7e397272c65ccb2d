package graph

import (
	"fmt"
	"reflect"
)

// Opt is a value that may be absent, null or present, also when it is the
// zero value of T. Params use it so that 0, false and "" can be sent; read
// models use it so that a field that was not asked for is not mistaken for
// zero. The zero Opt is absent.
//
// Decoding accepts what the API sends: numbers and booleans as JSON text
// ("5000", "true", "1"), numbers where T is a kind of text, and null, which
// counts as absent, as "" does where T is a kind of number.
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

// Equal reports whether both are absent, both are null, or both hold equal
// values. go-cmp asks it.
func (o Opt[T]) Equal(other Opt[T]) bool {
	return o.state == other.state && (o.state != optSet || reflect.DeepEqual(o.v, other.v))
}

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

// UnmarshalJSON sets o to the value in data. Errors do not hold the value.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Opt[T]{}
		return nil
	}
	var v T
	present, err := unmarshalScalar(data, &v)
	if err != nil {
		return err
	}
	*o = Opt[T]{}
	if present {
		*o = Some(v)
	}
	return nil
}
