package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// The only package that generated code imports.
const (
	runtimePath = "github.com/metagraph-go/graphgen/runtime/graph"
	runtimeName = "graph"
)

// Jennifer's statements grow in place when something is chained to them, also
// where they are already part of another statement. So the functions here
// chain only to statements that they have just made, and wrap those they are
// given with jen.Add.

// documented returns a declaration below its doc comment.
func documented(doc ir.Doc, declaration jen.Code) *jen.Statement {
	text := comment(doc, 0)
	if text == "" {
		return jen.Add(declaration)
	}
	return jen.Comment(text).Add(declaration)
}

// member is documented for a declaration within braces.
func member(doc ir.Doc, declaration jen.Code) *jen.Statement {
	text := comment(doc, tabWidth)
	if text == "" {
		return jen.Add(declaration)
	}
	return jen.Comment(text).Add(declaration)
}

// sized is code with the width that it takes on one line.
type sized struct {
	code  *jen.Statement
	width int
}

// name is a name of the generated package.
func name(s string) sized { return sized{jen.Id(s), len(s)} }

// runtimeID is a name of the runtime.
func runtimeID(s string) sized {
	return sized{jen.Qual(runtimePath, s), len(runtimeName) + 1 + len(s)}
}

// generic is a type of the runtime with a type argument.
func generic(s string, arg sized) sized {
	return sized{jen.Qual(runtimePath, s).Types(arg.code), len(runtimeName) + len(s) + arg.width + 3}
}

// text is a string literal.
func text(s string) sized { return sized{jen.Lit(s), len(strconv.Quote(s))} }

// number is an integer literal.
func number(n int) sized { return sized{jen.Lit(n), len(strconv.Itoa(n))} }

// prefixed is code behind an operator, such as "*" or "[]".
func prefixed(op string, s sized) sized { return sized{jen.Op(op).Add(s.code), len(op) + s.width} }

// called is a function, or a type that converts, with one argument.
func called(function, arg sized) sized {
	return sized{jen.Add(function.code).Call(arg.code), function.width + arg.width + len("()")}
}

// tag is a struct tag with one key.
func tag(key, value string) *jen.Statement {
	return jen.Tag(map[string]string{key: value})
}
