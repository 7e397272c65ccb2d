package hash_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

func TestKeys(t *testing.T) {
	got := map[hash.Form][]hash.Key{}
	var single []hash.Key
	for _, key := range hash.Keys() {
		got[key.Form()] = append(got[key.Form()], key)
		if key.Single() {
			single = append(single, key)
		}
	}
	want := map[hash.Form][]hash.Key{
		hash.FormHashed: {"EMAIL", "PHONE", "GEN", "DOBY", "DOBM", "DOBD", "LN", "FN", "FI", "CT", "ST", "ZIP", "COUNTRY", "EMAIL_SHA256", "PHONE_SHA256"},
		hash.FormText:   {"MADID", "EXTERN_ID", "UID", "APPUID", "PAGEUID", "MOBILE_ADVERTISER_ID"},
		hash.FormNumber: {"LOOKALIKE_VALUE", "DATA_PROCESSING_OPTIONS_COUNTRY", "DATA_PROCESSING_OPTIONS_STATE"},
		hash.FormList:   {"DATA_PROCESSING_OPTIONS"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys by form differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]hash.Key{"EMAIL_SHA256", "PHONE_SHA256", "MOBILE_ADVERTISER_ID"}, single); diff != "" {
		t.Errorf("single keys differ (-want +got):\n%s", diff)
	}
	user := map[hash.Form][]hash.Key{}
	for _, key := range hash.UserDataKeys() {
		short, _ := strings.CutPrefix(string(key), "user_data.")
		user[key.Form()] = append(user[key.Form()], hash.Key(short))
	}
	wantUser := map[hash.Form][]hash.Key{
		hash.FormHashed: {"em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country", "external_id"},
		hash.FormText: {
			"client_ip_address", "client_user_agent", "fbc", "fbp", "subscription_id", "anon_id", "madid", "page_id", "page_scoped_user_id",
			"ctwa_clid", "whatsapp_business_account_id", "ig_account_id", "ig_sid",
		},
		hash.FormNumber: {"fb_login_id", "lead_id"},
	}
	if diff := cmp.Diff(wantUser, user); diff != "" {
		t.Errorf("keys of user_data by form differ (-want +got):\n%s", diff)
	}
	if key := hash.Key("email"); key.Form() != hash.FormUnknown || key.Single() {
		t.Errorf("an unknown key has form %d", key.Form())
	}
}

// allKeys are the keys of schemas and of user_data.
func allKeys() []hash.Key { return append(hash.Keys(), hash.UserDataKeys()...) }

func TestNothingIsNeverHashed(t *testing.T) {
	for _, key := range allKeys() {
		for _, value := range []string{"", " ", "\t\r\n\u00a0\ufeff\x00"} {
			if got, err := hash.Hash(key, value); got != "" || err != nil {
				t.Errorf("%s: Hash(%q) = %q, %v, want nothing", key, value, got, err)
			}
		}
	}
	if got, err := hash.Hash(hash.KeyFN, "--"); got != "" || err != nil {
		t.Errorf("a name without letters gives %q, %v, want nothing", got, err)
	}
}

func TestDigestsAreNeverHashedTwice(t *testing.T) {
	digest := hash.Sum("mary").String()
	upper := strings.ToUpper(digest)
	for _, key := range allKeys() {
		if key.Form() != hash.FormHashed {
			continue
		}
		var invalid *hash.Error
		if got, err := hash.Hash(key, upper); !errors.As(err, &invalid) || got != "" {
			t.Errorf("%s: a digest gives %q, %v, want an error", key, got, err)
		}
		for _, n := range []hash.Normalizer{{DetectDigests: true}, {Digests: []hash.Key{key}}} {
			got, err := n.AppendHash(nil, key, upper)
			if string(got) != digest || err != nil {
				t.Errorf("%s: a digest gives %q, %v, want itself in lowercase", key, got, err)
			}
		}
		got, err := hash.Normalizer{Digests: []hash.Key{key}}.AppendHash(nil, key, "mary@example.com")
		if !errors.As(err, &invalid) || len(got) != 0 {
			t.Errorf("%s: a value in clear among digests gives %q, %v, want an error", key, got, err)
		}
	}
	n := hash.Normalizer{SendInvalid: true}
	if got, err := n.AppendHash(nil, hash.KeyEmail, digest); len(got) != 0 || err == nil {
		t.Errorf("with SendInvalid, a digest gives %q, %v, want an error and nothing", got, err)
	}
	// Keys in clear may look like anything.
	if got, err := hash.Hash(hash.KeyExternID, upper); got != upper || err != nil {
		t.Errorf("EXTERN_ID gives %q, %v, want it unchanged", got, err)
	}
}

func TestParseDigest(t *testing.T) {
	digest := hash.Sum("mary")
	for _, text := range []string{digest.String(), strings.ToUpper(digest.String())} {
		if got, err := hash.ParseDigest(text); got != digest || err != nil {
			t.Errorf("ParseDigest of a digest = %v, %v", got, err)
		}
	}
	for _, text := range []string{"", "mary@example.com", digest.String()[1:], digest.String() + "0", "g" + digest.String()[1:]} {
		_, err := hash.ParseDigest(text)
		if err == nil {
			t.Errorf("ParseDigest(%q) gives no error", text)
		} else if text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("ParseDigest repeats the text: %v", err)
		}
	}
}

// A fixed set of reasons is all that errors are made of.
func TestErrorsHoldNoData(t *testing.T) {
	const secret = "Zq7secret"
	for _, key := range allKeys() {
		for _, value := range []string{secret, secret + "@", "+0" + secret + "1", "1e" + secret, secret + "\xff", strings.Repeat("ab", 32)} {
			for _, country := range []string{"", "us", "gb", "it"} {
				_, err := hash.Normalizer{Country: country}.AppendHash(nil, key, value)
				if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "abab")) {
					t.Errorf("%s: the error repeats the value: %v", key, err)
				}
			}
		}
	}
}

func TestUnknownKeyAndCountry(t *testing.T) {
	var invalid *hash.Error
	if _, err := hash.Hash("NAME", "Mary"); !errors.As(err, &invalid) || invalid.Key != "NAME" {
		t.Errorf("an unknown key gives %v", err)
	}
	if _, err := (hash.Normalizer{Country: "Atlantis"}).AppendHash(nil, hash.KeyPhone, "1"); !errors.As(err, &invalid) || !strings.Contains(invalid.Reason, "Country") {
		t.Errorf("an unknown country gives %v", err)
	}
}

func TestSendInvalid(t *testing.T) {
	n := hash.Normalizer{SendInvalid: true}
	got, err := n.AppendHash(nil, hash.KeyCountry, " Atlantis ")
	if want := hash.Sum("atlantis").String(); string(got) != want || err == nil {
		t.Errorf("an invalid country gives %s, %v, want %s and an error", got, err, want)
	}
	for key, value := range map[hash.Key]string{hash.KeyMADID: "mary@example.com", hash.KeyLookalikeValue: "much", hash.KeyEmail: "Zo\xeb"} {
		if got, err := n.AppendHash(nil, key, value); len(got) != 0 || err == nil {
			t.Errorf("%s: got %q, %v, want nothing and an error", key, got, err)
		}
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	for _, key := range allKeys() {
		for _, value := range []string{"", "Mary", "1", "mary@example.com", "invalid \xff"} {
			for _, n := range []hash.Normalizer{{}, {Country: "de", SendInvalid: true}} {
				if got, _ := n.AppendHash([]byte("before"), key, value); !strings.HasPrefix(string(got), "before") {
					t.Errorf("%s: AppendHash of %q gives %q", key, value, got)
				}
			}
		}
	}
}

// FuzzNormalize holds the properties that hold for every key and value. A
// phone number is the one value that loses something (its + sign) that the
// rule needs in order to read its own result, so it is normalised again
// without a country, as one that has its calling code.
func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{"", "Mary@Example.com", "(650) 555-1212", "Zoe\u0308", "\u110c\u1165\u11bc", "ΓΙΩΡΓΟΣ", "İ\u0301", "94035-1234", "1.5e3", "\xff", "[]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, key := range allKeys() {
			for _, country := range []string{"", "us", "gb", "it", "de"} {
				checkProperties(t, hash.Normalizer{Country: country}, key, value)
			}
		}
	})
}

func checkProperties(t *testing.T, n hash.Normalizer, key hash.Key, value string) {
	t.Helper()
	once, err := n.AppendNormalized(nil, key, value)
	if err != nil {
		if len(once) != 0 {
			t.Errorf("%s in %q: %q is invalid but gives %q", key, n.Country, value, once)
		}
		return
	}
	if !utf8.Valid(once) {
		t.Errorf("%s in %q: %q gives invalid UTF-8 %q", key, n.Country, value, once)
	}
	again := n
	if key == hash.KeyPhone || key == hash.KeyPhoneSHA256 || key == "user_data.ph" {
		again.Country, again.CallingCodes = "", true
	}
	twice, err := again.AppendNormalized(nil, key, string(once))
	if err != nil || string(twice) != string(once) {
		t.Errorf("%s in %q: %q gives %q, then %q, %v", key, n.Country, value, once, twice, err)
	}
	digest, err := n.AppendHash(nil, key, value)
	switch {
	case err != nil:
		t.Errorf("%s in %q: %q normalises but does not hash: %v", key, n.Country, value, err)
	case key.Form() != hash.FormHashed || len(once) == 0:
		if string(digest) != string(once) {
			t.Errorf("%s in %q: %q gives %q, want %q", key, n.Country, value, digest, once)
		}
	case string(digest) != hash.Sum(string(once)).String() || hex.DecodedLen(len(digest)) != 32:
		t.Errorf("%s in %q: %q gives %q, want the digest of %q", key, n.Country, value, digest, once)
	}
}

// A digest is text in JSON, and not the list of its bytes.
func TestDigestJSON(t *testing.T) {
	want := hash.Sum("mary@example.com")
	text, err := json.Marshal([]any{want, 44.5})
	if err != nil || string(text) != `["`+want.String()+`",44.5]` {
		t.Fatalf("a row with a digest is %s, %v", text, err)
	}
	var got []hash.Digest
	if err := json.Unmarshal([]byte(`["`+want.String()+`"]`), &got); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("read back: %v, %v", got, err)
	}
	kept := want
	if err := json.Unmarshal([]byte(`"mary@example.com"`), &kept); err == nil || kept != want {
		t.Errorf("text that is no digest: %v, %v", kept, err)
	}
}
