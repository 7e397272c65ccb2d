package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// nodeDeclarations returns everything that is declared for a node: its data,
// the names that reads use, and the handle with its operations.
func nodeDeclarations(n *ir.Node) []*jen.Statement {
	var out []*jen.Statement
	if n.IDName != "" {
		out = append(out, idType(n))
	}
	if n.Opaque {
		out = append(out, opaqueType(n))
	} else {
		out = append(out, nodeType(n))
	}
	if n.FieldName != "" {
		out = append(out, fieldNameType(n))
	}
	if len(n.FieldConst) > 0 {
		out = append(out, fieldConsts(n))
	}
	if len(n.Expansions) > 0 {
		out = append(out, expansionConsts(n))
	}
	if n.Handle != nil {
		out = append(out, handleDeclarations(n)...)
	}
	return out
}

// idType declares the type of a node's ids.
//
// Emits: type CampaignID string
func idType(n *ir.Node) *jen.Statement {
	return documented(n.IDDoc, jen.Type().Id(n.IDName).String())
}

// opaqueType declares a node that has no published fields.
//
// Emits: type SignalsUploadProgress = graph.Object
func opaqueType(n *ir.Node) *jen.Statement {
	return documented(n.Doc, jen.Type().Id(n.GoName).Op("=").Add(runtimeID("Object").code))
}

// nodeType declares the data of a node: its fields, and the edges that a read
// can expand.
//
// Emits: type Campaign struct { ... }
func nodeType(n *ir.Node) *jen.Statement {
	members := dataFields(n.Fields)
	first := true
	for _, e := range n.Expansions {
		if e.GoName == "" {
			continue
		}
		if first && len(members) > 0 {
			members = append(members, jen.Line())
		}
		first = false
		members = append(members, dataField(ir.Field{GoName: e.GoName, Wire: e.Wire, Doc: e.Doc, Type: e.Type}))
	}
	return documented(n.Doc, jen.Type().Id(n.GoName).Struct(members...))
}

// structType declares a data type without an id.
//
// Emits: type AgencyFee struct { ... }
func structType(s *ir.Struct) *jen.Statement {
	return documented(s.Doc, jen.Type().Id(s.GoName).Struct(dataFields(s.Fields)...))
}

func dataFields(fields []ir.Field) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, f := range fields {
		out[i] = dataField(f)
	}
	return out
}

// dataField declares a field of a data type.
//
// Emits: DailyBudget graph.Opt[int64] `json:"daily_budget,omitzero"`
func dataField(f ir.Field) *jen.Statement {
	return member(f.Doc, jen.Id(f.GoName).Add(goType(f.Type).code, tag("json", f.Wire+",omitzero")))
}

// fieldNameType declares the type of a node's field names.
//
// Emits: type CampaignField string
func fieldNameType(n *ir.Node) *jen.Statement {
	doc := ir.Doc{n.FieldName + " names a field of " + n.GoName + " in a read."}
	return documented(doc, jen.Type().Id(n.FieldName).String())
}

// fieldConsts declares a node's field names.
//
// Emits: const ( CampaignFieldID CampaignField = "id" ... )
func fieldConsts(n *ir.Node) *jen.Statement {
	return documented(ir.Doc{"The fields of " + n.GoName + "."}, stringConsts(n.FieldName, n.FieldConst))
}

// stringConsts declares constants of a string type.
func stringConsts(typ string, consts []ir.Const) *jen.Statement {
	members := make([]jen.Code, len(consts))
	for i, c := range consts {
		members[i] = member(c.Doc, jen.Id(c.GoName).Id(typ).Op("=").Lit(c.Value))
	}
	return jen.Const().Defs(members...)
}

// expansionConsts declares what a read of a node can expand.
//
// Emits: const ( CampaignExpandAds graph.Expansion[CampaignField, AdField] = "ads" ... )
func expansionConsts(n *ir.Node) *jen.Statement {
	members := make([]jen.Code, len(n.Expansions))
	for i, e := range n.Expansions {
		typ := jen.Qual(runtimePath, "Expansion").Types(jen.Id(n.FieldName), jen.Id(e.ChildField))
		members[i] = jen.Id(e.ConstName).Add(typ).Op("=").Lit(e.Wire)
	}
	doc := ir.Doc{"What a read of " + n.GoName + " can expand, with graph.Expand."}
	return documented(doc, jen.Const().Defs(members...))
}
