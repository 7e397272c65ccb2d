package audience

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// HeaderError says what keeps the columns of a CSV file from being read, all
// at once.
type HeaderError struct {
	// Unknown are the columns that nothing is known about: their names are no
	// keys and not in CSVOptions.Columns.
	Unknown []Column
	// Repeated are the columns whose keys a column before them has.
	Repeated []Column
	// Missing are the names in CSVOptions.Columns that the header does not have.
	Missing []string
	// Separator is what the header has where CSVOptions.Comma seems to be
	// wrong: a semicolon, a tab or a bar. It is 0 otherwise.
	Separator rune
	// NoKeys says that no column has a key.
	NoKeys bool
}

// Problems returns what is wrong, in one text for each of the fields.
func (e *HeaderError) Problems() []string {
	var list []string
	if e.Separator != 0 {
		list = append(list, fmt.Sprintf("it is a single column with %q in it", e.Separator))
	}
	if len(e.Unknown) > 0 {
		list = append(list, "it is not known what is in "+columnList(e.Unknown))
	}
	for _, column := range e.Repeated {
		list = append(list, fmt.Sprintf("%v repeats the key %s of a column before it", column, joinKeys(column.Keys)))
	}
	if len(e.Missing) > 0 {
		list = append(list, fmt.Sprintf("there is no column named %q", e.Missing))
	}
	if e.NoKeys {
		list = append(list, "none of its columns is known to have a key, such as EMAIL or PHONE; is the first line a header?")
	}
	return list
}

// Error returns the problems and how to solve them, in one line.
func (e *HeaderError) Error() string {
	text := "audience: the CSV file's header: " + strings.Join(e.Problems(), "; ")
	switch {
	case e.Separator != 0:
		text += "; set CSVOptions.Comma to what separates the columns"
	case len(e.Unknown) > 0 || len(e.Repeated) > 0:
		text += `; CSVOptions.Columns says what a column is, or with "" that it is left out`
	}
	if len(e.Unknown) > 0 {
		text += "; CSVOptions.SkipUnknown leaves out the unknown ones; the keys are " + joinKeys(append(hash.Keys(), BirthDate))
	}
	return text
}

func columnList(columns []Column) string {
	texts := make([]string, len(columns))
	for i, column := range columns {
		texts[i] = column.String()
	}
	return strings.Join(texts, ", ")
}

func joinKeys(keys []hash.Key) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = string(key)
	}
	return strings.Join(names, ", ")
}

// readHeader says what becomes of each column. The error is a *HeaderError
// where the header is wrong, and not the options.
func readHeader(header []string, o CSVOptions) ([]Column, error) {
	if len(header) == 1 {
		if i := strings.IndexAny(header[0], ";\t|"); i >= 0 {
			return nil, &HeaderError{Separator: rune(header[0][i])}
		}
	}
	mapped, err := o.mapped()
	if err != nil {
		return nil, err
	}
	columns := make([]Column, len(header))
	isHeader := false
	for _, cell := range header {
		_, named := mapped[foldName(cell)]
		isHeader = isHeader || named || provesHeader(cell)
	}
	var wrong HeaderError
	used := map[hash.Key]bool{}
	seen := map[string]bool{}
	for i, cell := range header {
		column := Column{Number: i + 1}
		if cell = strings.TrimSpace(cell); isHeader && looksLikeName(cell) {
			column.Name = cell
		}
		folded := foldName(cell)
		key, named := mapped[folded]
		if !named {
			key = keyOf(cell)
		}
		seen[folded] = true
		column.Keys = schemaKeys(key)
		if len(column.Keys) == 0 && !named && !o.SkipUnknown {
			wrong.Unknown = append(wrong.Unknown, column)
		}
		if repeated := slices.ContainsFunc(column.Keys, func(key hash.Key) bool { return used[key] }); repeated {
			wrong.Repeated = append(wrong.Repeated, column)
		}
		for _, key := range column.Keys {
			used[key] = true
		}
		columns[i] = column
	}
	for _, name := range slices.Sorted(maps.Keys(o.Columns)) {
		if !seen[foldName(name)] {
			wrong.Missing = append(wrong.Missing, name)
		}
	}
	wrong.NoKeys = len(used) == 0
	if len(wrong.Problems()) > 0 {
		return nil, &wrong
	}
	return columns, nil
}

// mapped returns Columns by folded names.
func (o CSVOptions) mapped() (map[string]hash.Key, error) {
	mapped := make(map[string]hash.Key, len(o.Columns))
	for _, name := range slices.Sorted(maps.Keys(o.Columns)) {
		key, folded := o.Columns[name], foldName(name)
		if key != "" && key != BirthDate && !slices.Contains(hash.Keys(), key) {
			return nil, fmt.Errorf("audience: CSVOptions.Columns: %q stands for %q, which is no key", name, key)
		}
		if folded == "" {
			return nil, errors.New("audience: CSVOptions.Columns has a name without letters and digits")
		}
		if _, twice := mapped[folded]; twice {
			return nil, fmt.Errorf("audience: CSVOptions.Columns has the name %q twice, but for case, spaces and punctuation", name)
		}
		mapped[folded] = key
	}
	return mapped, nil
}
