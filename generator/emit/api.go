package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

const (
	versionConst = "Version"
	apiVar       = "api"
	// handshake is the runtime's constant for the shape of code that this
	// package emits.
	handshake = "GeneratedCode1OrRunGoGenerate"
)

// apiSource is the source of the file with the package comment and what holds
// for the whole package.
func apiSource(pkg *ir.Package) source {
	return source{
		name:    apiFile,
		subject: "package " + pkg.Name,
		doc:     packageComment(pkg),
		version: pkg.Version,
		pkg:     pkg.Name,
		declarations: func() []*jen.Statement {
			return []*jen.Statement{versionDeclaration(pkg), handshakeDeclaration(), apiDeclaration(pkg)}
		},
	}
}

// versionDeclaration declares the API version.
//
// Emits: const Version = "v25.0"
func versionDeclaration(pkg *ir.Package) *jen.Statement {
	doc := ir.Doc{versionConst + " is the API version that the package was generated for."}
	return documented(doc, jen.Const().Id(versionConst).Op("=").Lit(pkg.Version))
}

// handshakeDeclaration makes the package compile only with a runtime that it
// fits.
//
// Emits: const _ = graph.GeneratedCode1OrRunGoGenerate
func handshakeDeclaration() *jen.Statement {
	doc := ir.Doc{"If this line does not compile, this package and the runtime are of different generations. Run go generate " +
		"with the graphgen of the runtime's module, or update the runtime: go get github.com/metagraph-go/graphgen@latest."}
	return documented(doc, jen.Const().Id("_").Op("=").Qual(runtimePath, handshake))
}

// apiDeclaration declares what all operations share.
//
// Emits: var api = graph.API{Version: Version, Errors: []graph.ErrorDoc{...}}
func apiDeclaration(pkg *ir.Package) *jen.Statement {
	value := literal{typ: runtimeID("API")}
	value.add("Version", name(versionConst))
	if len(pkg.Errors) > 0 {
		value.nest("Errors", errorDocs(pkg))
	}
	return jen.Var().Id(apiVar).Op("=").Add(value.code(0, len("var api = ")))
}
