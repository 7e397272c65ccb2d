package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const tooMuch = `{"error":{"message":"Please reduce the amount of data you're asking for, then retry your request","code":1,"type":"OAuthException"}}`

func TestTooMuchDataHalvesTheLimit(t *testing.T) {
	for _, test := range []struct {
		limit int
		want  []string
	}{
		{100, []string{"100", "50", "50", "25", "12"}},
		{0, []string{"", "12", "12", "6", "3"}},
	} {
		client, seen := script(t, tooMuch, page("&after=A", "1"), tooMuch, tooMuch, page("", "2"))
		var got []string
		for item, err := range All(t.Context(), client, testList(test.limit)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(item.ID))
		}
		if diff := cmp.Diff([]string{"1", "2"}, got); diff != "" {
			t.Error(diff)
		}
		var limits, places []string
		for _, form := range *seen {
			limits, places = append(limits, form.Get("limit")), append(places, form.Get("after"))
		}
		if diff := cmp.Diff(test.want, limits); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"", "", "A", "A", "A"}, places); diff != "" {
			t.Error(diff)
		}
	}
}
