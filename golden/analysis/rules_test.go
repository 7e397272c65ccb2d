package analysis

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// thin wants generated code to hold types, data and functions of a single
// return statement. Behaviour belongs into the runtime: it would be compiled
// once for every node here.
var thin = &analysis.Analyzer{
	Name: "thin",
	Doc:  "report generated code that does more than to return a value",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			for _, declaration := range file.Decls {
				checkThin(pass, declaration)
			}
		}
		for _, initializer := range pass.TypesInfo.InitOrder {
			if call := findCall(pass, initializer.Rhs); call != nil {
				pass.Reportf(call.Pos(), "%s runs code when a program begins", initializer.Lhs[0].Name())
			}
		}
		return nil, nil
	},
}

func checkThin(pass *analysis.Pass, declaration ast.Decl) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if n := len(d.Body.List); n != 1 {
			pass.Reportf(d.Pos(), "%s has %d statements", d.Name.Name, n)
		} else if _, ok := d.Body.List[0].(*ast.ReturnStmt); !ok {
			pass.Reportf(d.Pos(), "%s has a statement other than a return", d.Name.Name)
		}
	case *ast.GenDecl:
		ast.Inspect(d, func(n ast.Node) bool {
			if _, ok := n.(*ast.InterfaceType); ok {
				pass.Reportf(n.Pos(), "an interface: the linker keeps every method that it lists")
			}
			return true
		})
	}
}

// findCall returns a call in an expression. Conversions are none.
func findCall(pass *analysis.Pass, e ast.Expr) (found *ast.CallExpr) {
	ast.Inspect(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !pass.TypesInfo.Types[call.Fun].IsType() {
			found = call
		}
		return found == nil
	})
	return found
}

// documented wants a doc comment on what a generated package exports, but for
// constants and variables in a group that has one.
var documented = &analysis.Analyzer{
	Name: "documented",
	Doc:  "report exported declarations without a doc comment",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			for _, declaration := range file.Decls {
				checkDocumented(pass, declaration)
			}
		}
		return nil, nil
	},
}

func checkDocumented(pass *analysis.Pass, declaration ast.Decl) {
	report := func(kind token.Token, name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if strings.TrimSpace(doc.Text()) != "" {
				return
			}
		}
		if name.IsExported() {
			pass.Reportf(name.Pos(), "%s %s has no doc comment", kind, name.Name)
		}
	}
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		report(token.FUNC, d.Name, d.Doc)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				report(token.TYPE, s.Name, d.Doc, s.Doc)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					report(d.Tok, name, d.Doc, s.Doc)
				}
			}
		}
	}
}
