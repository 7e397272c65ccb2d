package emit

import (
	"errors"
	"fmt"
	"go/build"
	"go/doc"
	"go/token"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// verify reports what is in the IR that could not be printed as the one
// declaration that it stands for: names that are not identifiers or are taken,
// types that nobody declares, wire names that a struct tag can't hold.
func verify(pkg *ir.Package) error {
	v := verifier{declared: map[string]string{}, files: map[string]bool{apiFile: true, errorsFile: true}}
	if !version.MatchString(pkg.Version) {
		v.errorf("package: %q is not an API version, such as v25.0", pkg.Version)
	}
	v.identifier("package", "name", pkg.Name)
	v.declare("the runtime", runtimeName)
	for _, local := range []string{handleLocal, paramsLocal, fieldsLocal, idLocal} {
		v.declare("local names", local)
	}
	v.declare(apiFile, versionConst)
	v.declare(apiFile, apiVar)
	for _, e := range pkg.Errors {
		where := fmt.Sprintf("error code %d/%d", e.Code, e.Subcode)
		v.declare(where, e.GoName)
		if errorClasses[e.Class] == "" {
			v.errorf("%s: no class of errors is named %q", where, e.Class)
		}
	}
	for i := range pkg.Files {
		v.file(&pkg.Files[i])
	}
	for _, r := range v.references {
		if _, ok := v.declared[r.name]; !ok {
			v.errorf("%s: the package declares no %q", r.where, r.name)
		}
	}
	return errors.Join(v.errs...)
}

var version = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

// verifier collects what the package declares and what it refers to.
type verifier struct {
	declared   map[string]string // name to where it is declared
	references []reference
	files      map[string]bool
	errs       []error
}

type reference struct{ where, name string }

func (v *verifier) errorf(format string, args ...any) {
	v.errs = append(v.errs, fmt.Errorf("emit: "+format, args...))
}

// identifier checks a name that is printed as it is.
func (v *verifier) identifier(where, what, name string) bool {
	if token.IsIdentifier(name) && name != "_" {
		return true
	}
	v.errorf("%s: %s %q is not a Go identifier", where, what, name)
	return false
}

// declare notes a declaration of the package.
func (v *verifier) declare(where, name string) {
	if !v.identifier(where, "name", name) {
		return
	}
	if doc.IsPredeclared(name) || name == "init" || name == "main" {
		v.errorf("%s: name %q has a meaning in Go", where, name)
	}
	if other, ok := v.declared[name]; ok {
		v.errorf("%s: name %q is taken by %s", where, name, other)
		return
	}
	v.declared[name] = where
}

// refer notes the use of a type that the package has to declare.
func (v *verifier) refer(where, name string) {
	if v.identifier(where, "type", name) {
		v.references = append(v.references, reference{where, name})
	}
}

func (v *verifier) file(f *ir.File) {
	if v.files[f.Name] {
		v.errorf("file %s: there are two of that name", f.Name)
	}
	v.files[f.Name] = true
	if !isPlainGoFile(f.Name) {
		v.errorf("file %q: the go command would not build a file of that name into every package", f.Name)
	}
	for i := range f.Nodes {
		v.node(&f.Nodes[i])
	}
	for i := range f.Structs {
		s := &f.Structs[i]
		where := "struct " + s.GoName
		v.declare(where, s.GoName)
		v.fields(where, s.Fields, map[string]bool{})
	}
	for i := range f.Enums {
		e := &f.Enums[i]
		where := "enum " + e.GoName
		v.declare(where, e.GoName)
		v.consts(where, e.Values)
		if e.ValuesFunc != "" {
			v.declare(where, e.ValuesFunc)
		}
	}
}

func (v *verifier) node(n *ir.Node) {
	where := "node " + n.GoName
	v.declare(where, n.GoName)
	if n.IDName != "" {
		v.declare(where, n.IDName)
	}
	if n.FieldName != "" {
		v.declare(where, n.FieldName)
	}
	v.consts(where, n.FieldConst)
	members := map[string]bool{}
	v.fields(where, n.Fields, members)
	for _, e := range n.Expansions {
		v.declare(where, e.ConstName)
		v.refer(where, n.FieldName)
		v.refer(where, e.ChildField)
		if e.GoName != "" {
			v.fields(where, []ir.Field{{GoName: e.GoName, Wire: e.Wire, Type: e.Type}}, members)
		}
	}
	if n.Handle != nil {
		v.handle(where, n.Handle)
	}
}

func (v *verifier) handle(where string, h *ir.Handle) {
	v.declare(where, h.GoName)
	v.declare(where, h.Constructor)
	members := map[string]bool{"ID": true}
	for i := range h.Operations {
		o := &h.Operations[i]
		where := h.GoName + "." + o.GoName
		v.member(where, o.GoName, members)
		v.declare(where, o.Var)
		if operationKinds[o.Kind] == "" {
			v.errorf("%s: no kind of operations is named %q", where, o.Kind)
		}
		if _, ok := hosts[o.Host]; !ok {
			v.errorf("%s: no host is named %q", where, o.Host)
		}
		if o.ParamsName != "" {
			v.declare(where, o.ParamsName)
		}
		v.params(where, o.Params)
		v.typ(where, o.Result)
		if o.ReadBack != nil {
			v.member(where, o.ReadBack.GoName, members)
			if o.ReadBack.FieldName != string(ir.String) {
				v.refer(where, o.ReadBack.FieldName)
			}
			v.typ(where, o.ReadBack.Result)
		}
	}
}

func (v *verifier) params(where string, params []ir.Param) {
	members := map[string]bool{}
	for _, p := range params {
		v.fields(where, []ir.Field{{GoName: p.GoName, Wire: p.Wire, Type: p.Type}}, members)
	}
}

func (v *verifier) fields(where string, fields []ir.Field, members map[string]bool) {
	for _, f := range fields {
		where := where + "." + f.GoName
		v.member(where, f.GoName, members)
		v.typ(where, f.Type)
		if !isTagName(f.Wire) {
			v.errorf("%s: the name %q can't stand in a struct tag", where, f.Wire)
		}
	}
}

// member notes a field or a method, which encoding/json and users must reach.
func (v *verifier) member(where, name string, members map[string]bool) {
	if v.identifier(where, "name", name) && !token.IsExported(name) {
		v.errorf("%s: name %q is not exported", where, name)
	}
	if members[name] {
		v.errorf("%s: there are two of that name", where)
	}
	members[name] = true
}

func (v *verifier) consts(where string, consts []ir.Const) {
	for _, c := range consts {
		v.declare(where, c.GoName)
	}
}

// typ checks that goType knows a type.
func (v *verifier) typ(where string, t ir.Type) {
	switch t.Kind {
	case ir.String, ir.Bool, ir.Int, ir.Int64, ir.Uint64, ir.Float64, ir.Any, ir.Time, ir.Secret, ir.Object, ir.FilePart, ir.Success:
	case ir.Named:
		v.refer(where, t.Name)
	case ir.Map:
		v.elem(where, t, t.Key)
		v.elem(where, t, t.Elem)
	case ir.Pointer, ir.List, ir.Opt, ir.Page:
		v.elem(where, t, t.Elem)
	default:
		v.errorf("%s: unknown kind of type %q", where, t.Kind)
	}
}

func (v *verifier) elem(where string, t ir.Type, elem *ir.Type) {
	if elem == nil {
		v.errorf("%s: a type of kind %s lacks its element", where, t.Kind)
		return
	}
	v.typ(where, *elem)
}

// isTagName reports whether encoding/json takes a name from a tag. It would
// ignore any other in silence.
func isTagName(name string) bool {
	const punctuation = "!#$%&()*+-./:;<=>?@[]^_{|}~ "
	for _, r := range name {
		if !strings.ContainsRune(punctuation, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return name != ""
}

// isPlainGoFile reports whether a file is part of the package on every
// system: the go command reads meaning into names like "ab_test.go" and
// "ad_windows.go".
func isPlainGoFile(name string) bool {
	if !plainFile.MatchString(name) || strings.HasSuffix(name, "_test.go") {
		return false
	}
	elsewhere := build.Context{
		GOOS:     "elsewhere",
		GOARCH:   "elsewhere",
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package p\n")), nil },
	}
	matches, err := elsewhere.MatchFile("", name)
	return err == nil && matches
}

var plainFile = regexp.MustCompile(`^[a-z0-9][a-z0-9_]*\.go$`)
