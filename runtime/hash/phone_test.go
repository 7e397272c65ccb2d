package hash_test

import (
	"testing"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

func TestPhoneWithoutCountry(t *testing.T) {
	cases := []ruleCase{
		{value: "+1 (650) 555-1212", want: "16505551212"},
		{value: "1-650-555-1212", invalid: "may lack its country's calling code"},
		{value: "6505551212", invalid: "write it as +49..., or give its country"},
		{value: "650.555.1212", invalid: "may lack"},
		{value: "16505551212.0", invalid: "may lack"},
		{value: "0049 30 123456", want: "4930123456"},
		{value: "+0049 30 123456", want: "4930123456"},
		{value: "0011 49 30 123456", want: "4930123456"},
		{value: "+44 (0)20 7946 0958", want: "442079460958"},
		{value: "44(0)20 7946 0958", want: "442079460958"},
		{value: "tel:+44-20-7946-0958;ext=12", want: "442079460958"},
		{value: "+1 650 555 1212 x42", want: "16505551212"},
		{value: "+1 650 555 1212 ext. 42", want: "16505551212"},
		{value: "+1 650 555 1212, +1 650 555 1213", want: "16505551212"},
		{value: "+1 650 555 1212 +1 650 555 1213", want: "16505551212"},
		{value: "line 2: +1 650 555 1212", invalid: "may lack"},
		{value: "＋８１ ９０ １２３４ ５６７８", want: "819012345678"},
		{value: "٠٠٩٦٦٥٠١٢٣٤٥٦٧", want: "966501234567"},
		{value: "+966 ٥٠ ١٢٣ ٤٥٦٧", want: "966501234567"},
		{value: "", want: ""},
		{value: "0170 1234567", invalid: "calling code"},
		{value: "(030) 123456", invalid: "calling code"},
		{value: "+0170 1234567", invalid: "no calling code"},
		{value: "unknown", invalid: "no digits"},
		{value: "+", invalid: "no digits"},
		{value: "+123456", invalid: "7 to 15"},
		{value: "+1234567890123456", invalid: "7 to 15"},
		{value: "00", invalid: "7 to 15"},
		{value: "1.65055512E+10", invalid: "spreadsheet"},
	}
	testRule(t, hash.Normalizer{}, hash.KeyPhone, cases)
	testRule(t, hash.Normalizer{}, hash.KeyPhoneSHA256, cases)
}

// TestPhoneWithCallingCode takes numbers without a sign to have their calling
// codes, where that is said.
func TestPhoneWithCallingCode(t *testing.T) {
	testRule(t, hash.Normalizer{CallingCodes: true}, hash.KeyPhone, []ruleCase{
		{value: "1-650-555-1212", want: "16505551212"},
		{value: "16505551212.0", want: "16505551212"},
		{value: "650.555.1212", want: "6505551212"},
		{value: "+49 30 123456", want: "4930123456"},
		{value: "0170 1234567", invalid: "calling code"},
		{value: "line 2: +1 650 555 1212", invalid: "7 to 15"},
		{value: "123456", invalid: "7 to 15"},
	})
	testRule(t, hash.Normalizer{CallingCodes: true, Country: "us"}, hash.KeyPhone, []ruleCase{
		{value: "650.555.1212", want: "16505551212"},
	})
}

func TestPhoneInCountry(t *testing.T) {
	for country, cases := range map[string][]ruleCase{
		"us": {
			{value: "(650) 555-1212", want: "16505551212"},
			{value: "1 650 555 1212", want: "16505551212"},
			{value: "+49 30 123456", want: "4930123456"},
			{value: "011 49 30 123456", want: "4930123456"},
			{value: "555-1212", invalid: "number of digits"},
			{value: "442079460958", invalid: "number of digits"},
		},
		"de": {
			{value: "030 123456", want: "4930123456"},
			{value: "0170/1234567", want: "491701234567"},
			{value: "491701234567", want: "491701234567"},
			{value: "1701234567", want: "491701234567"},
			{value: "+33 6 12 34 56 78", want: "33612345678"},
		},
		"gb": {
			{value: "020 7946 0958", want: "442079460958"},
			{value: "7911 123456", want: "447911123456"},
			{value: "447911123456", want: "447911123456"},
			{value: "0044 7911 123456", want: "447911123456"},
			{value: "999", invalid: "number of digits"},
		},
		"it": { // 0 belongs to the number; mobile numbers may begin with 39
			{value: "06 1234 5678", want: "390612345678"},
			{value: "391 234 5678", want: "393912345678"},
			{value: "393 123 4567", want: "393931234567"},
			{value: "39 393 123 4567", want: "393931234567"},
			{value: "39 06 1234 5678", want: "390612345678"},
		},
		"no": { // no trunk prefix; numbers may begin with the calling code
			{value: "47 12 34 56", want: "4747123456"},
			{value: "47 47 12 34 56", want: "4747123456"},
		},
		"in": {
			{value: "91234 56789", want: "919123456789"},
			{value: "919123456789", want: "919123456789"},
			{value: "091234 56789", want: "919123456789"},
		},
		"ru": {
			{value: "8 (912) 345-67-89", want: "79123456789"},
			{value: "7 912 345 67 89", want: "79123456789"},
			{value: "812 345 67 89", want: "78123456789"},
		},
		"by": {{value: "8 029 491-19-11", want: "375294911911"}},
		"ga": { // the length tells whether a leading 0 is the trunk prefix
			{value: "06 03 12 34", want: "24106031234"},
			{value: "066 03 12 34", want: "24166031234"},
		},
		"ar": {{value: "011 15-2345-6789", invalid: "number of digits"}},
		"hu": {{value: "06 20 123 4567", want: "36201234567"}},
		"ci": {{value: "07 12 34 56 78", want: "2250712345678"}},
		"sa": {{value: "٠٥٠ ١٢٣ ٤٥٦٧", want: "966501234567"}},
		"aq": {
			{value: "+672 1 12345", want: "672112345"},
			{value: "112345", invalid: "calling code"},
		},
	} {
		testRule(t, hash.Normalizer{Country: country}, hash.KeyPhone, cases)
	}
}
