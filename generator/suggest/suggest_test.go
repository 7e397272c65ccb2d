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

func TestSlip(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"nmae", "name", true},
		{"budgett", "budget", true},
		{"nome", "name", true},
		{"statrt_time", "start_time", true},
		{"name", "name", false},
		{"xname", "name", true},
		{"nmea", "name", false}, // two slips
		{"cpc", "cpm", false},   // short
		{"cpms", "cpm", false},
		{"campaign", "campaigns", false},
		{"label_1", "label_2", false},
		{"1d_click", "7d_click", false},
		{"", "", false},
	} {
		if got := suggest.Slip(tc.a, tc.b); got != tc.want {
			t.Errorf("Slip(%q, %q) = %v, want %v", tc.a, tc.b, got, tc.want)
		}
		if got := suggest.Slip(tc.b, tc.a); got != tc.want {
			t.Errorf("Slip(%q, %q) = %v, want %v", tc.b, tc.a, got, tc.want)
		}
	}
}
