package coverage

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator"
)

// TestMutants takes one thing after the other out of the specs and generates.
// The check has to miss it: otherwise its row proves nothing. It tries some of
// each kind, always the same, and all of them when GRAPHGEN_LONG is set.
func TestMutants(t *testing.T) {
	list := loadChecklist(t)
	all := mutants(t, list)
	random := rand.New(rand.NewPCG(19, 25))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })

	const enough = 2
	tried := map[string]int{}
	for _, m := range all {
		if tried[m.kind]++; tried[m.kind] > enough && os.Getenv("GRAPHGEN_LONG") == "" {
			continue
		}
		t.Run(m.kind+" "+m.name, func(t *testing.T) {
			t.Parallel()
			wantMissed(t, list, m)
		})
	}
	for kind, n := range tried {
		t.Logf("%d of kind %s", n, kind)
	}
}

func wantMissed(t *testing.T, list *checklist, m mutant) {
	cfg := generator.Config{Specs: m.specs(t), APIVersion: "v25.0", Package: "meta"}
	result, err := generator.Generate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load(result.Files)
	if err != nil {
		t.Fatal(err)
	}
	problems := list.check(p)
	for _, problem := range problems {
		if strings.HasPrefix(problem, m.row+":") {
			return
		}
	}
	t.Errorf("the check does not miss it; it says %q", problems)
}
