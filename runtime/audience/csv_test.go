package audience_test

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// readAll returns the rows of a file, a row error as its reason alone, and the
// error that ended the rows.
func readAll(rows audience.Rows) (all [][]string, _ error) {
	for cells, err := range rows {
		var spoiled *audience.RowError
		switch {
		case errors.As(err, &spoiled):
			all = append(all, []string{spoiled.Reason})
		case err != nil:
			return all, err
		default:
			all = append(all, slices.Clone(cells))
		}
	}
	return all, nil
}

func TestCSV(t *testing.T) {
	tests := []struct {
		name string
		text string
		opts audience.CSVOptions
		keys []hash.Key
		rows [][]string
	}{
		{"plain", "EMAIL,PHONE\na@b.c,1\nd@e.f,2\n", audience.CSVOptions{}, []hash.Key{"EMAIL", "PHONE"}, [][]string{{"a@b.c", "1"}, {"d@e.f", "2"}}},
		{"no line end", "EMAIL\na@b.c", audience.CSVOptions{}, []hash.Key{"EMAIL"}, [][]string{{"a@b.c"}}},
		{"carriage returns", "EMAIL\r\na@b.c\r\n", audience.CSVOptions{}, []hash.Key{"EMAIL"}, [][]string{{"a@b.c"}}},
		{"byte order mark", "\ufeffEMAIL\na@b.c\n", audience.CSVOptions{}, []hash.Key{"EMAIL"}, [][]string{{"a@b.c"}}},
		{"byte order mark and quotes", "\ufeff\"EMAIL\"\n\"a@b.c\"\n", audience.CSVOptions{}, []hash.Key{"EMAIL"}, [][]string{{"a@b.c"}}},
		{"spellings", " email ,Extern-Id,lookalike value\n,,\n", audience.CSVOptions{}, []hash.Key{"EMAIL", "EXTERN_ID", "LOOKALIKE_VALUE"}, [][]string{{"", "", ""}}},
		{"quotes", "FN,LN\n\"Roe, Jane\",\"a \"\"b\"\"\nc\"\n", audience.CSVOptions{}, []hash.Key{"FN", "LN"}, [][]string{{"Roe, Jane", "a \"b\"\nc"}}},
		{"semicolons", "FN;LN\nJane;Roe\n", audience.CSVOptions{Comma: ';'}, []hash.Key{"FN", "LN"}, [][]string{{"Jane", "Roe"}}},
		{"other columns", "id,LN,note,FN\n1,Roe,x,Jane\n", audience.CSVOptions{SkipUnknown: true}, []hash.Key{"LN", "FN"}, [][]string{{"Roe", "Jane"}}},
		{"ragged", "FN,LN\nJane\nJane,Roe\nJane,Roe,x\n\nJ,R\n", audience.CSVOptions{}, []hash.Key{"FN", "LN"}, [][]string{{audience.ReasonWidth}, {"Jane", "Roe"}, {audience.ReasonWidth}, {"J", "R"}}},
		{"common names", "E-Mail,First Name,SURNAME,Phone number,Postal_Code,Mobile Advertiser ID\na,b,c,d,e,f\n", audience.CSVOptions{},
			[]hash.Key{"EMAIL", "FN", "LN", "PHONE", "ZIP", "MADID"}, [][]string{{"a", "b", "c", "d", "e", "f"}}},
		{"a key that is a common name too", "MOBILE_ADVERTISER_ID\na\n", audience.CSVOptions{}, []hash.Key{"MOBILE_ADVERTISER_ID"}, [][]string{{"a"}}},
		{"whole dates", "email,Date of Birth\na,31.12.1980\n", audience.CSVOptions{},
			[]hash.Key{"EMAIL", "DOBY", "DOBM", "DOBD"}, [][]string{{"a", "31.12.1980", "31.12.1980", "31.12.1980"}}},
		{"named columns", "Kunde,Geburt,E-Mail,mail\na,b,c,d\n", audience.CSVOptions{Columns: map[string]hash.Key{"kunde": "EXTERN_ID", "Geburt": audience.BirthDate, "Mail": ""}},
			[]hash.Key{"EXTERN_ID", "DOBY", "DOBM", "DOBD", "EMAIL"}, [][]string{{"a", "b", "b", "b", "c"}}},
		{"header only", "FN,LN\n", audience.CSVOptions{}, []hash.Key{"FN", "LN"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, err := audience.NewCSV(strings.NewReader(test.text), test.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.keys, file.Keys()); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			rows, err := readAll(file.Rows())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.rows, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if _, err := readAll(file.Rows()); err == nil {
				t.Error("the rows can be read twice")
			}
		})
	}
}

func TestCSVErrors(t *testing.T) {
	tests := []struct {
		name, text, want string
		opts             audience.CSVOptions
	}{
		{"empty", "", "the CSV file is empty", audience.CSVOptions{}},
		{"mark only", "\ufeff", "the CSV file is empty", audience.CSVOptions{}},
		{"broken header", "\"EMAIL\n", "reading the header of the CSV file: parse error on line 1", audience.CSVOptions{}},
		{"bad comma", "EMAIL\n", "invalid field or comment delimiter", audience.CSVOptions{Comma: '\n'}},
		{"long line", "EMAIL\na@b.c\n" + strings.Repeat("a", 2*audience.MaxCSVRow), "reading row 2: a line has more than 1048576 bytes", audience.CSVOptions{}},
		{"UTF-16", "\xff\xfeE\x00", "is in UTF-16", audience.CSVOptions{}},
		{"no key", "EMAIL,x\n", `CSVOptions.Columns: "x" stands for "NAME", which is no key`, audience.CSVOptions{Columns: map[string]hash.Key{"x": "NAME"}}},
		{"the same name", "E-Mail\n", `has the name "email" twice`, audience.CSVOptions{Columns: map[string]hash.Key{"E-Mail": "EMAIL", "email": ""}}},
		{"no name", "E-Mail\n", "a name without letters and digits", audience.CSVOptions{Columns: map[string]hash.Key{"--": "EMAIL"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, err := audience.NewCSV(strings.NewReader(test.text), test.opts)
			if err == nil {
				_, err = newFakeAPI(t).uploader(audience.Config{Schema: file.Keys()}).Check(file.Rows())
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %s", err, test.want)
			}
		})
	}
}

// TestStrayQuotes loses the rows with the quotes only, and counts them.
func TestStrayQuotes(t *testing.T) {
	const spoiled = audience.ReasonQuotes
	long := strings.Repeat(strings.Repeat("x", 999)+",y\n", 1500) // More than a row may have.
	tests := []struct {
		name, text string
		want       []string // the first cells
	}{
		{"inside a bare cell", "FN,LN\na,b\nc \"d\" e,f\ng,h\n", []string{"a", spoiled, "g"}},
		{"behind a cell", "FN,LN\n\"a\"b,c\nd,e\n", []string{spoiled, "d"}},
		{"never closed", "FN,LN\na,b\n\"c,d\ne,f\ng,h\n", []string{"a", spoiled, "e", "g"}},
		{"never closed, without a line end", "FN,LN\na,b\n\"c,d", []string{"a", spoiled}},
		{"closed by the next quote", "FN,LN\n\"a,b\nc,d\n\"e\",f\ng,h\n", []string{spoiled, "c", "e", "g"}},
		{"several", "FN,LN\n\"a,b\n\"c,\"d\"x\n\r\n\ne\"e,f\ng,h\n", []string{spoiled, spoiled, spoiled, "g"}},
		{"behind empty lines", "FN,LN\n\n\r\n\"a\"b,c\n\nd,e\n", []string{spoiled, "d"}},
		{"cells of several lines", "FN,LN\n\"a\nb\",c\n\"d,e\n\"f\ng\",h\n", []string{"a\nb", spoiled, "f\ng"}},
		{"far from the end", "FN,LN\n\"a,b\n" + long + "c,d\n", append(append([]string{spoiled}, slices.Repeat([]string{strings.Repeat("x", 999)}, 1500)...), "c")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, err := audience.NewCSV(strings.NewReader(test.text), audience.CSVOptions{})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := readAll(file.Rows())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range rows {
				got = append(got, row[0])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzCSV checks that every row that a file yields has a cell for each key, that
// what is yielded makes valid batches, and that a file whose quotes are right has
// the rows that encoding/csv finds.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"EMAIL,PHONE\na@b.c,1\n",
		"\ufeffemail;fn\n\"a\";b\n",
		"EMAIL,x,LOOKALIKE_VALUE\n\"a\"\"@b\",,1e3\n1,2\n",
		"EMAIL\n\"",
		"EMAIL,FN\n\n\"a\nb\",c\n\"d,e\r\nf\"g\",h\n\"i\nj\",k",
	} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, skip bool) {
		file, err := audience.NewCSV(strings.NewReader(string(text)), audience.CSVOptions{SkipUnknown: skip})
		if err != nil {
			return
		}
		keys := file.Keys()
		seen := 0
		rows := func(yield func([]string, error) bool) {
			for cells, err := range file.Rows() {
				seen++
				if err == nil && len(cells) != len(keys) {
					t.Fatalf("a row has %d cells for %d keys", len(cells), len(keys))
				}
				if !yield(cells, err) {
					return
				}
			}
		}
		u, err := audience.New(newFakeAPI(t).client(), audience.Config{Schema: keys, MaxRows: 3})
		if err != nil {
			return // keys that cannot stand together
		}
		result, err := u.Check(rows)
		if err == nil && result.Sent+result.Counts.Dropped != result.Counts.Read {
			t.Fatalf("rows are missing from the account: %+v", result)
		}
		strict := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
		strict.FieldsPerRecord = -1
		if records, err := strict.ReadAll(); err == nil && len(records) != seen+1 {
			t.Fatalf("there are %d rows, encoding/csv finds %d", seen, len(records)-1)
		}
	})
}
