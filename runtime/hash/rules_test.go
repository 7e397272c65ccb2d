package hash_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// ruleCase is a value and what becomes of it. invalid is a part of the
// reason given for a value that cannot be right.
type ruleCase struct {
	value   string
	want    string
	invalid string
}

func testRule(t *testing.T, n hash.Normalizer, key hash.Key, cases []ruleCase) {
	t.Helper()
	for _, test := range cases {
		got, err := n.AppendNormalized(nil, key, test.value)
		if test.invalid == "" {
			if err != nil || string(got) != test.want {
				t.Errorf("%s in %q: %q gives %q, %v, want %q", key, n.Country, test.value, got, err, test.want)
			}
			continue
		}
		var invalid *hash.Error
		if !errors.As(err, &invalid) || invalid.Key != key || !strings.Contains(invalid.Reason, test.invalid) {
			t.Errorf("%s in %q: %q gives the error %v, want one with %q", key, n.Country, test.value, err, test.invalid)
		}
		if len(got) != 0 {
			t.Errorf("%s in %q: %q is invalid but gives %q", key, n.Country, test.value, got)
		}
	}
}

func TestEmail(t *testing.T) {
	cases := []ruleCase{
		{value: "mary@example.com", want: "mary@example.com"},
		{value: "  Mary.Ann+news@Example.COM\r\n", want: "mary.ann+news@example.com"},
		{value: "\ufeffmary@example.com\u200b", want: "mary@example.com"},
		{value: "\u00a0mary@example.com\u3000", want: "mary@example.com"},
		{value: "ZOË@BÜCHER.example", want: "zoë@bücher.example"},
		{value: "zoe\u0308@example.com", want: "zoë@example.com"},
		{value: "ΝΊΚΟΣ@παράδειγμα.example", want: "νίκος@παράδειγμα.example"},
		{value: "İbrahim@example.com", want: "ibrahim@example.com"},
		{value: `"a@b"@example.com`, want: `"a@b"@example.com`},
		{value: "", want: ""},
		{value: " \t\n", want: ""},
		{value: "mary.example.com", invalid: "no @"},
		{value: "@example.com", invalid: "before or after"},
		{value: "mary@", invalid: "before or after"},
		{value: "Mary <mary@example.com>", invalid: "white space"},
		{value: "a@example.com b@example.com", invalid: "white space"},
		{value: "mary@example.com\xff.", invalid: "UTF-8"},
	}
	testRule(t, hash.Normalizer{}, hash.KeyEmail, cases)
	testRule(t, hash.Normalizer{}, hash.KeyEmailSHA256, cases)
}

func TestGender(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyGen, []ruleCase{
		{value: "m", want: "m"},
		{value: "M", want: "m"},
		{value: " Male ", want: "m"},
		{value: "MAN", want: "m"},
		{value: "f", want: "f"},
		{value: "Female", want: "f"},
		{value: "woman", want: "f"},
		{value: "", want: ""},
		{value: "w", invalid: "neither"},
		{value: "mujer", invalid: "neither"},
		{value: "x", invalid: "neither"},
		{value: "unknown", invalid: "neither"},
		{value: "女", invalid: "neither"},
	})
}

func TestBirthYear(t *testing.T) {
	next := strconv.Itoa(time.Now().UTC().Year() + 2)
	testRule(t, hash.Normalizer{}, hash.KeyDOBY, []ruleCase{
		{value: "1997", want: "1997"},
		{value: " 1900 ", want: "1900"},
		{value: "1997.0", want: "1997"},
		{value: "١٩٩٧", want: "1997"},
		{value: "１９９７", want: "1997"},
		{value: "", want: ""},
		{value: "1899", invalid: "before 1900"},
		{value: next, invalid: "future"},
		{value: "97", invalid: "four digits"},
		{value: "1997-02-16", want: "1997"},
		{value: "2/3/1997", want: "1997"},
		{value: "2/3/1897", invalid: "before 1900"},
		{value: "16.2.97", invalid: "nor a date"},
		{value: "1997.5", invalid: "four digits"},
		{value: "0001997", invalid: "four digits"},
	})
}

func TestBirthMonth(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyDOBM, []ruleCase{
		{value: "2", want: "02"},
		{value: "02", want: "02"},
		{value: "12", want: "12"},
		{value: "2.0", want: "02"},
		{value: "٢", want: "02"},
		{value: "", want: ""},
		{value: "0", invalid: "month"},
		{value: "13", invalid: "month"},
		{value: "-1", invalid: "month"},
		{value: "February", invalid: "month"},
		{value: "2.", invalid: "month"},
	})
}

func TestBirthDay(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyDOBD, []ruleCase{
		{value: "1", want: "01"},
		{value: "01", want: "01"},
		{value: "31", want: "31"},
		{value: "16.00", want: "16"},
		{value: "१६", want: "16"},
		{value: "", want: ""},
		{value: "00", invalid: "day"},
		{value: "32", invalid: "day"},
		{value: "16th", invalid: "day"},
		{value: "99999999999999999999", invalid: "day"},
	})
}

// TestPartsOfDates reads the three keys of a date of birth from a column of
// whole dates.
func TestPartsOfDates(t *testing.T) {
	const ambiguous = "may begin with the day or with the month"
	for _, test := range []struct{ country, value, month, day, invalid string }{
		{"", "31.12.1980", "12", "31", ""},
		{"", "1980-12-31", "12", "31", ""},
		{"", "1980-12-31 00:00:00", "12", "31", ""},
		{"", "19801231", "12", "31", ""},
		{"", "12/31/1980", "12", "31", ""},
		{"", "31/12/1980", "12", "31", ""},
		{"", "2.1.1980", "01", "02", ""},
		{"us", "2/1/1980", "02", "01", ""},
		{"", "2/1/1980", "", "", ambiguous},
		{"gb", "2/1/1980", "", "", ambiguous},
		{"", "30.2.1980", "", "", "no day of the calendar"},
		{"", "December 1980", "", "", "nor a date"},
	} {
		n := hash.Normalizer{Country: test.country}
		testRule(t, n, hash.KeyDOBM, []ruleCase{{value: test.value, want: test.month, invalid: test.invalid}})
		testRule(t, n, hash.KeyDOBD, []ruleCase{{value: test.value, want: test.day, invalid: test.invalid}})
	}
}

func TestName(t *testing.T) {
	cases := []ruleCase{
		{value: "Mary", want: "mary"},
		{value: " O'Brién ", want: "obrién"},
		{value: "O\u2019BRIE\u0301N", want: "obrién"},
		{value: "Zoë", want: "zoë"},
		{value: "Zoe\u0308", want: "zoë"},
		{value: "李", want: "李"},
		{value: "\uf9e1", want: "李"},
		{value: "\u110c\u1165\u11bc", want: "정"},
		{value: "Jean-Luc", want: "jeanluc"},
		{value: "Mary Ann", want: "maryann"},
		{value: "J.R.R.", want: "jrr"},
		{value: "ЁЛКИН", want: "ёлкин"},
		{value: "ΓΙΏΡΓΟΣ", want: "γιώργος"},
		{value: "STRAẞE", want: "straße"},
		{value: "İLKER", want: "ilker"},
		{value: "I\u0307LKER", want: "ilker"},
		{value: "राजेश", want: "राजेश"},
		{value: "محمد", want: "محمد"},
		{value: "Mary\U0001f600\ufe0f", want: "mary"},
		{value: "Ma\u200bry", want: "mary"},
		{value: "John 3rd", want: "johnrd"},
		{value: "", want: ""},
		{value: "---", want: ""},
		{value: "Zo\xeb", invalid: "UTF-8"},
	}
	testRule(t, hash.Normalizer{}, hash.KeyFN, cases)
	testRule(t, hash.Normalizer{}, hash.KeyLN, cases)
}

func TestFirstInitial(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyFI, []ruleCase{
		{value: "John", want: "j"},
		{value: "j", want: "j"},
		{value: "Élodie", want: "é"},
		{value: "E\u0301lodie", want: "é"},
		{value: "李小龍", want: "李"},
		{value: "'Ōpua", want: "ō"},
		{value: "ΣΟΦΙΑ", want: "σ"},
		{value: "", want: ""},
		{value: "123", want: ""},
		{value: "\xff", invalid: "UTF-8"},
	})
}

func TestCity(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyCT, []ruleCase{
		{value: "New York", want: "newyork"},
		{value: "St. John's", want: "stjohns"},
		{value: "São Paulo", want: "sãopaulo"},
		{value: "Sa\u0303o Paulo", want: "sãopaulo"},
		{value: "MÜNCHEN", want: "münchen"},
		{value: "東京", want: "東京"},
		{value: "Paris 15", want: "paris"},
		{value: "", want: ""},
	})
}

func TestMobileAdvertiserID(t *testing.T) {
	cases := []ruleCase{
		{value: "AECE52E7-03EE-455A-B3C4-E57283966239", want: "aece52e7-03ee-455a-b3c4-e57283966239"},
		{value: " aece52e7-03ee-455a-b3c4-e57283966239\n", want: "aece52e7-03ee-455a-b3c4-e57283966239"},
		{value: "AB1234CD-E123-12FG-J123", want: "ab1234cd-e123-12fg-j123"},
		{value: "1234567890", want: "1234567890"},
		{value: "", want: ""},
		{value: "00000000-0000-0000-0000-000000000000", invalid: "all zeros"},
		{value: "mary@example.com", invalid: "characters"},
		{value: "{aece52e7-03ee-455a-b3c4-e57283966239}", invalid: "characters"},
		{value: "äece52e7", invalid: "characters"},
	}
	testRule(t, hash.Normalizer{}, hash.KeyMADID, cases)
	testRule(t, hash.Normalizer{}, hash.KeyMobileAdvertiserID, cases)
}

func TestExternID(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyExternID, []ruleCase{
		{value: "Cust-0042.", want: "Cust-0042."},
		{value: " Cust-0042 ", want: "Cust-0042"},
		{value: "Käufer 7", want: "Käufer 7"},
		{value: "e\u0301", want: "e\u0301"},
		{value: strings.Repeat("aB", 32), want: strings.Repeat("aB", 32)},
		{value: "", want: ""},
		{value: "\xff", invalid: "UTF-8"},
	})
}

func TestUserIDs(t *testing.T) {
	for _, key := range []hash.Key{hash.KeyUID, hash.KeyAppUID, hash.KeyPageUID} {
		testRule(t, hash.Normalizer{}, key, []ruleCase{
			{value: "10150000000000001", want: "10150000000000001"},
			{value: " 4 ", want: "4"},
			{value: "", want: ""},
			{value: "1.015E+16", invalid: "digits only"},
			{value: "4.0", invalid: "digits only"},
			{value: "zuck", invalid: "digits only"},
			{value: "١٢", invalid: "digits only"},
		})
	}
}

func TestLookalikeValue(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyLookalikeValue, []ruleCase{
		{value: "44.5", want: "44.5"},
		{value: "140", want: "140"},
		{value: "140.0", want: "140"},
		{value: "0", want: "0"},
		{value: "-0.00", want: "0"},
		{value: "0.9", want: "0.9"},
		{value: ".9", want: "0.9"},
		{value: "5.", want: "5"},
		{value: "+007.50", want: "7.5"},
		{value: "-3", want: "-3"},
		{value: "1.5e3", want: "1500"},
		{value: "25E-2", want: "0.25"},
		{value: "0e5", want: "0"},
		{value: "123456789012345678.123456789012345678", want: "123456789012345678.123456789012345678"},
		{value: "", want: ""},
		{value: "1,234.50", invalid: "no number"},
		{value: "$5", invalid: "no number"},
		{value: "NaN", invalid: "no number"},
		{value: "Inf", invalid: "no number"},
		{value: "infinite", invalid: "no number"},
		{value: "1e999", invalid: "no number"},
		{value: "1e30", invalid: "18 digits"},
		{value: "-1e-30", invalid: "18 digits"},
		{value: "1234567890123456789", invalid: "18 digits"},
		{value: "0x1p4", invalid: "no number"},
		{value: "1e", invalid: "no number"},
		{value: "-", invalid: "no number"},
		{value: ".", invalid: "no number"},
		{value: "1.2.3", invalid: "no number"},
		{value: "٥", invalid: "no number"},
	})
}

func TestDataProcessingOptions(t *testing.T) {
	testRule(t, hash.Normalizer{}, hash.KeyDataProcessingOptions, []ruleCase{
		{value: "LDU", want: "LDU"},
		{value: "ldu", want: "LDU"},
		{value: `["LDU"]`, want: "LDU"},
		{value: "[]", want: ""},
		{value: "", want: ""},
		{value: "yes", invalid: "LDU"},
	})
	testRule(t, hash.Normalizer{}, hash.KeyDataProcessingOptionsCountry, []ruleCase{
		{value: "1", want: "1"},
		{value: "0", want: "0"},
		{value: " 1 ", want: "1"},
		{value: "1.0", want: "1"},
		{value: "2", invalid: "neither"},
		{value: "", want: ""},
		{value: "US", invalid: "neither"},
	})
	testRule(t, hash.Normalizer{}, hash.KeyDataProcessingOptionsState, []ruleCase{
		{value: "1000", want: "1000"},
		{value: "0", want: "0"},
		{value: " 1000 ", want: "1000"},
		{value: "1000.0", want: "1000"},
		{value: "1008", want: "1008"},
		{value: "9999", want: "9999"},
		{value: "999", invalid: "neither"},
		{value: "10000", invalid: "neither"},
		{value: "-1000", invalid: "neither"},
		{value: "", want: ""},
		{value: "CA", invalid: "neither"},
	})
}
