package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// goType is the one place where a type of the IR becomes Go.
//
// Emits: graph.Opt[int64], []*Ad, map[string]CampaignStatus
func goType(t ir.Type) sized {
	switch t.Kind {
	case ir.String, ir.Bool, ir.Int, ir.Int64, ir.Uint64, ir.Float64, ir.Any:
		return name(string(t.Kind)) // the kinds are named as Go's types are
	case ir.Time:
		return runtimeID("Time")
	case ir.Secret:
		return runtimeID("SecretText")
	case ir.Object:
		return runtimeID("Object")
	case ir.FilePart:
		return runtimeID("File")
	case ir.Success:
		return runtimeID("Success")
	case ir.Pointer:
		return prefixed("*", goType(*t.Elem))
	case ir.List:
		return prefixed("[]", goType(*t.Elem))
	case ir.Map:
		key, elem := goType(*t.Key), goType(*t.Elem)
		return sized{jen.Map(key.code).Add(elem.code), len("map[]") + key.width + elem.width}
	case ir.Opt:
		return generic("Opt", goType(*t.Elem))
	case ir.Page:
		return prefixed("*", generic("Page", goType(*t.Elem)))
	}
	return name(t.Name) // ir.Named: verify refuses every other kind
}
