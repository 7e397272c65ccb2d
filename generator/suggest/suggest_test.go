package suggest_test

import (
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/generator/suggest"
)

func TestNearest(t *testing.T) {
	words := []string{"Campaign", "AdCampaign", "AdSet", "type", "params", "removed", "read", "id"}
	for _, tc := range []struct{ word, want string }{
		{"Campain", "Campaign"},
		{"campaign", "Campaign"},
		{"tpye", "type"},
		{"parms", "params"},
		{"remove", "removed"},
		{"raed", "read"},
		{"Adset", "AdSet"},
		{"ID", "id"},
		{"Campaign", ""}, // known words are not misspelt
		{"Unicorn", ""},
		{"Ad", ""},
		{"", ""},
	} {
		if got := suggest.New(words).Nearest(tc.word); got != tc.want {
			t.Errorf("Nearest(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
}

func TestNearestStopsWhenAllIsWrong(t *testing.T) {
	f := suggest.New([]string{"Campaign"})
	for i := range 10_000 {
		f.Nearest(fmt.Sprint("Wrong", i))
	}
	if got := f.Nearest("Campain"); got != "" {
		t.Errorf("Nearest = %q after very many lookups, want none", got)
	}
}

func TestHint(t *testing.T) {
	f := suggest.New([]string{"Campaign"})
	if got, want := f.Hint("Campain"), `; did you mean "Campaign"?`; got != want {
		t.Errorf("Hint = %q, want %q", got, want)
	}
	if got := f.Hint("Unicorn"); got != "" {
		t.Errorf("Hint = %q, want none", got)
	}
}
