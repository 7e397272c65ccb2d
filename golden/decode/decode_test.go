// Package decode checks what the calls of the generated package make of the
// API's answers: those of the reference pages' examples, as strict JSON, and
// those in which the API does not keep to its own types.
package decode

import (
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// decodeCase is an answer to a call.
type decodeCase struct {
	name string
	test func(*testing.T)
}

// decodes returns the case of an answer that a call decodes into want, with
// nothing left over that has no Go field.
func decodes[T any](name string, call graph.Call[T], answer string, want T) decodeCase {
	return decodeCase{name, func(t *testing.T) {
		got, err := graph.Do(t.Context(), serve(t, answer), graph.KeepRaw(call))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Value, everyField); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if _, isObject := any(want).(graph.Object); !isObject && len(got.Unknown()) > 0 {
			t.Errorf("no Go field for %v", got.Unknown())
		}
	}}
}

func runCases(t *testing.T, cases []decodeCase) {
	for _, c := range cases {
		t.Run(c.name, c.test)
	}
}

// everyField compares unexported fields too, such as those of graph.Opt.
var everyField = cmp.Exporter(func(reflect.Type) bool { return true })

// serve returns a client of a server that gives one answer. It is labelled as
// the API labels old answers: the label says nothing about what comes.
func serve(t *testing.T, answer string) *graph.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=UTF-8")
		io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	client, err := graph.New(graph.Config{Token: graph.Secret("EAAtoken"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// page is an answer with items and without further pages.
func page[T any](items ...T) *graph.Page[T] { return &graph.Page[T]{Data: items} }

func at(text string) graph.Time {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return graph.TimeOf(parsed)
}
