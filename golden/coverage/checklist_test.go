package coverage

import (
	"encoding/json"
	"os"
	"testing"
)

// checklist is checklist.json. README.md says what its rows mean.
type checklist struct {
	Operations []operationRow `json:"operations"`
	Absent     []absentRow    `json:"absent_operations"`
	Fields     []fieldRow     `json:"fields"`
	Enums      []enumRow      `json:"enums"`
	Errors     []errorRow     `json:"errors"`
	Versions   []versionRow   `json:"versions"`
	Changes    []changeRow    `json:"changes"`
}

type operationRow struct {
	Item           any        `json:"item"`
	Node           string     `json:"node"`
	Edge           string     `json:"edge"`
	Op             string     `json:"op"`
	Method         string     `json:"method"`
	Path           string     `json:"path"`
	GoMethod       string     `json:"go_method"`
	GoCall         string     `json:"go_call"`
	Params         []paramRow `json:"params"`
	Errors         []int      `json:"errors"`
	ReadAfterWrite bool       `json:"read_after_write"`
	DocHas         string     `json:"doc_has"`
}

type paramRow struct {
	Wire     string `json:"wire"`
	GoType   string `json:"go_type"`
	Required bool   `json:"required"`
	CSV      bool   `json:"csv"`
}

type absentRow struct {
	Item any      `json:"item"`
	Node string   `json:"node"`
	Edge string   `json:"edge"`
	Ops  []string `json:"ops"`
}

type fieldRow struct {
	Item       any    `json:"item"`
	Type       string `json:"type"`
	Wire       string `json:"wire"`
	GoType     string `json:"go_type"`
	DocHas     string `json:"doc_has"`
	Permission string `json:"permission"`
	EmptySince string `json:"empty_since"`
	Deprecated bool   `json:"deprecated"`
	Core       bool   `json:"core"`
	Min        string `json:"min"`
	Max        string `json:"max"`
}

// enumRow has all values of a type, or some that it includes.
type enumRow struct {
	Item     any      `json:"item"`
	Type     string   `json:"type"`
	Values   []string `json:"values"`
	Includes []string `json:"includes"`
}

type errorRow struct {
	Item   any    `json:"item"`
	Code   int    `json:"code"`
	GoName string `json:"go_name"`
	Class  string `json:"class"`
}

type versionRow struct {
	Item             any    `json:"item"`
	Version          string `json:"version"`
	Released         string `json:"released"`
	Expires          string `json:"expires"`
	MarketingExpires string `json:"marketing_expires"`
}

// changeRow is about the wire names of a struct or the values of an enum.
type changeRow struct {
	Version string   `json:"version"`
	Type    string   `json:"type"`
	Count   int      `json:"count"`
	Has     []string `json:"has"`
	Lacks   []string `json:"lacks"`
}

func loadChecklist(t *testing.T) *checklist {
	t.Helper()
	file, err := os.Open("checklist.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	list := &checklist{}
	if err := decoder.Decode(list); err != nil {
		t.Fatal(err)
	}
	return list
}
