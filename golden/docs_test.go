package golden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var withFields = []string{"../runtime/graph", "../runtime/conversions", "../runtime/webhook", "../runtime/hash"}

// TestExportedNamesHaveDocs holds the hand-written packages to a doc comment
// for each package and each exported name, and those of withFields to one for
// each exported field and interface method too.
func TestExportedNamesHaveDocs(t *testing.T) {
	for _, root := range []string{"../runtime", "../generator"} {
		files := token.NewFileSet()
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			if entry.Name() == "testdata" || entry.Name() == "internal" {
				return filepath.SkipDir
			}
			checkDocs(t, files, path, slices.Contains(withFields, filepath.ToSlash(path)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkDocs reports what has no doc comment in the package at dir.
func checkDocs(t *testing.T, files *token.FileSet, dir string, fields bool) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	packageDocs, sources := 0, 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name.Name == "main" {
			continue // A program, such as one that go generate runs.
		}
		sources++
		if file.Doc != nil {
			packageDocs++
		}
		for _, decl := range file.Decls {
			for _, name := range undocumented(decl, fields) {
				t.Errorf("%s: %s has no doc comment", files.Position(name.Pos()), name.Name)
			}
		}
	}
	if sources > 0 && packageDocs != 1 {
		t.Errorf("%s: %d files have a package comment, want one", dir, packageDocs)
	}
}

// undocumented returns the exported names of a declaration that no comment is
// about.
func undocumented(decl ast.Decl, fields bool) []*ast.Ident {
	var names []*ast.Ident
	missing := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if doc != nil {
				return
			}
		}
		if name.IsExported() {
			names = append(names, name)
		}
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if isVisible(d) {
			missing(d.Name, d.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range s.Names {
					missing(name, d.Doc, s.Doc, s.Comment)
				}
			case *ast.TypeSpec:
				missing(s.Name, d.Doc, s.Doc, s.Comment)
				if fields && s.Name.IsExported() {
					names = append(names, undocumentedFields(s)...)
				}
			}
		}
	}
	return names
}

// isVisible reports whether a function is part of the package's API: a method
// of a hidden type is not.
func isVisible(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	for {
		switch r := receiver.(type) {
		case *ast.StarExpr:
			receiver = r.X
		case *ast.IndexExpr:
			receiver = r.X
		case *ast.IndexListExpr:
			receiver = r.X
		case *ast.Ident:
			return r.IsExported()
		default:
			return true
		}
	}
}

// undocumentedFields returns the fields and methods of a type that neither
// have a comment of their own nor are named in one of the type.
func undocumentedFields(spec *ast.TypeSpec) []*ast.Ident {
	var list *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return nil
	}
	var comments strings.Builder
	for _, field := range list.List {
		comments.WriteString(field.Doc.Text() + " " + field.Comment.Text() + " ")
	}
	named := map[string]bool{}
	for _, word := range strings.FieldsFunc(comments.String(), func(r rune) bool { return strings.ContainsRune(" \n.,;:()", r) }) {
		named[word] = true
	}
	var names []*ast.Ident
	for _, field := range list.List {
		for _, name := range field.Names {
			if name.IsExported() && field.Doc == nil && field.Comment == nil && !named[name.Name] {
				names = append(names, name)
			}
		}
	}
	return names
}
