// Package spec reads spec files: YAML that says what the API has. It is the
// only package that knows YAML. What it returns is what the files say, with a
// position for everything that can be wrong; package check says whether it
// makes sense.
package spec

import "github.com/metagraph-go/graphgen/generator/diag"

// Set is everything that a set of spec files says.
type Set struct {
	// Nodes are in the order of their names.
	Nodes []*Node
	// Structs and Enums are those of all files, in the order of their names.
	Structs []*Struct
	Enums   []*Enum
	// Errors is the catalogue, in the order of the codes.
	Errors []*ErrorCode
	// Versions are in the order of their numbers.
	Versions []*Version
	// Incomplete means that nodes, types or codes of the files could not be
	// read, so that a name that is missing here may stand there.
	Incomplete bool
}

// Text is a scalar of a file and where it stands.
type Text struct {
	Value string
	Pos   diag.Pos
}

// Number is a number of a file, as it is written, and where it stands.
type Number struct {
	Value string
	Pos   diag.Pos
}

// Range says in which API versions an element exists: from Since on, and up
// to but not in Removed. Empty means without that bound.
type Range struct {
	Since   Text
	Removed Text
}

// Source says where an element was transcribed from.
type Source struct {
	// Page is the title of the reference page.
	Page Text
	// Version is the API version that the page described.
	Version Text
	// URL is where a page or file is, when that helps.
	URL Text
	// File is the file that an imported element was made of.
	File Text
}

// Node is a node of the API, such as Campaign.
type Node struct {
	Name         Text
	Doc          Text
	Source       Source
	Path         Text // such as "act_{ad_account_id}"; empty means "{campaign_id}"
	Opaque       bool // no published fields: the data stays raw JSON
	Requirements []Text
	Permissions  []Text
	Notice       Text
	Deprecated   Text // what to use instead, or "true"
	GoName       Text
	Fields       []*Field
	Operations   []*Operation // of the node itself
	Edges        []*Edge
	Range        Range
	Added        bool // by a later layer than the first
	Pos          diag.Pos
}

// Field is a field of a node or a struct, or a param of an operation.
type Field struct {
	Name        Text
	Doc         Text
	Type        Type
	Default     Text // params: the value that the API assumes. Fields: "true" when returned by default
	Required    bool // params only
	Core        bool
	CSV         bool // params only: a list that is sent as comma-separated text
	Min, Max    Number
	Permissions []Text
	EmptySince  Text // date since when the API returns nothing here
	Notice      Text
	Deprecated  Text
	GoName      Text
	Range       Range
	Added       bool // by a later layer, beside the fields of an earlier one
	Pos         diag.Pos
}

// Edge is an edge of a node, such as campaigns of AdAccount.
type Edge struct {
	Name       Text
	Doc        Text
	GoName     Text
	Notice     Text
	Deprecated Text
	Source     Source
	Operations []*Operation
	Range      Range
	Added      bool // by a later layer, beside the edges of an earlier one
	Pos        diag.Pos
}

// Operation is something that can be done with a node or an edge.
type Operation struct {
	Kind           Text // read, list, create, update or delete
	Doc            Text
	Source         Source
	Method         Text // empty means what the kind implies
	Path           Text // empty means what node and edge imply
	Host           Text
	Params         []*Field
	Returns        Type
	ReadAfterWrite Text // name of the node whose fields a write can answer with, or "true"; "" for none
	Errors         []Number
	Requirements   []Text
	Permissions    []Text
	Notice         Text
	Deprecated     Text
	GoName         Text
	Range          Range
	Pos            diag.Pos
}

// Struct is a type that has fields but no id of its own.
type Struct struct {
	Name   Text
	Doc    Text
	Source Source
	GoName Text
	Fields []*Field
	Range  Range
	Pos    diag.Pos
	// Home is the node or file that the struct is written under; it decides
	// which generated file holds it.
	Home string
}

// Enum is a set of known values. The API may add values at any time.
type Enum struct {
	Name   Text
	Doc    Text
	Source Source
	GoName Text
	Values []*Value
	Range  Range
	Pos    diag.Pos
	Home   string
}

// Value is one value of an enum, as it is on the wire.
type Value struct {
	Value      Text
	Doc        Text
	Deprecated Text
	GoName     Text
	Range      Range
	Pos        diag.Pos
}

// Type is a type as the file writes it, such as "list<map<string, Campaign>>".
type Type struct {
	// Name is the name before "<", or the whole type. Empty means no type; one
	// with a position was wrong and is reported already.
	Name string
	// Args are the types between "<" and ">".
	Args []Type
	// Values are those of an inline "enum {A, B}".
	Values []*Value
	Pos    diag.Pos
}

// ErrorCode is an entry of the error catalogue.
type ErrorCode struct {
	Code, Subcode int
	Name          Text
	Class         Text
	Doc           Text
	Source        Source
	Pos           diag.Pos
}

// Version is an API version.
type Version struct {
	Name             Text // such as "v25.0"
	Released         Text // date, such as 2026-02-18
	Expires          Text // date; empty while it is not known
	MarketingExpires Text
	Pos              diag.Pos
}
