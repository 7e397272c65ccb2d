package hash_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

func newSchema(t *testing.T, n hash.Normalizer, keys ...hash.Key) *hash.Schema {
	t.Helper()
	s, err := hash.NewSchema(n, keys...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The payload of the reference page for POST /{custom_audience_id}/users.
func TestSchemaWritesTheDocumentedPayload(t *testing.T) {
	s := newSchema(t, hash.Normalizer{}, hash.KeyEmail, hash.KeyLookalikeValue)
	payload := append(s.AppendSchema([]byte(`{"schema":`)), `,"data":`...)
	for i, row := range [][]string{
		{"test1@example.com", "44.5"},
		{"Test2@Example.com", "140.0"},
		{" test3@example.com ", "0"},
		{"TEST4@EXAMPLE.COM", ".9"},
	} {
		payload = append(payload, "[,"[min(i, 1)])
		var err error
		if payload, err = s.AppendRow(payload, i+1, row); err != nil {
			t.Fatal(err)
		}
	}
	payload = append(payload, "]}"...)
	want := `{"schema":["EMAIL","LOOKALIKE_VALUE"],"data":[` +
		`["9b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254",44.5],` +
		`["8cc62c145cd0c6dc444168eaeb1b61b351f9b1809a579cc9b4c9e9d7213a39ee",140],` +
		`["4eaf70b1f7a797962b9d2a533f122c8039012b31e0a52b34a426729319cb792a",0],` +
		`["98df8d46f118f8bef552b0ec0a3d729466a912577830212a844b73960777ac56",0.9]]}`
	if diff := cmp.Diff(want, string(payload)); diff != "" {
		t.Errorf("payload differs (-want +got):\n%s", diff)
	}
}

func TestAppendRow(t *testing.T) {
	mary, err := hash.Hash(hash.KeyFN, "Mary")
	if err != nil {
		t.Fatal(err)
	}
	phone := hash.Sum("4930123456").String()
	for _, test := range []struct {
		name       string
		normalizer hash.Normalizer
		keys       []hash.Key
		cells      []string
		want       string
	}{
		{"empty cells", hash.Normalizer{}, []hash.Key{hash.KeyFN, hash.KeyEmail, hash.KeyMADID, hash.KeyLookalikeValue, hash.KeyDataProcessingOptions},
			[]string{"Mary", "", " ", "", ""}, `["` + mary + `","","","",[]]`},
		{"options", hash.Normalizer{}, []hash.Key{hash.KeyFN, hash.KeyDataProcessingOptions, hash.KeyDataProcessingOptionsCountry, hash.KeyDataProcessingOptionsState},
			[]string{"Mary", "LDU", "1", "1000"}, `["` + mary + `",["LDU"],1,1000]`},
		{"text is escaped", hash.Normalizer{}, []hash.Key{hash.KeyExternID},
			[]string{"a\"\\\x01\n<é>\u2028b"}, `["a\"\\\u0001\u000a<é>` + "\u2028" + `b"]`},
		{"single key", hash.Normalizer{}, []hash.Key{hash.KeyMobileAdvertiserID}, []string{"AB-1"}, `["ab-1"]`},
		{"country of the row", hash.Normalizer{Country: "us"}, []hash.Key{hash.KeyPhone, hash.KeyCountry},
			[]string{"030 123456", "Germany"}, `["` + phone + `","` + hash.Sum("de").String() + `"]`},
		{"country of the data", hash.Normalizer{Country: "de"}, []hash.Key{hash.KeyPhone, hash.KeyCountry},
			[]string{"030 123456", ""}, `["` + phone + `",""]`},
		{"digests", hash.Normalizer{Digests: []hash.Key{hash.KeyFN}}, []hash.Key{hash.KeyFN, hash.KeyPhone},
			[]string{strings.ToUpper(mary), "+49 30 123456"}, `["` + mary + `","` + phone + `"]`},
		{"digests found", hash.Normalizer{DetectDigests: true}, []hash.Key{hash.KeyFN, hash.KeyLN},
			[]string{mary, "Mary"}, `["` + mary + `","` + mary + `"]`},
		{"hashed country leaves the country of the data", hash.Normalizer{Country: "de", Digests: []hash.Key{hash.KeyCountry}}, []hash.Key{hash.KeyPhone, hash.KeyCountry},
			[]string{"030 123456", mary}, `["` + phone + `","` + mary + `"]`},
	} {
		s := newSchema(t, test.normalizer, test.keys...)
		got, err := s.AppendRow([]byte("before"), 1, test.cells)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff("before"+test.want, string(got)); diff != "" {
			t.Errorf("%s: row differs (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestAppendRowReportsInvalidCells(t *testing.T) {
	mary := hash.Sum("mary").String()
	keys := []hash.Key{hash.KeyFN, hash.KeyEmail, hash.KeyDOBM, hash.KeyMADID, hash.KeyLookalikeValue}
	cells := []string{"Mary", "No-At", "13", "a@b.example", "much"}

	s := newSchema(t, hash.Normalizer{}, keys...)
	got, err := s.AppendRow(nil, 7, cells)
	if want := `["` + mary + `","","","",""]`; string(got) != want {
		t.Errorf("row = %s, want %s", got, want)
	}
	var rowError *hash.RowError
	if !errors.As(err, &rowError) {
		t.Fatalf("error is a %T, want a *hash.RowError", err)
	}
	var invalid []hash.Key
	for _, e := range rowError.Invalid {
		invalid = append(invalid, e.Key)
		if e.Row != 7 {
			t.Errorf("%s: row is %d, want 7", e.Key, e.Row)
		}
	}
	if diff := cmp.Diff(keys[1:], invalid); diff != "" {
		t.Errorf("invalid keys differ (-want +got):\n%s", diff)
	}
	if got, want := err.Error(), "hash: row 7: EMAIL has no @ (and 3 more in this row)"; got != want {
		t.Errorf("error is %q, want %q", got, want)
	}
	var first *hash.Error
	if !errors.As(err, &first) || first.Key != hash.KeyEmail {
		t.Errorf("errors.As finds %v, want the error of EMAIL", first)
	}

	// Only hashed keys are sent although they are invalid.
	s = newSchema(t, hash.Normalizer{SendInvalid: true}, keys...)
	got, err = s.AppendRow(nil, 7, cells)
	want := `["` + mary + `","` + hash.Sum("no-at").String() + `","` + hash.Sum("13").String() + `","",""]`
	if string(got) != want {
		t.Errorf("with SendInvalid, row = %s, want %s", got, want)
	}
	if !errors.As(err, &rowError) || len(rowError.Invalid) != 4 {
		t.Errorf("with SendInvalid, error is %v, want four", err)
	}
}

func TestAppendRowLeavesOutUselessRows(t *testing.T) {
	s := newSchema(t, hash.Normalizer{}, hash.KeyEmail, hash.KeyLookalikeValue)
	for _, test := range []struct {
		name  string
		cells []string
		is    error
	}{
		{"blank", []string{"", ""}, hash.ErrBlankRow},
		{"a value of nobody", []string{" ", "44.5"}, hash.ErrBlankRow},
		{"too short", []string{"a@b.example"}, hash.ErrRowLength},
		{"too long", []string{"a@b.example", "1", ""}, hash.ErrRowLength},
	} {
		got, err := s.AppendRow([]byte("before"), 3, test.cells)
		if string(got) != "before" || !errors.Is(err, test.is) {
			t.Errorf("%s: got %q, %v, want nothing appended and %v", test.name, got, err, test.is)
		}
	}
	got, err := s.AppendRow([]byte("before"), 3, []string{"no-at", "1"})
	var rowError *hash.RowError
	if string(got) != "before" || !errors.As(err, &rowError) {
		t.Errorf("invalid: got %q, %v, want nothing appended and a *hash.RowError", got, err)
	}
}

func TestAppendRowWithUnreadableCountry(t *testing.T) {
	s := newSchema(t, hash.Normalizer{Country: "us"}, hash.KeyEmail, hash.KeyPhone, hash.KeyCountry)
	_, err := s.AppendRow(nil, 1, []string{"a@b.example", "030 123456", "Atlantis"})
	var rowError *hash.RowError
	if !errors.As(err, &rowError) || len(rowError.Invalid) != 2 {
		t.Fatalf("error is %v, want PHONE and COUNTRY to be invalid", err)
	}
	const reason = "is not written with + and a calling code, and the COUNTRY of its row cannot be read"
	if got := rowError.Invalid[0]; got.Key != hash.KeyPhone || got.Reason != reason {
		t.Errorf("the phone is said to be invalid by %v", got)
	}
	_, err = s.AppendRow(nil, 1, []string{"a@b.example", "+49 30 123456", "Atlantis"})
	if !errors.As(err, &rowError) || len(rowError.Invalid) != 1 {
		t.Errorf("error is %v, want COUNTRY alone to be invalid", err)
	}
	s = newSchema(t, hash.Normalizer{Country: "us"}, hash.KeyPhone, hash.KeyCountry)
	got, err := s.AppendRow(nil, 1, []string{"030 123456", "Deutschland"})
	if want := `["` + hash.Sum("4930123456").String() + `","` + hash.Sum("de").String() + `"]`; err != nil || string(got) != want {
		t.Errorf("row = %s, %v, want %s", got, err, want)
	}
}

func TestAppendSchema(t *testing.T) {
	for _, test := range []struct {
		keys []hash.Key
		want string
	}{
		{[]hash.Key{hash.KeyEmail}, `["EMAIL"]`},
		{[]hash.Key{hash.KeyEmail, hash.KeyFN}, `["EMAIL","FN"]`},
		{[]hash.Key{hash.KeyEmailSHA256}, `"EMAIL_SHA256"`},
	} {
		s := newSchema(t, hash.Normalizer{}, test.keys...)
		if got := string(s.AppendSchema([]byte("x"))); got != "x"+test.want {
			t.Errorf("schema = %s, want x%s", got, test.want)
		}
		if diff := cmp.Diff(test.keys, s.Keys()); diff != "" {
			t.Errorf("Keys differ (-want +got):\n%s", diff)
		}
	}
}

func TestNewSchemaErrors(t *testing.T) {
	for _, test := range []struct {
		name       string
		normalizer hash.Normalizer
		keys       []hash.Key
		want       string
	}{
		{"no key", hash.Normalizer{}, nil, "at least one key"},
		{"unknown key", hash.Normalizer{}, []hash.Key{"name"}, "name is no key of a custom audience schema, and none of the user_data of an event"},
		{"key in lowercase", hash.Normalizer{}, []hash.Key{"email"}, "did you mean EMAIL?"},
		{"key without its underscore", hash.Normalizer{}, []hash.Key{hash.KeyFN, "Extern id"}, "did you mean EXTERN_ID?"},
		{"digests of no key", hash.Normalizer{Digests: []hash.Key{"fn"}}, []hash.Key{hash.KeyFN}, "fn is listed in Digests and is no key; did you mean FN?"},
		{"single key in a list", hash.Normalizer{}, []hash.Key{hash.KeyFN, hash.KeyEmailSHA256}, "on its own"},
		{"digests of a clear key", hash.Normalizer{Digests: []hash.Key{hash.KeyMADID}}, []hash.Key{hash.KeyMADID}, "not hashed"},
		{"digests of a missing key", hash.Normalizer{Digests: []hash.Key{hash.KeyFN}}, []hash.Key{hash.KeyEmail}, "not in the schema"},
		{"no country", hash.Normalizer{Country: "Atlantis"}, []hash.Key{hash.KeyEmail}, "Atlantis"},
	} {
		_, err := hash.NewSchema(test.normalizer, test.keys...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want one with %q", test.name, err, test.want)
		}
	}
}

// Whatever the cells hold, what AppendRow writes is a JSON list with one
// element for each key.
func FuzzAppendRow(f *testing.F) {
	f.Add("Mary", "44.5")
	f.Add("\x00\x1f\"\\", "1e5")
	f.Add("\xff\xfe", "-")
	keys := hash.Keys()
	keys = keys[:len(keys)-3] // without the schemas on their own
	f.Fuzz(func(t *testing.T, odd, even string) {
		for _, n := range []hash.Normalizer{{}, {Country: "it", SendInvalid: true, DetectDigests: true}} {
			s := newSchema(t, n, keys...)
			cells := make([]string, len(keys))
			for i := range cells {
				cells[i] = [...]string{even, odd}[i%2]
			}
			got, _ := s.AppendRow(nil, 1, cells)
			if len(got) == 0 {
				continue
			}
			var row []any
			if err := json.Unmarshal(got, &row); err != nil {
				t.Fatalf("%s: %v", got, err)
			}
			if len(row) != len(keys) {
				t.Errorf("row has %d elements, want %d", len(row), len(keys))
			}
		}
	})
}
