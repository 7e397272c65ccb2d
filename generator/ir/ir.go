// Package ir holds what is to be emitted: Go declarations as plain data, with
// every decision made and every name final. It knows neither YAML nor the
// library that prints Go.
package ir

// Package is a generated package.
type Package struct {
	// Name is the Go package name.
	Name string
	// Version is the API version, such as "v25.0".
	Version string
	// Doc is the package comment.
	Doc Doc
	// Errors is the catalogue, in the order of the codes.
	Errors []ErrorCode
	// Files are in the order of their names.
	Files []File
	// Operations are those of all files, in the order of node, edge and kind:
	// what "graphgen list" shows.
	Operations []OperationSummary
}

// File is one generated Go file. Its declarations come in the order of the
// members.
type File struct {
	// Name is the file's name, such as "campaign.go".
	Name    string
	Nodes   []Node
	Structs []Struct
	Enums   []Enum
}

// Doc is a doc comment as paragraphs without markup. Emission wraps them. A
// paragraph that begins with "- " is a list item.
type Doc []string

// Node is a node: its data, its field names and what can be done with it.
type Node struct {
	// GoName is the name of the data type, such as "Campaign".
	GoName string
	Doc    Doc
	// Opaque nodes have no struct: the type is an alias of graph.Object.
	Opaque bool
	// IDName is the name of the id type. Empty means none is emitted.
	IDName string
	IDDoc  Doc
	// Struct fields.
	Fields []Field
	// Edges that a read can expand; they are struct fields too.
	Expansions []Expansion
	// FieldName is the name of the type of field names, such as
	// "CampaignField". Empty means none is emitted.
	FieldName  string
	FieldConst []Const
	// Handle is the type that carries the operations, such as "CampaignNode".
	// Nil when nothing can be done with the node.
	Handle *Handle
}

// Field is a field of a struct.
type Field struct {
	GoName string
	// Wire is the name in the API.
	Wire string
	Doc  Doc
	Type Type
}

// Expansion is an edge, or a field that holds a node, that a read can expand.
type Expansion struct {
	// ConstName is the name of the constant, such as "CampaignExpandAds".
	ConstName string
	Wire      string
	// ChildField is the type of the child's field names, such as "AdField".
	ChildField string
	// GoName and Type are those of the struct field that holds the page. GoName
	// is empty when a field of the node holds it already.
	GoName string
	Type   Type
	Doc    Doc
}

// Handle is the type that addresses one node.
type Handle struct {
	GoName string // CampaignNode
	Doc    Doc
	// Constructor is the function that returns a handle, such as
	// "CampaignByID".
	Constructor    string
	ConstructorDoc Doc
	Operations     []Operation
}

// Operation is a method of a handle with its descriptor and param struct.
type Operation struct {
	// GoName is the method's name.
	GoName string
	Doc    Doc
	// Var is the name of the descriptor, such as "campaignAds".
	Var string

	Node, Edge     string
	Kind           string
	Method         string
	Path           string
	Host           string
	Errors         []int
	ReadAfterWrite bool

	// ParamsName is the name of the param struct. Empty means the method has
	// no params.
	ParamsName string
	ParamsDoc  Doc
	Params     []Param
	// Result is what the call answers. Page is set for lists: Result is then
	// the item.
	Result Type
	Page   bool
	// ReadBack is the variant of the method that reads the node after the
	// write. Nil means there is none.
	ReadBack *ReadBack
}

// ReadBack is a write that answers with fields of a node.
type ReadBack struct {
	GoName    string
	Doc       Doc
	FieldName string
	Result    Type
}

// Param is a field of a param struct.
type Param struct {
	GoName   string
	Wire     string
	Doc      Doc
	Type     Type
	Required bool
	CSV      bool
	File     bool
}

// Struct is a data type without an id.
type Struct struct {
	GoName string
	Doc    Doc
	Fields []Field
}

// Enum is a string type with known values.
type Enum struct {
	GoName string
	Doc    Doc
	Values []Const
	// ValuesFunc is the function that returns the known values.
	ValuesFunc string
}

// Const is a typed string constant.
type Const struct {
	GoName string
	Value  string
	Doc    Doc
}

// ErrorCode is a code of the catalogue.
type ErrorCode struct {
	Code, Subcode int
	// GoName is the name of the sentinel, such as "ErrInvalidParameter".
	GoName  string
	Name    string
	Class   string
	Meaning string
	Doc     Doc
}

// Kind is what a type is made of.
type Kind string

// The kinds of types.
const (
	String   Kind = "string"
	Bool     Kind = "bool"
	Int      Kind = "int"    // a page size: plain int
	Int64    Kind = "int64"  // signed numbers of any width
	Uint64   Kind = "uint64" // unsigned numbers that may exceed int64
	Float64  Kind = "float64"
	Time     Kind = "time"    // graph.Time
	Secret   Kind = "secret"  // graph.SecretText
	Object   Kind = "object"  // graph.Object: JSON without a published type
	Any      Kind = "any"     // any value that JSON can hold
	FilePart Kind = "file"    // graph.File
	Success  Kind = "success" // graph.Success
	Named    Kind = "named"   // a type of the package, by name: ids, enums, field names
	Pointer  Kind = "pointer" // to Elem
	List     Kind = "list"    // of Elem
	Map      Kind = "map"     // from Key to Elem
	Opt      Kind = "opt"     // graph.Opt of Elem
	Page     Kind = "page"    // *graph.Page of Elem
)

// Type is a Go type.
type Type struct {
	Kind Kind
	// Name is the name of a Named type.
	Name string `json:",omitempty"`
	Key  *Type  `json:",omitempty"`
	Elem *Type  `json:",omitempty"`
}

// String returns the type as generated code writes it.
func (t Type) String() string {
	switch t.Kind {
	case Time:
		return "graph.Time"
	case Secret:
		return "graph.SecretText"
	case Object:
		return "graph.Object"
	case FilePart:
		return "graph.File"
	case Success:
		return "graph.Success"
	case Named:
		return t.Name
	case Pointer:
		return "*" + t.Elem.String()
	case List:
		return "[]" + t.Elem.String()
	case Map:
		return "map[" + t.Key.String() + "]" + t.Elem.String()
	case Opt:
		return "graph.Opt[" + t.Elem.String() + "]"
	case Page:
		return "*graph.Page[" + t.Elem.String() + "]"
	}
	return string(t.Kind) // the other kinds are named as Go's types are
}

// OperationSummary is what "graphgen list" says about an operation. The JSON
// keys are an interface: scripts read them.
type OperationSummary struct {
	Node    string         `json:"node"`
	Edge    string         `json:"edge"`
	Op      string         `json:"op"`
	Method  string         `json:"method"`
	Path    string         `json:"path"`
	Params  []ParamSummary `json:"params"`
	Returns string         `json:"returns"`
	Errors  []int          `json:"errors"`
	Since   string         `json:"since"`
	Removed string         `json:"removed"`
}

// ParamSummary is a param of an OperationSummary. Type is as the spec writes
// it.
type ParamSummary struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Required bool   `json:"required"`
}
