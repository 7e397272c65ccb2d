package audience

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// BirthDate stands in [CSVOptions].Columns for a column of whole dates of
// birth. Its cells are read three times, as DOBY, DOBM and DOBD. It is no key
// of a schema.
const BirthDate hash.Key = "DOB"

// Column is a column of a CSV file.
type Column struct {
	// Number is its place in the file, from 1.
	Number int
	// Name is its cell of the header. It is empty where the cell does not look
	// like the name of a column, because a file without a header begins with a
	// person.
	Name string
	// Keys are the keys that its cells are read as: none where the column is
	// left out, three where it holds whole dates of birth.
	Keys []hash.Key
}

// String returns the column's number, and its name where it has one.
func (c Column) String() string {
	if c.Name == "" {
		return fmt.Sprintf("column %d", c.Number)
	}
	return fmt.Sprintf("column %d %q", c.Number, c.Name)
}

// columnNames are the names besides the keys themselves that columns are known
// by, as foldName writes them.
var columnNames = map[hash.Key][]string{
	hash.KeyEmail:    {"emailaddress", "mail", "mailaddress"},
	hash.KeyPhone:    {"phonenumber", "phoneno", "telephone", "telephonenumber", "tel", "mobile", "mobilephone", "mobilenumber", "mobilephonenumber", "cell", "cellphone"},
	hash.KeyGen:      {"gender", "sex"},
	hash.KeyDOBY:     {"birthyear", "yearofbirth"},
	hash.KeyDOBM:     {"birthmonth", "monthofbirth"},
	hash.KeyDOBD:     {"dayofbirth"},
	BirthDate:        {"dob", "dateofbirth", "birthdate", "birthday"},
	hash.KeyLN:       {"lastname", "surname", "familyname"},
	hash.KeyFN:       {"firstname", "givenname", "forename"},
	hash.KeyFI:       {"firstinitial"},
	hash.KeyCT:       {"city", "town"},
	hash.KeyST:       {"state", "province", "stateprovince", "stateorprovince"},
	hash.KeyZip:      {"zipcode", "postalcode", "postcode"},
	hash.KeyCountry:  {"countrycode", "countryname"},
	hash.KeyMADID:    {"mobileadvertiserid", "mobileadvertisingid", "mobileadid", "maid", "idfa", "gaid", "aaid"},
	hash.KeyExternID: {"externalid"},
}

// keysByName finds the key of a column by its folded name.
var keysByName = func() map[string]hash.Key {
	byName := map[string]hash.Key{}
	for _, key := range hash.Keys() {
		byName[foldName(string(key))] = key
	}
	for key, names := range columnNames {
		for _, name := range names {
			byName[name] = key
		}
	}
	return byName
}()

// foldName returns the letters and digits of a name in lowercase.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// keyOf returns the key of a column by its name alone, "" for none.
func keyOf(name string) hash.Key {
	if key := hash.Key(strings.TrimSpace(name)); slices.Contains(hash.Keys(), key) {
		return key // MOBILE_ADVERTISER_ID as the API writes it is no other MADID.
	}
	return keysByName[foldName(name)]
}

// schemaKeys returns the keys of the schema that a column of key has.
func schemaKeys(key hash.Key) []hash.Key {
	switch key {
	case "":
		return nil
	case BirthDate:
		return []hash.Key{hash.KeyDOBY, hash.KeyDOBM, hash.KeyDOBD}
	}
	return []hash.Key{key}
}

// maxColumnName is how many characters of a header's cell are taken for a name.
const maxColumnName = 40

// looksLikeName reports whether a cell of a header may be repeated. What names
// a person has an @ or many digits, or is in a file without a header.
func looksLikeName(cell string) bool {
	digits := 0
	for _, r := range cell {
		switch {
		case r == '@' || !unicode.IsPrint(r):
			return false
		case unicode.IsDigit(r):
			digits++
		}
	}
	return digits <= 2 && utf8.ValidString(cell) && utf8.RuneCountInString(cell) <= maxColumnName
}

// provesHeader reports whether the name of a column shows that a line is a
// header. CT, FI and ST may be a state or a country in the line of a person.
func provesHeader(name string) bool {
	switch foldName(name) {
	case "ct", "fi", "st":
		return false
	}
	return keyOf(name) != ""
}
