package conversions_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// A phone number is sent with the calling code of the person's country, or not
// at all where that is not known.
func TestCountryOfAPhone(t *testing.T) {
	const american, german = "16505551212", "496505551212"
	de, us := hash.Sum("de").String(), hash.Sum("us").String()
	for _, test := range []struct {
		name, home string
		country    conversions.Values
		phone      string
		want       string // the number, or "" where it is left out
	}{
		{"none", "US", conversions.Values{}, "(650) 555-1212", american},
		{"blank", "US", conversions.Raw(" "), "(650) 555-1212", american},
		{"empty", "US", conversions.Raw("", "\t"), "(650) 555-1212", american},
		{"another", "US", conversions.Raw("Germany"), "0650 5551212", german},
		{"blank before another", "US", conversions.Raw(" ", "DE"), "0650 5551212", german},
		{"unreadable before another", "US", conversions.Raw("Atlantis", "DE"), "0650 5551212", german},
		{"unreadable", "US", conversions.Raw("Atlantis"), "6505551212", ""},
		{"unreadable, nowhere", "", conversions.Raw("Atlantis"), "16505551212", ""},
		{"unreadable, with +", "US", conversions.Raw("Atlantis"), "+1 650 555 1212", american},
		{"a digest of home", "United States", conversions.Hashed(us), "6505551212", american},
		{"a digest of another", "US", conversions.Hashed(de), "6505551212", ""},
		{"a digest, with +", "US", conversions.Hashed(de), "+49 650 5551212", german},
		{"a digest, nowhere", "", conversions.Hashed(de), "496505551212", german},
		{"nowhere", "", conversions.Values{}, "16505551212", american},
	} {
		e := lead("a")
		e.User.Phone, e.User.Country = conversions.Raw(test.phone), test.country
		w := &wire{}
		batches, err := newSender(t, w.client(t), conversions.Config{Country: test.home}).Send(t.Context(), e)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		want, leftOut := "nothing", []string{"user_data.ph"}
		if test.want != "" {
			want, leftOut = hash.Sum(test.want).String(), nil
		}
		if diff := cmp.Diff(want, sentPhone(w.bodies[0])); diff != "" {
			t.Errorf("%s: sent (-want +got):\n%s", test.name, diff)
		}
		var got []string
		for _, m := range batches[0].LeftOut {
			for _, p := range m.Problems {
				if p.Field != "user_data.country" {
					got = append(got, p.Field)
				}
			}
		}
		if diff := cmp.Diff(leftOut, got); diff != "" {
			t.Errorf("%s: left out (-want +got):\n%s", test.name, diff)
		}
	}
}

// sentPhone returns the digest of the phone number that a request has.
func sentPhone(body string) string {
	text, _ := url.QueryUnescape(body)
	_, rest, ok := strings.Cut(text, `"ph":["`)
	if !ok {
		return "nothing"
	}
	digest, _, _ := strings.Cut(rest, `"`)
	return digest
}
