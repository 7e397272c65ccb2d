package graph

import (
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// TestAMillionNodesInFlatMemory walks over a million nodes and looks at the
// live heap on the way.
func TestAMillionNodesInFlatMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("walks over a million nodes")
	}
	const pages, size = 1000, 1000
	items := `{"id":"23850000000000001","name":"x"}` + strings.Repeat(`,{"id":"23850000000000001","name":"x"}`, size-1)
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		at, _ := strconv.Atoi(r.URL.Query().Get("after"))
		link := ""
		if at+1 < pages {
			link = fmt.Sprintf(`"next":"https://graph.facebook.com/v25.0/act_1/campaigns?after=%d"`, at+1)
		}
		fmt.Fprintf(w, `{"data":[%s],"paging":{%s}}`, items, link)
	})
	live := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	start, count := live(), 0
	for item, err := range All(t.Context(), client, testList(size)) {
		if err != nil {
			t.Fatal(err)
		}
		if item.ID != "23850000000000001" {
			t.Fatalf("item %d has the id %s", count, item.ID)
		}
		count++
		if count%100_000 == 0 {
			if now := live(); now > start+16<<20 {
				t.Fatalf("after %d items the live heap grew by %d bytes", count, now-start)
			}
		}
	}
	if count != pages*size {
		t.Errorf("got %d items, want %d", count, pages*size)
	}
}
