package delivery

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

func TestCheckClient(t *testing.T) {
	client, err := graph.New(graph.Config{HTTPClient: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		t.Error("a request was sent")
		return nil, errors.New("sent")
	})}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		client  *graph.Client
		version string
		want    string
	}{
		{client, "", ""},
		{client, "v24.0", ""},
		{client, "25", `the version "25" in Config is not of the form "v25.0"`},
		{nil, "", "the client is nil or was not made by graph.New"},
		{&graph.Client{}, "", "the client is nil or was not made by graph.New"},
	} {
		err := CheckClient(test.client, test.version)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.version, err, test.want)
		}
	}
}
