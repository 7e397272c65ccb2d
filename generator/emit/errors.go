package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// errorClasses are the runtime's names for what a caller can do about an
// error.
var errorClasses = map[string]string{
	"needs a new token":               "ErrToken",
	"permission":                      "ErrPermission",
	"throttled":                       "ErrRateLimited",
	"transient":                       "ErrTransient",
	"not found":                       "ErrNotFound",
	"bad request":                     "ErrBadRequest",
	"blocked":                         "ErrBlocked",
	"too much data":                   "ErrReduceData",
	"write succeeded but read failed": "ErrReadBack",
}

// errorsSource is the source of the file of error codes.
func errorsSource(pkg *ir.Package) source {
	return source{
		name:         errorsFile,
		subject:      "error catalogue",
		version:      pkg.Version,
		pkg:          pkg.Name,
		declarations: func() []*jen.Statement { return []*jen.Statement{sentinels(pkg)} },
	}
}

// sentinels declares the error codes that errors.Is matches.
//
// Emits: var ( ErrInvalidParameter = graph.Code{Code: 100} ... )
func sentinels(pkg *ir.Package) *jen.Statement {
	members := make([]jen.Code, len(pkg.Errors))
	for i, e := range pkg.Errors {
		code := literal{typ: runtimeID("Code")}
		code.add("Code", number(e.Code))
		if e.Subcode != 0 {
			code.add("Subcode", number(e.Subcode))
		}
		members[i] = member(e.Doc, jen.Id(e.GoName).Op("=").Add(code.code(tabWidth, 0)))
	}
	doc := ir.Doc{"The error codes of the API. Match them with errors.Is, and what can be done about them with the classes of " +
		"package graph, such as graph.ErrRateLimited. They must not be changed."}
	return documented(doc, jen.Var().Defs(members...))
}

// errorDocs is the catalogue as the runtime reads it.
//
// Emits: []graph.ErrorDoc{{Code: ErrInvalidParameter, Name: "InvalidParameter", ...}, ...}
func errorDocs(pkg *ir.Package) *literal {
	docs := &literal{typ: prefixed("[]", runtimeID("ErrorDoc"))}
	for _, e := range pkg.Errors {
		entry := &literal{}
		entry.add("Code", name(e.GoName))
		entry.add("Name", text(e.Name))
		entry.add("Class", runtimeID(errorClasses[e.Class]))
		entry.add("Meaning", text(e.Meaning))
		docs.nest("", entry)
	}
	return docs
}
