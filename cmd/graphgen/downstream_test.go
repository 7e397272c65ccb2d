package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDownstream does what the section of the README on own packages says, in
// a module of its own and without a network, and goes on from there as a user
// would.
func TestDownstream(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	section := readme(t, "### Generate your own package")
	m := newModule(t)
	m.write("go.mod", "module example.com/app\n\ngo 1.26\n\nreplace github.com/metagraph-go/graphgen => "+m.checkout+"\n")

	m.runAll(section["console"][0]) // go get -tool, graphgen init
	if got := m.read("graphgen.yaml"); !strings.Contains(got, "# include: [") {
		t.Errorf("init wrote\n%s", got)
	}
	// The whole package first, as init leaves it, and then the README's.
	m.write("app.go", "package app\n\n"+section["go"][0])
	m.runAll(section["console"][1]) // go generate
	m.run("go", "build", "./...")
	all := m.generated()
	m.write("graphgen.yaml", strings.Replace(section["yaml"][0], "builtin, ./specs", "builtin", 1))
	m.runAll(section["console"][1])
	few := m.generated()
	if len(few) == 0 || len(few) >= len(all) {
		t.Errorf("%d files of %d with the README's include", len(few), len(all))
	}
	m.write("app_test.go", campaignsTest)
	m.run("go", "vet", "./...")
	m.run("go", "test", "./...")

	t.Run("a wider include", func(t *testing.T) {
		m := m.in(t)
		m.edit("graphgen.yaml", "[AdAccount.campaigns]", "[AdAccount.campaigns, Campaign, AdSet]")
		m.wantStale("\n+func (n *CampaignNode) AdSets(")
		m.run("go", "generate")
		m.run("go", "tool", "graphgen", "generate", "-check")
		if wide := m.generated(); slices.Contains(few, "ad_set.go") || !slices.Contains(wide, "ad_set.go") {
			t.Errorf("ad_set.go is not what was added:\nnarrow %q\nwide %q", few, wide)
		}
		m.run("go", "test", "./...")
	})

	t.Run("own specs", func(t *testing.T) {
		m := m.in(t)
		m.edit("graphgen.yaml", "builtin", "builtin, ./specs")
		m.write("specs/campaign.yaml", section["yaml"][1])
		m.wantStale("\n+\tInternalScore graph.Opt[float64] `json:\"internal_score,omitzero\"`", "\n+\tDailyBudget string `json:\"daily_budget,omitzero\"`")
		m.run("go", "generate")
		m.write("own_test.go", ownSpecsTest)
		m.run("go", "vet", "./...")
		m.run("go", "test", "./...")
	})

	t.Run("code of another generation", func(t *testing.T) {
		m := m.in(t)
		m.edit("meta/api.go", "graph.GeneratedCode1OrRunGoGenerate", "graph.GeneratedCode0OrRunGoGenerate")
		out, err := m.try("go", "build", "./...")
		if want := "undefined: graph.GeneratedCode0OrRunGoGenerate"; err == nil || !strings.Contains(out, want) {
			t.Errorf("go build: %v, and no %q in\n%s", err, want, out)
		}
		m.run("go", "generate")
		m.run("go", "test", "./...")
	})
}

// campaignsTest is a test of a downstream module.
const campaignsTest = `package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/app/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

func TestCampaigns(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got, want := r.URL.Path+"?"+r.URL.Query().Get("fields"), "/v25.0/act_1/campaigns?id,name"; got != want {
			t.Errorf("asked for %s, want %s", got, want)
		}
		io.WriteString(w, ` + "`" + `{"data":[{"id":"7","name":"Spring"}]}` + "`" + `)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for campaign, err := range graph.All(t.Context(), client, meta.AdAccountByID("act_1").Campaigns(meta.AdAccountCampaignsParams{
		Fields: []meta.CampaignField{meta.CampaignFieldID, meta.CampaignFieldName},
	})) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, campaign.Name)
	}
	if len(names) != 1 || names[0] != "Spring" {
		t.Errorf("campaigns %q", names)
	}
}
`

// ownSpecsTest uses what the README's own specs change.
const ownSpecsTest = `package app

import (
	"encoding/json"
	"testing"

	"example.com/app/meta"
)

func TestOwnSpecs(t *testing.T) {
	var c meta.Campaign
	if err := json.Unmarshal([]byte(` + "`" + `{"internal_score":0.5,"daily_budget":"700"}` + "`" + `), &c); err != nil {
		t.Fatal(err)
	}
	if c.InternalScore.Or(0) != 0.5 || c.DailyBudget != "700" || meta.CampaignFieldInternalScore != "internal_score" {
		t.Errorf("%+v", c)
	}
}
`

// generated returns the files of the generated package.
func (m *module) generated() []string {
	return slices.Sorted(maps.Keys(tree(m.t, filepath.Join(m.dir, "meta"))))
}

// wantStale wants -check to fail with a diff that holds certain lines, and to
// write nothing.
func (m *module) wantStale(lines ...string) {
	m.t.Helper()
	before := tree(m.t, m.dir)
	out, err := m.try("go", "tool", "graphgen", "generate", "-check")
	if err == nil {
		m.t.Error("-check passes")
	}
	for _, line := range lines {
		if !strings.Contains(out, line) {
			m.t.Errorf("no %q in\n%s", line, out)
		}
	}
	if diff := cmp.Diff(before, tree(m.t, m.dir)); diff != "" {
		m.t.Errorf("-check changed files:\n%s", diff)
	}
}

// readme returns the code blocks of a section of the README, by language.
func readme(t *testing.T, heading string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), heading+"\n")
	if !found {
		t.Fatalf("the README has no section %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n### ")
	blocks := map[string][]string{}
	for i, part := range strings.Split(section, "\n```") {
		if i%2 == 1 {
			language, code, _ := strings.Cut(part, "\n")
			blocks[language] = append(blocks[language], code+"\n")
		}
	}
	for language, want := range map[string]int{"console": 2, "yaml": 2, "go": 1} {
		if got := len(blocks[language]); got != want {
			t.Fatalf("%d blocks of %s under %q, want %d; change this test with the README", got, language, heading, want)
		}
	}
	return blocks
}
