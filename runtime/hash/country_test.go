package hash

import (
	"slices"
	"strings"
	"testing"
)

func TestCountriesTable(t *testing.T) {
	if len(countries) != 250 {
		t.Errorf("the table has %d countries, ISO 3166-1 has 249, and there is Kosovo", len(countries))
	}
	if !slices.IsSortedFunc(countries[:], func(a, b country) int { return strings.Compare(a.code, b.code) }) {
		t.Error("the table is not sorted by code")
	}
	for code := range ownNames {
		if !slices.ContainsFunc(countries[:], func(c country) bool { return c.code == code }) {
			t.Errorf("ownNames has the code %q", code)
		}
	}
	owner := map[string]string{}
	claim := func(key, code string) {
		if other := owner[key]; other != "" && other != code {
			t.Errorf("%q stands for both %s and %s", key, other, code)
		}
		owner[key] = code
	}
	for i := range countries {
		c := &countries[i]
		if len(c.code) != 2 || len(c.alpha3) != 3 {
			t.Errorf("codes %q and %q have the wrong length", c.code, c.alpha3)
		}
		claim(c.code, c.code)
		claim(c.alpha3, c.code)
		for _, name := range slices.Concat(c.names, ownNames[c.code]) {
			key, _ := countryName(nil, name)
			if len(key) < 2 {
				t.Errorf("%s: the name %q cannot be read", c.code, name)
			}
			claim(string(key), c.code)
			if got := findCountry(name); got != c {
				t.Errorf("%s is not found by %q", c.code, name)
			}
		}
		checkPhonePlan(t, c)
	}
}

func checkPhonePlan(t *testing.T, c *country) {
	t.Helper()
	p := c.phone
	if p.callingCode == "" {
		if p != (phonePlan{}) {
			t.Errorf("%s: a plan without calling code", c.code)
		}
		return
	}
	if !allDigits(p.callingCode) || p.callingCode[0] == '0' || len(p.callingCode) > 3 {
		t.Errorf("%s: calling code %q", c.code, p.callingCode)
	}
	if p.minDigits < 4 || p.minDigits > p.maxDigits || p.maxDigits > maxPhoneDigits {
		t.Errorf("%s: numbers of %d to %d digits", c.code, p.minDigits, p.maxDigits)
	}
	if p.keepZero && p.trunk == "0" && p.minDigits != p.maxDigits {
		t.Errorf("%s: whether a leading 0 stays cannot be told by the length", c.code)
	}
}
