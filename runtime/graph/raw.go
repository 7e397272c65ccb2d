package graph

import (
	"encoding/json"
	"reflect"
)

// Raw is a value together with the JSON that it was decoded from, so that
// members without a Go field are not lost. [KeepRaw] and [KeepRawItems] make
// calls answer with it; calls without them pay nothing for it. A struct may
// hold a Raw too.
type Raw[T any] struct {
	// Value is the decoded value.
	Value T
	// JSON is what the API sent.
	JSON Object
}

// UnmarshalJSON decodes data and keeps a copy of it.
func (r *Raw[T]) UnmarshalJSON(data []byte) error {
	if err := decodeTolerant(data, &r.Value); err != nil {
		return err
	}
	r.JSON = append(Object(nil), data...)
	return nil
}

// MarshalJSON returns JSON, or the value when there is none.
func (r Raw[T]) MarshalJSON() ([]byte, error) {
	if len(r.JSON) > 0 {
		return r.JSON.MarshalJSON()
	}
	return marshalJSON(r.Value)
}

// Unknown returns the members of the JSON object that T has no field for. It
// is empty when there are none, or when the JSON is no object.
func (r Raw[T]) Unknown() map[string]Object { return unknownMembers(r.JSON, reflect.TypeFor[T]()) }

func unknownMembers(data Object, t reflect.Type) map[string]Object {
	var members map[string]Object
	if err := json.Unmarshal(data, &members); err != nil {
		return nil
	}
	if t = structBehind(t); t == nil {
		return members
	}
	fields := jsonFieldsOf(t)
	for name := range members {
		if _, known := fields.lookup(name); known {
			delete(members, name)
		}
	}
	return members
}

// KeepRaw returns the same call with an answer that keeps its JSON.
func KeepRaw[T any](call Call[T]) Call[Raw[T]] { return Call[Raw[T]](call) }

// KeepRawItems returns the same list with items that keep their JSON.
func KeepRawItems[T any](list List[T]) List[Raw[T]] { return List[Raw[T]](list) }
