package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// enumDeclarations returns an enum's type, its known values and the function
// that lists them.
func enumDeclarations(e *ir.Enum) []*jen.Statement {
	out := []*jen.Statement{enumType(e)}
	if len(e.Values) > 0 {
		out = append(out, enumConsts(e))
	}
	if e.ValuesFunc != "" {
		out = append(out, valuesFunc(e))
	}
	return out
}

// enumType declares an enum.
//
// Emits: type CampaignStatus string
func enumType(e *ir.Enum) *jen.Statement {
	return documented(e.Doc, jen.Type().Id(e.GoName).String())
}

// enumConsts declares the known values of an enum.
//
// Emits: const ( CampaignStatusActive CampaignStatus = "ACTIVE" ... )
func enumConsts(e *ir.Enum) *jen.Statement {
	return documented(ir.Doc{"The known values of " + e.GoName + "."}, stringConsts(e.GoName, e.Values))
}

// valuesFunc declares the function that lists the known values.
//
// Emits: func CampaignStatusValues() []CampaignStatus { return []CampaignStatus{...} }
func valuesFunc(e *ir.Enum) *jen.Statement {
	values := literal{typ: prefixed("[]", name(e.GoName))}
	for _, v := range e.Values {
		values.add("", name(v.GoName))
	}
	doc := ir.Doc{e.ValuesFunc + " returns the known values of " + e.GoName + ". The slice is the caller's."}
	return documented(doc, jen.Func().Id(e.ValuesFunc).Params().Index().Id(e.GoName).Block(
		jen.Return(values.code(tabWidth, tabWidth+len("return "))),
	))
}
