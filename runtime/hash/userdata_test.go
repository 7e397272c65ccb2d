package hash_test

import (
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// Keys of user_data that stand for the same as keys of schemas have the same
// rules.
func TestUserDataFollowsSchemas(t *testing.T) {
	values := []string{
		"", " Mary@Example.com", "mary", "(650) 555-1212", "+44 20 7946 0958", "Zoe\u0308", "O'Brién", "female", "New York", "California", "94035-1234",
		"M1 1AE", "Germany", "AECE52E7-03EE-455A-B3C4-E57283966239", "10150000000000001", "\xff", hash.Sum("mary").String(),
	}
	for userKey, key := range map[hash.Key]hash.Key{
		"user_data.em": hash.KeyEmail, "user_data.ph": hash.KeyPhone, "user_data.fn": hash.KeyFN, "user_data.ln": hash.KeyLN,
		"user_data.ge": hash.KeyGen, "user_data.ct": hash.KeyCT, "user_data.st": hash.KeyST, "user_data.zp": hash.KeyZip,
		"user_data.country": hash.KeyCountry, "user_data.madid": hash.KeyMADID, "user_data.page_scoped_user_id": hash.KeyPageUID,
	} {
		for _, country := range []string{"", "us", "gb", "de"} {
			n := hash.Normalizer{Country: country}
			for _, value := range values {
				want, wantErr := n.AppendHash(nil, key, value)
				got, err := n.AppendHash(nil, userKey, value)
				if string(got) != string(want) || (err == nil) != (wantErr == nil) {
					t.Errorf("%s in %q: %q gives %q, %v; %s gives %q, %v", userKey, country, value, got, err, key, want, wantErr)
				}
			}
		}
	}
}

// The one digest that Meta prints for a key that schemas lack, and ids of the
// advertiser's own, which are hashed here.
func TestUserDataVectors(t *testing.T) {
	checkVector(t, hash.Normalizer{}, "user_data.db", "2/16/1997", "19970216", "01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c")
	checkVector(t, hash.Normalizer{}, "user_data.external_id", " mary ", "mary", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec")
	checkVector(t, hash.Normalizer{}, "user_data.external_id", "Cust-0042.", "Cust-0042.", hash.Sum("Cust-0042.").String())
}

func TestBirthDate(t *testing.T) {
	const key = "user_data.db"
	always := []ruleCase{
		{value: "", want: ""},
		{value: "19970216", want: "19970216"},
		{value: "1997-02-16", want: "19970216"},
		{value: "1997/2/16", want: "19970216"},
		{value: "1997.02.16.", want: "19970216"},
		{value: "1997-02-16T00:00:00Z", want: "19970216"},
		{value: "1997-02-16 00:00:00", want: "19970216"},
		{value: "2/16/1997", want: "19970216"},
		{value: "16/02/1997", want: "19970216"},
		{value: "16.2.1997", want: "19970216"},
		{value: "16. 2. 1997", want: "19970216"},
		{value: "3.2.1997", want: "19970203"},
		{value: "2-2-1997", want: "19970202"},
		{value: "١٩٩٧-٠٢-١٦", want: "19970216"},
		{value: "29.2.1996", want: "19960229"},
		{value: "29.2.1997", invalid: "calendar"},
		{value: "1997-13-01", invalid: "calendar"},
		{value: "19970200", invalid: "calendar"},
		{value: "18991231", invalid: "before 1900"},
		{value: time.Now().AddDate(0, 0, 3).Format("20060102"), invalid: "future"},
		{value: "16021997", invalid: "calendar"},
		{value: "97-02-16", invalid: "no date"},
		{value: "16 Feb 1997", invalid: "no date"},
		{value: "199702160", invalid: "no date"},
		{value: "1997-02", invalid: "no date"},
		{value: "1997-02-16-1", invalid: "no date"},
		{value: "-1997-02-16", invalid: "no date"},
		{value: "1997-02-16\xff", invalid: "UTF-8"},
	}
	for _, country := range []string{"", "us", "de"} {
		testRule(t, hash.Normalizer{Country: country}, key, always)
	}
	testRule(t, hash.Normalizer{Country: "us"}, key, []ruleCase{{value: "2/3/1997", want: "19970203"}})
	for _, country := range []string{"", "gb"} {
		testRule(t, hash.Normalizer{Country: country}, key, []ruleCase{{value: "2/3/1997", invalid: "YYYYMMDD"}})
	}
}

func TestClearUserData(t *testing.T) {
	digest := hash.Sum("mary").String()
	for key, cases := range map[hash.Key][]ruleCase{
		"user_data.client_ip_address": {
			{value: " 203.0.113.7 ", want: "203.0.113.7"},
			{value: "2001:DB8:0:0::1", want: "2001:db8::1"},
			{value: "::ffff:203.0.113.7", want: "203.0.113.7"},
			{value: "203.0.113.7:443", invalid: "port"},
			{value: "[2001:db8::1]:443", invalid: "port"},
			{value: "203.0.113.7, 198.51.100.1", invalid: "single"},
			{value: "fe80::1%eth0", invalid: "zone"},
			{value: digest, invalid: "single"},
		},
		"user_data.client_user_agent": {
			{value: "Mozilla/5.0 (X11) Gecko/20100101 ", want: "Mozilla/5.0 (X11) Gecko/20100101"},
			{value: digest, invalid: "not to be hashed"},
		},
		"user_data.fbc": {
			{value: "fb.1.1554763741205.AbCdEfGh_Ij-K.AQ", want: "fb.1.1554763741205.AbCdEfGh_Ij-K.AQ"},
			{value: "AbCdEfGh", invalid: "form"},
			{value: "fb.1.1554763741205", invalid: "form"},
			{value: "fb.1.1554763741205.", invalid: "form"},
			{value: "fb.1.x.AbC", invalid: "form"},
			{value: "fb..1554763741205.AbC", invalid: "form"},
			{value: "fb.", invalid: "form"},
			{value: digest, invalid: "not to be hashed"},
		},
		"user_data.fbp":     {{value: "fb.1.1558571054389.1098115397", want: "fb.1.1558571054389.1098115397"}},
		"user_data.lead_id": {{value: "525645896321548", want: "525645896321548"}, {value: "l:525", invalid: "digits"}, {value: "0525", invalid: "begins with 0"}, {value: "12345678901234567890", invalid: "19 digits"}},
		"user_data.page_id": {{value: "0525", want: "0525"}, {value: "me", invalid: "digits"}},
	} {
		testRule(t, hash.Normalizer{}, key, cases)
	}
}

// A schema is of audiences.
func TestSchemaRefusesUserData(t *testing.T) {
	for _, key := range hash.UserDataKeys() {
		if _, err := hash.NewSchema(hash.Normalizer{}, hash.KeyEmail, key); err == nil {
			t.Errorf("%s stands in a schema", key)
		}
	}
}
