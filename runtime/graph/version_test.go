package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/specs"
)

// All calls go to the version of the config, those that this package builds
// itself too, and a version of the call's own wins.
func TestVersions(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config string
		opts   []graph.Option
		want   string
	}{
		{"none", "", nil, graph.DefaultVersion},
		{"of the config", "v24.0", nil, "v24.0"},
		{"of the call", "", []graph.Option{graph.WithVersion("v24.0")}, "v24.0"},
		{"of both", "v23.0", []graph.Option{graph.WithVersion("v24.0")}, "v24.0"},
	} {
		for name, run := range verbs {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				if tt.opts != nil && slices.Contains([]string{"Batch.Do", "Add for Submit"}, name) {
					t.Skip("takes no version")
				}
				synctest.Test(t, func(t *testing.T) {
					srv := newFaultServer(t, inMemory)
					config := srv.ClientConfig()
					config.Version, config.Retry = tt.config, oneTry
					client, err := graph.New(config)
					if err != nil {
						t.Fatal(err)
					}
					ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
					defer cancel()
					_ = run(ctx, client, tt.opts...) // Most nodes do not exist.
					entries := srv.Ledger().Entries(graphtest.On("*"))
					if len(entries) == 0 {
						t.Error("nothing was sent")
					}
					for _, e := range entries {
						if e.Version != tt.want && e.Operation != "Batch create" { // Batches have none.
							t.Errorf("%v went to %s, want %s", e, e.Version, tt.want)
						}
					}
				})
			})
		}
	}
	if _, err := graph.New(graph.Config{Version: "25"}); err == nil || !strings.Contains(err.Error(), "Config.Version") {
		t.Errorf("got error %v", err)
	}
}

// What is meant where no version is named is the same for calls as for
// generated packages.
func TestDefaultVersion(t *testing.T) {
	if graph.DefaultVersion != specs.DefaultVersion {
		t.Errorf("the runtime means %s, the generator %s", graph.DefaultVersion, specs.DefaultVersion)
	}
}
