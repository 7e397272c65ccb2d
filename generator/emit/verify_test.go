package emit_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/emit"
	"github.com/metagraph-go/graphgen/generator/ir"
)

// TestBrokenIR breaks the sample in one place each. Nothing is printed, and
// the error says where the fault is.
func TestBrokenIR(t *testing.T) {
	node := func(p *ir.Package) *ir.Node { return &p.Files[1].Nodes[0] }
	operation := func(p *ir.Package) *ir.Operation { return &node(p).Handle.Operations[0] }
	tests := []struct {
		name    string
		damage  func(*ir.Package)
		message string
	}{
		{"version", func(p *ir.Package) { p.Version = "25" }, `package: "25" is not an API version`},
		{"package name", func(p *ir.Package) { p.Name = "a b" }, `package: name "a b" is not a Go identifier`},
		{"keyword", func(p *ir.Package) { operation(p).Var = "type" }, `CampaignNode.Read: name "type" is not a Go identifier`},
		{"predeclared", func(p *ir.Package) { operation(p).Var = "string" }, `CampaignNode.Read: name "string" has a meaning in Go`},
		{"import name", func(p *ir.Package) { operation(p).Var = "graph" }, `name "graph" is taken by the runtime`},
		{"local name", func(p *ir.Package) { operation(p).Var = "p" }, `name "p" is taken by local names`},
		{"taken", func(p *ir.Package) { node(p).GoName = "Ad" }, `node Ad: name "Ad" is taken by node Ad`},
		{"method taken", func(p *ir.Package) { operation(p).GoName = "Update" }, `CampaignNode.Update: there are two of that name`},
		{"method over field", func(p *ir.Package) { operation(p).GoName = "ID" }, `CampaignNode.ID: there are two of that name`},
		{"field taken", func(p *ir.Package) { node(p).Fields[0].GoName = "Ads" }, `node Campaign.Ads: there are two of that name`},
		{"unexported field", func(p *ir.Package) { node(p).Fields[0].GoName = "id" }, `node Campaign.id: name "id" is not exported`},
		{"json name", func(p *ir.Package) { node(p).Fields[0].Wire = "a,b" }, `node Campaign.ID: the name "a,b" can't stand in a struct tag`},
		{"empty param", func(p *ir.Package) { operation(p).Params[0].Wire = "" }, `CampaignNode.Read.Fields: the name "" can't stand`},
		{"undeclared type", func(p *ir.Package) { operation(p).Result = named("Page") }, `CampaignNode.Read: the package declares no "Page"`},
		{"undeclared child", func(p *ir.Package) { node(p).Expansions[0].ChildField = "X" }, `node Campaign: the package declares no "X"`},
		{"unknown kind of type", func(p *ir.Package) { operation(p).Result.Kind = "" }, `CampaignNode.Read: unknown kind of type ""`},
		{"list of nothing", func(p *ir.Package) { operation(p).Result = ir.Type{Kind: ir.List} }, `a type of kind list lacks its element`},
		{"kind", func(p *ir.Package) { operation(p).Kind = "peek" }, `no kind of operations is named "peek"`},
		{"host", func(p *ir.Package) { operation(p).Host = "evil.example" }, `no host is named "evil.example"`},
		{"class", func(p *ir.Package) { p.Errors[1].Class = "odd" }, `error code 100/33: no class of errors is named "odd"`},
		{"file outside", func(p *ir.Package) { p.Files[0].Name = "../ad.go" }, `file "../ad.go"`},
		{"test file", func(p *ir.Package) { p.Files[0].Name = "ab_test.go" }, `file "ab_test.go"`},
		{"file of one system", func(p *ir.Package) { p.Files[0].Name = "ad_windows.go" }, `file "ad_windows.go"`},
		{"file taken", func(p *ir.Package) { p.Files[0].Name = "errors.go" }, `file errors.go: there are two of that name`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pkg := sample()
			test.damage(pkg)
			files, err := emit.Package(pkg)
			if err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("error is %v, want one with %q", err, test.message)
			}
			if files != nil {
				t.Error("files came with the error")
			}
		})
	}
}

// TestBrokenIRIsReportedAtOnce checks that one error does not hide another.
func TestBrokenIRIsReportedAtOnce(t *testing.T) {
	pkg := sample()
	pkg.Version = "25"
	pkg.Files[0].Name = "../ad.go"
	_, err := emit.Package(pkg)
	for _, want := range []string{`"25"`, `"../ad.go"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %s", err, want)
		}
	}
}

// TestWireNames checks names of Meta's that look unfit for struct tags.
func TestWireNames(t *testing.T) {
	for _, wire := range []string{"action.type", "1d_click", "a-b", "-", "28d_view:total", "ünï"} {
		pkg := sample()
		pkg.Files[1].Structs[0].Fields[0].Wire = wire
		files, err := emit.Package(pkg)
		if err != nil {
			t.Error(err)
			continue
		}
		tags := fieldTags(t, files["campaign.go"])
		tag := tags[slices.IndexFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, wire+",") })]
		structType := reflect.StructOf([]reflect.StructField{{
			Name: "F", Type: reflect.TypeFor[string](), Tag: reflect.StructTag(`json:"` + tag + `"`),
		}})
		value := reflect.New(structType)
		data, _ := json.Marshal(map[string]string{wire: "kept"})
		if err := json.Unmarshal(data, value.Interface()); err != nil {
			t.Error(err)
		}
		if got := value.Elem().Field(0).String(); got != "kept" {
			t.Errorf("encoding/json does not read %q by the tag %q", wire, tag)
		}
	}
}
