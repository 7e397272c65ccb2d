package audience_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// TestColumns tells of every column of a file what becomes of it.
func TestColumns(t *testing.T) {
	file, err := audience.NewCSV(strings.NewReader("E-Mial, Phone ,Birthday,Note\n"), audience.CSVOptions{
		Columns: map[string]hash.Key{"note": ""}, SkipUnknown: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []audience.Column{
		{Number: 1, Name: "E-Mial"},
		{Number: 2, Name: "Phone", Keys: []hash.Key{"PHONE"}},
		{Number: 3, Name: "Birthday", Keys: []hash.Key{"DOBY", "DOBM", "DOBD"}},
		{Number: 4, Name: "Note"},
	}
	if diff := cmp.Diff(want, file.Columns()); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	file.Columns()[1].Keys[0] = "EMAIL"
	if diff := cmp.Diff(want, file.Columns()); diff != "" {
		t.Errorf("columns after a change of what was returned (-want +got):\n%s", diff)
	}
}

func TestHeaderErrors(t *testing.T) {
	fn := []hash.Key{"FN"}
	tests := []struct {
		name, header string
		opts         audience.CSVOptions
		want         audience.HeaderError
		text         string
	}{
		{"unknown columns", "EMAIL,Kunde,Note,\n", audience.CSVOptions{},
			audience.HeaderError{Unknown: []audience.Column{{Number: 2, Name: "Kunde"}, {Number: 3, Name: "Note"}, {Number: 4}}},
			`it is not known what is in column 2 "Kunde", column 3 "Note", column 4; CSVOptions.Columns says`},
		{"repeated columns", "First Name,EMAIL,fn,forename\n", audience.CSVOptions{},
			audience.HeaderError{Repeated: []audience.Column{{Number: 3, Name: "fn", Keys: fn}, {Number: 4, Name: "forename", Keys: fn}}},
			`column 3 "fn" repeats the key FN of a column before it; column 4 "forename" repeats`},
		{"a whole date and a part", "DOBY,Birthday\n", audience.CSVOptions{},
			audience.HeaderError{Repeated: []audience.Column{{Number: 2, Name: "Birthday", Keys: []hash.Key{"DOBY", "DOBM", "DOBD"}}}}, "repeats"},
		{"missing and unknown", "EMAIL,E-Mial 2\n", audience.CSVOptions{Columns: map[string]hash.Key{"Phone": "PHONE", "Name": "FN"}},
			audience.HeaderError{Unknown: []audience.Column{{Number: 2, Name: "E-Mial 2"}}, Missing: []string{"Name", "Phone"}},
			`there is no column named ["Name" "Phone"]`},
		{"another separator", "EMAIL;FN\n", audience.CSVOptions{}, audience.HeaderError{Separator: ';'}, "set CSVOptions.Comma"},
		{"only other columns", "a,b\n", audience.CSVOptions{SkipUnknown: true}, audience.HeaderError{NoKeys: true}, "is the first line a header?"},
		// What may be a person is not named.
		{"no header", "jane@example.com,Jane,CT\n", audience.CSVOptions{},
			audience.HeaderError{Unknown: []audience.Column{{Number: 1}, {Number: 2}}}, "it is not known what is in column 1, column 2;"},
		{"a person in a header", "EMAIL,jane@example.com,+1 650 555 1212\n", audience.CSVOptions{},
			audience.HeaderError{Unknown: []audience.Column{{Number: 2}, {Number: 3}}}, "it is not known what is in column 2, column 3;"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := audience.NewCSV(strings.NewReader(test.header), test.opts)
			var wrong *audience.HeaderError
			if !errors.As(err, &wrong) {
				t.Fatalf("the error is %v, want a *HeaderError", err)
			}
			if diff := cmp.Diff(test.want, *wrong); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if !strings.Contains(err.Error(), test.text) {
				t.Errorf("the error is %v, want %s", err, test.text)
			}
		})
	}
}

// TestCommonNames holds the names in the documentation of NewCSV.
func TestCommonNames(t *testing.T) {
	for key, names := range map[hash.Key]string{
		"EMAIL": "Email, e-mail, email address, mail", "PHONE": "phone number, telephone, tel, mobile, mobile number, cell phone",
		"FN": "first name, given name, forename", "LN": "last name, surname, family name", "FI": "first initial", "GEN": "gender, sex",
		"DOBY": "birth year, year of birth, date of birth, birth date, birthday, DOB", "DOBM": "birth month, month of birth", "DOBD": "day of birth, Day-of-Birth",
		"CT": "city, town", "ST": "state, province", "ZIP": "ZIP code, postal code, postcode", "COUNTRY": "country, country code", "EXTERN_ID": "extern id, external id",
		"MADID": "mobile advertiser id, mobile ad id, IDFA, GAID, AAID", "LOOKALIKE_VALUE": "Lookalike Value",
	} {
		for name := range strings.SplitSeq(names, ", ") {
			file, err := audience.NewCSV(strings.NewReader(name+"\n"), audience.CSVOptions{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got := file.Keys()[0]; got != key {
				t.Errorf("%s is read as %s, want %s", name, got, key)
			}
		}
	}
}
