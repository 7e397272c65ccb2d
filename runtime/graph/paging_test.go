package graph

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestRepeatedCursorIsAnErrorAndNotALoop(t *testing.T) {
	for _, test := range []struct {
		name   string
		length int // of the cycle
		lead   int // pages before it
	}{
		{"same page", 1, 0}, {"three pages", 3, 2}, {"more than is remembered one by one", maxRecentCursors + 100, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.length > 100 {
				t.Skip("walks over thousands of pages")
			}
			requests := 0
			client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
				requests++
				at, _ := strconv.Atoi(r.URL.Query().Get("after"))
				next := at + 1
				if next == test.lead+test.length+1 {
					next = test.lead + 1
				}
				fmt.Fprint(w, page("&after="+strconv.Itoa(next), strconv.Itoa(at)))
			})
			got, err := collectIDs(t.Context(), client)
			var problem *PageError
			if !errors.As(err, &problem) || !strings.Contains(err.Error(), "leads back") {
				t.Fatalf("got error %v", err)
			}
			if limit := 4 * (test.lead + test.length + 2); requests > limit {
				t.Errorf("it took %d requests, want at most %d", requests, limit)
			}
			if len(got) < test.lead+test.length {
				t.Errorf("got %d items, want all %d", len(got), test.lead+test.length)
			}
		})
	}
}

func TestPagingIsReadAsItIsWritten(t *testing.T) {
	for _, want := range []Paging{{}, {Next: "after=x%2By"}, {Next: "offset=1", Previous: "before=a"}, {Next: lostCursor}} {
		data, err := want.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var got Paging
		if err := got.UnmarshalJSON(data); err != nil || got != want {
			t.Errorf("%s: got %v, %v", data, got, err)
		}
	}
}

func FuzzPaging(f *testing.F) {
	for _, seed := range []string{
		`{"cursors":{"before":"b","after":"a"},"next":"https://x/?after=a&access_token=t0ken"}`, `{"next":"::"}`, `{"next":"?offset=%zz"}`, `[]`,
		`{"cursors":[],"next":"https://x/?access_token=t0ken","previous":"?__previous=1&since=2"}`, `{"next":5}`, `{"next":"?after=&until=3"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Paging
		if p.UnmarshalJSON(data) != nil {
			return
		}
		for _, cursor := range []Cursor{p.Next, p.Previous} {
			values, err := cursor.values()
			if err != nil && cursor != lostCursor {
				t.Fatalf("%q is refused: %v", cursor, err)
			}
			for key := range values {
				if !slices.Contains(pagingKeys, key) {
					t.Fatalf("%q holds %q", cursor, key)
				}
			}
		}
		written, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again Paging
		if err := again.UnmarshalJSON(written); err != nil || again != p {
			t.Fatalf("%s: got %v, %v", written, again, err)
		}
	})
}
