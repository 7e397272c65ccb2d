package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// The names of receivers and parameters. They are the only local names in
// generated code; names from specs are never local.
const (
	handleLocal = "n"
	paramsLocal = "p"
	fieldsLocal = "fields"
	idLocal     = "id"
)

// operationKinds are the runtime's names for what an operation does.
var operationKinds = map[string]string{
	"read":   "KindRead",
	"list":   "KindList",
	"create": "KindCreate",
	"update": "KindUpdate",
	"delete": "KindDelete",
}

// hosts are the runtime's names for the API's hosts. The usual host is the
// zero value.
var hosts = map[string]string{
	"":            "",
	"graph":       "",
	"graph-video": "HostVideo",
}

// operationDeclarations returns the params, the descriptor and the methods of
// an operation.
func operationDeclarations(h *ir.Handle, o *ir.Operation) []*jen.Statement {
	var out []*jen.Statement
	if o.ParamsName != "" {
		out = append(out, paramsType(o))
	}
	out = append(out, descriptor(o), operationMethod(h, o))
	if o.ReadBack != nil {
		out = append(out, readBackMethod(h, o))
	}
	return out
}

// paramsType declares the params of an operation.
//
// Emits: type CampaignAdsParams struct { ... }
func paramsType(o *ir.Operation) *jen.Statement {
	members := make([]jen.Code, len(o.Params))
	for i := range o.Params {
		members[i] = param(&o.Params[i])
	}
	return documented(o.ParamsDoc, jen.Type().Id(o.ParamsName).Struct(members...))
}

// param declares a field of a param struct.
//
// Emits: Fields []AdField `param:"fields,csv"`
func param(p *ir.Param) *jen.Statement {
	value := p.Wire
	if p.Required {
		value += ",required"
	}
	if p.CSV {
		value += ",csv"
	}
	if p.File {
		value += ",file"
	}
	return member(p.Doc, jen.Id(p.GoName).Add(goType(p.Type).code, tag("param", value)))
}

// descriptor declares what the runtime needs to know about an operation.
//
// Emits: var campaignAds = graph.Operation{API: &api, Node: "Campaign", Edge: "ads", ...}
func descriptor(o *ir.Operation) *jen.Statement {
	l := literal{typ: runtimeID("Operation")}
	l.add("API", prefixed("&", name(apiVar)))
	l.add("Node", text(o.Node))
	if o.Edge != "" {
		l.add("Edge", text(o.Edge))
	}
	l.add("Kind", runtimeID(operationKinds[o.Kind]))
	l.add("Method", text(o.Method))
	l.add("Path", text(o.Path))
	if host := hosts[o.Host]; host != "" {
		l.add("Host", runtimeID(host))
	}
	if len(o.Errors) > 0 {
		codes := literal{typ: prefixed("[]", name("int"))}
		for _, code := range o.Errors {
			codes.add("", number(code))
		}
		l.nest("Errors", &codes)
	}
	if o.ReadAfterWrite {
		l.add("ReadAfterWrite", name("true"))
	}
	start := len("var ") + len(o.Var) + len(" = ")
	return jen.Var().Id(o.Var).Op("=").Add(l.code(0, start))
}

// operationMethod declares the method that builds an operation's call.
//
// Emits: func (n *CampaignNode) Ads(p CampaignAdsParams) graph.List[*Ad] { return ... }
func operationMethod(h *ir.Handle, o *ir.Operation) *jen.Statement {
	result := generic("Call", goType(o.Result))
	if o.Page {
		result = generic("List", goType(o.Result))
	}
	return documented(o.Doc, jen.Func().Params(receiver(h)).Id(o.GoName).Params(paramsParam(o)...).
		Add(result.code).Block(returnCall(result, request(o))))
}

// readBackMethod declares the variant of a write that answers with fields of
// the node.
//
// Emits: func (n *CampaignNode) UpdateAndRead(p CampaignUpdateParams, fields ...CampaignField) graph.Call[*Campaign] { return ... }
func readBackMethod(h *ir.Handle, o *ir.Operation) *jen.Statement {
	back := o.ReadBack
	result := generic("Call", goType(back.Result))
	params := append(paramsParam(o), jen.Id(fieldsLocal).Op("...").Id(back.FieldName))
	r := request(o)
	r.add("ReadBack", called(runtimeID("FieldNames"), name(fieldsLocal)))
	return documented(back.Doc, jen.Func().Params(receiver(h)).Id(back.GoName).Params(params...).
		Add(result.code).Block(returnCall(result, r)))
}

func receiver(h *ir.Handle) *jen.Statement { return jen.Id(handleLocal).Op("*").Id(h.GoName) }

// paramsParam is the parameter of a method that takes params.
func paramsParam(o *ir.Operation) []jen.Code {
	if o.ParamsName == "" {
		return nil
	}
	return []jen.Code{jen.Id(paramsLocal).Id(o.ParamsName)}
}

// request is the untyped part of a call.
//
// Emits: graph.Request{Operation: &campaignAds, ID: string(n.ID), Params: p}
func request(o *ir.Operation) *literal {
	r := &literal{typ: runtimeID("Request")}
	r.add("Operation", prefixed("&", name(o.Var)))
	r.add("ID", called(name("string"), sized{jen.Id(handleLocal).Dot("ID"), len(handleLocal + ".ID")}))
	if o.ParamsName != "" {
		r.add("Params", name(paramsLocal))
	}
	return r
}

// returnCall returns a call of a request.
//
// Emits: return graph.List[*Ad]{Request: graph.Request{...}}
func returnCall(typ sized, request *literal) *jen.Statement {
	call := literal{typ: typ}
	call.nest("Request", request)
	return jen.Return(call.code(tabWidth, tabWidth+len("return ")))
}
