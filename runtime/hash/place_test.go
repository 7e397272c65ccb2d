package hash_test

import (
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

func TestCountry(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyCountry, []ruleCase{
		{value: "us", want: "us"},
		{value: " DE ", want: "de"},
		{value: "DEU", want: "de"},
		{value: "USA", want: "us"},
		{value: "U.S.A.", want: "us"},
		{value: "u.s.", want: "us"},
		{value: "UK", want: "gb"},
		{value: "Germany", want: "de"},
		{value: "Austria", want: "at"},
		{value: "AUSTRALIA", want: "au"},
		{value: "Georgia", want: "ge"},
		{value: "United States", want: "us"},
		{value: "the united states of america", want: "us"},
		{value: "England", want: "gb"},
		{value: "The Netherlands", want: "nl"},
		{value: "Türkiye", want: "tr"},
		{value: "Turkey", want: "tr"},
		{value: "Cote d’Ivoire", want: "ci"},
		{value: "CÔTE D'IVOIRE", want: "ci"},
		{value: "México", want: "mx"},
		{value: "Me\u0301xico", want: "mx"},
		{value: "Trinidad & Tobago", want: "tt"},
		{value: "St. Lucia", want: "lc"},
		{value: "Iran, Islamic Republic of", want: "ir"},
		{value: "Korea, Republic of", want: "kr"},
		{value: "North Korea", want: "kp"},
		{value: "Congo (Kinshasa)", want: "cd"},
		{value: "Kosovo", want: "xk"},
		{value: "Niger", want: "ne"},
		{value: "Nigeria", want: "ng"},
		{value: "NA", want: "na"},
		{value: "", want: ""},
		{value: "N/A", invalid: "ISO 3166-1"},
		{value: "n.a.", invalid: "ISO 3166-1"},
		{value: "Korea", invalid: "ISO 3166-1"},
		{value: "Congo", invalid: "ISO 3166-1"},
		{value: "Deutschland", want: "de"},
		{value: "ESPANA", want: "es"},
		{value: "Allemagne", invalid: "in English or its own language"},
		{value: "zz", invalid: "ISO 3166-1"},
		{value: "xx", invalid: "ISO 3166-1"},
		{value: "d", invalid: "ISO 3166-1"},
		{value: "49", invalid: "ISO 3166-1"},
		{value: strings.Repeat("land", 40), invalid: "ISO 3166-1"},
		{value: "中国", invalid: "ISO 3166-1"},
		{value: "US1", invalid: "ISO 3166-1"},
	})
}

func TestState(t *testing.T) {
	us := []ruleCase{
		{value: "CA", want: "ca"},
		{value: "California", want: "ca"},
		{value: "new  york", want: "ny"},
		{value: "D.C.", want: "dc"},
		{value: "Washington, DC", want: "dc"},
		{value: "Washington", want: "wa"},
		{value: "US-TX", want: "tx"},
		{value: "Hawaiʻi", want: "hi"},
		{value: "Hawai'i", want: "hi"},
		{value: "Puerto Rico", want: "pr"},
		{value: "", want: ""},
		{value: "Bavaria", invalid: "of the US"},
		{value: "Calif.", invalid: "of the US"},
		{value: "XX", invalid: "of the US"},
	}
	testRule(t, hash.Normalizer{Country: "us"}, hash.KeyST, us)
	elsewhere := []ruleCase{
		{value: "Bayern", want: "bayern"},
		{value: "Baden-Württemberg", want: "badenwürttemberg"},
		{value: "Nordrhein Westfalen", want: "nordrheinwestfalen"},
		{value: "São Paulo", want: "sãopaulo"},
		{value: "東京都", want: "東京都"},
		{value: "NSW", want: "nsw"},
		{value: "California", want: "california"},
		{value: "", want: ""},
	}
	testRule(t, hash.Normalizer{}, hash.KeyST, elsewhere)
	testRule(t, hash.Normalizer{Country: "de"}, hash.KeyST, elsewhere)
}

func TestZip(t *testing.T) {
	for _, country := range []string{"us", "United States", "pr"} {
		testRule(t, hash.Normalizer{Country: country}, hash.KeyZip, []ruleCase{
			{value: "94035", want: "94035"},
			{value: "94035-1234", want: "94035"},
			{value: "94035 1234", want: "94035"},
			{value: "940351234", want: "94035"},
			{value: "９４０３５", want: "94035"},
			{value: "", want: ""},
			{value: "2139", invalid: "leading zeros"},
			{value: "M1 1AE", invalid: "five digits"},
		})
	}
	testRule(t, hash.Normalizer{Country: "gb"}, hash.KeyZip, []ruleCase{
		{value: "M1 1AE", want: "m11ae"},
		{value: "sw1a  1aa", want: "sw1a1aa"},
		{value: "SW1A1AA", want: "sw1a1aa"},
		{value: "ＳＷ１Ａ １ＡＡ", invalid: "UK postcode"},
		{value: "", want: ""},
		{value: "94035", invalid: "UK postcode"},
		{value: "SW1A", invalid: "UK postcode"},
	})
	testRule(t, hash.Normalizer{Country: "pl"}, hash.KeyZip, []ruleCase{
		{value: "00-950", want: "00950"},
		{value: "94035-1234", want: "940351234"},
	})
	testRule(t, hash.Normalizer{}, hash.KeyZip, []ruleCase{
		{value: "94035-1234", want: "94035"},
		{value: "K1A 0B1", want: "k1a0b1"},
		{value: "10117", want: "10117"},
		{value: "２０１-００１１", want: "2010011"},
		{value: "", want: ""},
	})
}
