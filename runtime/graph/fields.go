package graph

import "strings"

// Expansion names an edge, or a field that holds a node, which a read of a P
// can expand: its fields are C. Generated packages hold one for each.
type Expansion[P, C ~string] string

// Expand returns a field that asks for fields of the nodes that an edge or a
// field leads to, such as "ads.limit(2){id,name}". Modifiers narrow the edge;
// no fields means the API's default fields.
func Expand[P, C ~string](e Expansion[P, C], fields []C, modifiers ...Modifier) P {
	var b strings.Builder
	b.WriteString(string(e))
	for _, m := range modifiers {
		b.WriteString(string(m))
	}
	if len(fields) > 0 {
		b.WriteByte('{')
		for i, f := range fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(string(f))
		}
		b.WriteByte('}')
	}
	return P(b.String())
}

// Modifier narrows or orders an expanded edge. The functions below return
// them.
type Modifier string

// FieldNames returns fields as plain text. Generated packages use it.
func FieldNames[F ~string](fields []F) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return names
}
