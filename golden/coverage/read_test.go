package coverage

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// read collects what the declarations of a package say.
func (p *loaded) read(files []*ast.File) error {
	p.methods = map[string]*method{}
	p.structs = map[string]map[string]field{}
	p.enums = map[string][]string{}
	p.listed = map[string][]string{}
	p.sentinels = map[string]graph.Code{}
	p.catalogue = map[graph.Code]graph.ErrorDoc{}

	descriptors := map[types.Object]*graph.Operation{}
	for _, spec := range valueSpecs(files, token.VAR) {
		p.readVar(spec, descriptors)
	}
	for _, spec := range valueSpecs(files, token.VAR) {
		p.readCatalogue(spec)
	}
	for _, spec := range valueSpecs(files, token.CONST) {
		for i, name := range spec.Names {
			if named, ok := p.info.Defs[name].Type().(*types.Named); ok && i < len(spec.Values) {
				p.enums[named.Obj().Name()] = append(p.enums[named.Obj().Name()], p.text(spec.Values[i]))
			}
		}
	}
	for _, decl := range declarations(files) {
		switch decl := decl.(type) {
		case *ast.GenDecl:
			p.readStructs(decl)
		case *ast.FuncDecl:
			if err := p.readFunc(decl, descriptors); err != nil {
				return err
			}
		}
	}
	return nil
}

func declarations(files []*ast.File) []ast.Decl {
	var decls []ast.Decl
	for _, file := range files {
		decls = append(decls, file.Decls...)
	}
	return decls
}

func valueSpecs(files []*ast.File, tok token.Token) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range declarations(files) {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == tok {
			for _, spec := range gen.Specs {
				specs = append(specs, spec.(*ast.ValueSpec))
			}
		}
	}
	return specs
}

// readVar takes descriptors and sentinels.
func (p *loaded) readVar(spec *ast.ValueSpec, descriptors map[types.Object]*graph.Operation) {
	for i, name := range spec.Names {
		literal, ok := valueAt(spec, i).(*ast.CompositeLit)
		if !ok {
			continue
		}
		members := membersOf(literal)
		switch p.typeName(p.info.Defs[name].Type()) {
		case "graph.Operation":
			descriptors[p.info.Defs[name]] = &graph.Operation{
				Node:           p.text(members["Node"]),
				Edge:           p.text(members["Edge"]),
				Kind:           graph.Kind(p.text(members["Kind"])),
				Method:         p.text(members["Method"]),
				Path:           p.text(members["Path"]),
				Host:           graph.Host(p.text(members["Host"])),
				Errors:         p.numbers(members["Errors"]),
				ReadAfterWrite: members["ReadAfterWrite"] != nil && constant.BoolVal(p.info.Types[members["ReadAfterWrite"]].Value),
			}
		case "graph.Code":
			p.sentinels[name.Name] = graph.Code{Code: p.number(members["Code"]), Subcode: p.number(members["Subcode"])}
		}
	}
}

// readCatalogue takes the error catalogue, which names the sentinels.
func (p *loaded) readCatalogue(spec *ast.ValueSpec) {
	literal, ok := valueAt(spec, 0).(*ast.CompositeLit)
	if !ok || p.typeName(p.info.Defs[spec.Names[0]].Type()) != "graph.API" {
		return
	}
	entries, ok := membersOf(literal)["Errors"].(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, element := range entries.Elts {
		members := membersOf(element.(*ast.CompositeLit))
		code := p.sentinels[members["Code"].(*ast.Ident).Name]
		p.catalogue[code] = graph.ErrorDoc{
			Code:    code,
			Name:    p.text(members["Name"]),
			Class:   graph.Class(p.text(members["Class"])),
			Meaning: p.text(members["Meaning"]),
		}
	}
}

func (p *loaded) readStructs(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		named, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		literal, ok := named.Type.(*ast.StructType)
		if !ok {
			continue
		}
		fields := map[string]field{}
		for _, f := range literal.Fields.List {
			if f.Tag == nil {
				continue
			}
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
			wire := strings.Split(cmp.Or(tag.Get("json"), tag.Get("param")), ",")
			fields[wire[0]] = field{goType: p.typeName(p.info.Types[f.Type].Type), doc: prose(f.Doc), options: wire[1:]}
		}
		p.structs[named.Name.Name] = fields
	}
}

// readFunc takes methods that build calls, and functions that list the values
// of an enum.
func (p *loaded) readFunc(decl *ast.FuncDecl, descriptors map[types.Object]*graph.Operation) error {
	if decl.Type.Results == nil {
		return nil
	}
	returns := p.typeName(p.info.Types[decl.Type.Results.List[0].Type].Type)
	if decl.Recv == nil {
		if enum, ok := strings.CutPrefix(returns, "[]"); ok && decl.Name.Name == enum+"Values" {
			p.listed[enum] = p.returnedTexts(decl)
		}
		return nil
	}
	var operation *graph.Operation
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok || fmt.Sprint(pair.Key) != "Operation" {
			return true
		}
		if address, ok := pair.Value.(*ast.UnaryExpr); ok {
			operation = descriptors[p.info.Uses[address.X.(*ast.Ident)]]
		}
		return true
	})
	name := strings.TrimPrefix(p.typeName(p.info.Types[decl.Recv.List[0].Type].Type), "*") + "." + decl.Name.Name
	if operation == nil {
		return fmt.Errorf("%s calls no operation", name)
	}
	m := &method{doc: prose(decl.Doc), returns: returns, operation: operation}
	if list := decl.Type.Params.List; len(list) > 0 {
		m.params = p.typeName(p.info.Types[list[0].Type].Type)
	}
	p.methods[name] = m
	return nil
}

// returnedTexts are the constants of the list that a function returns.
func (p *loaded) returnedTexts(decl *ast.FuncDecl) []string {
	var texts []string
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if ok {
			for _, element := range literal.Elts {
				texts = append(texts, p.text(element))
			}
		}
		return !ok
	})
	return texts
}

// typeName is a type as code in the package writes it.
func (p *loaded) typeName(t types.Type) string {
	return types.TypeString(t, func(other *types.Package) string {
		if other == p.types {
			return ""
		}
		return other.Name()
	})
}

func (p *loaded) text(e ast.Expr) string {
	if e == nil {
		return ""
	}
	return constant.StringVal(p.info.Types[e].Value)
}

func (p *loaded) number(e ast.Expr) int {
	if e == nil {
		return 0
	}
	n, _ := constant.Int64Val(p.info.Types[e].Value)
	return int(n)
}

func (p *loaded) numbers(e ast.Expr) []int {
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var numbers []int
	for _, element := range literal.Elts {
		numbers = append(numbers, p.number(element))
	}
	slices.Sort(numbers)
	return numbers
}

func valueAt(spec *ast.ValueSpec, i int) ast.Expr {
	if i < len(spec.Values) {
		return spec.Values[i]
	}
	return nil
}

func membersOf(literal *ast.CompositeLit) map[string]ast.Expr {
	members := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			members[fmt.Sprint(pair.Key)] = pair.Value
		}
	}
	return members
}

// prose is the text of a doc comment with its lines joined.
func prose(doc *ast.CommentGroup) string { return strings.Join(strings.Fields(doc.Text()), " ") }
