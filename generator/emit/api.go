package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

const (
	versionConst = "Version"
	apiVar       = "api"
	// handshake is the runtime's constant for the shape of code that this
	// package emits.
	handshake = "MatchesGeneratedCode1"
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
// Emits: const _ = graph.MatchesGeneratedCode1
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

// packageComment is the package's doc, with an example of how it is used.
func packageComment(pkg *ir.Package) string {
	doc := pkg.Doc
	if len(doc) == 0 {
		doc = ir.Doc{"Package " + pkg.Name + " calls version " + pkg.Version + " of Meta's Graph and Marketing API."}
	}
	out := comment(doc, 0)
	if code := usage(pkg); code != "" {
		out += "//\n" + comment(ir.Doc{"A handle addresses one node. Its methods build calls, which hold no client and send nothing; " +
			"the functions of package graph run them:"}, 0) + "//\n" + code
	}
	if len(pkg.Errors) > 0 {
		out += "//\n" + comment(ir.Doc{"Errors that the API answers with match the Err variables of this package: errors.Is(err, " +
			pkg.Name + "." + pkg.Errors[0].GoName + ")."}, 0)
	}
	return out
}

// usage is an example of a call and of a list, as far as the package has them.
func usage(pkg *ir.Package) string {
	read, readNode := firstOperation(pkg, func(o *ir.Operation) bool { return o.Kind == "read" })
	list, listNode := firstOperation(pkg, func(o *ir.Operation) bool { return o.Page })
	var lines []string
	if read != nil {
		lines = append(lines, "", "answer, err := graph.Do(ctx, client, "+callText(pkg, readNode, read)+")")
	}
	if list != nil {
		lines = append(lines, "", "for item, err := range graph.All(ctx, client, "+callText(pkg, listNode, list)+") {", "\t// ...", "}")
	}
	if lines == nil {
		return ""
	}
	lines = append([]string{"client, err := graph.New(graph.Config{Token: graph.Secret(token)})"}, lines...)
	var out strings.Builder
	for _, line := range lines {
		out.WriteString(strings.TrimRight("//\t"+line, "\t") + "\n")
	}
	return out.String()
}

// callText is a call as a user writes it.
func callText(pkg *ir.Package, n *ir.Node, o *ir.Operation) string {
	params := ""
	if o.ParamsName != "" {
		params = pkg.Name + "." + o.ParamsName + "{}"
	}
	return pkg.Name + "." + n.Handle.Constructor + "(id)." + o.GoName + "(" + params + ")"
}

// firstOperation returns the first operation that matches and its node.
func firstOperation(pkg *ir.Package, match func(*ir.Operation) bool) (*ir.Operation, *ir.Node) {
	for i := range pkg.Files {
		for j := range pkg.Files[i].Nodes {
			n := &pkg.Files[i].Nodes[j]
			if n.Handle == nil {
				continue
			}
			for k := range n.Handle.Operations {
				if match(&n.Handle.Operations[k]) {
					return &n.Handle.Operations[k], n
				}
			}
		}
	}
	return nil, nil
}
