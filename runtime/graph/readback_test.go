package graph_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// A write that is to answer with fields and names none would be done, and
// answer with what looks like an empty node.
func TestReadBackWithoutFieldsIsNotSent(t *testing.T) {
	params := meta.CampaignUpdateParams{Name: graph.String("spring")}
	campaign := meta.CampaignByID("7")
	unnamed := campaign.UpdateAndRead(params)
	unpromised := campaign.Delete()
	unpromised.Request.ReadBack = []string{"id"}
	do := func(ctx context.Context, c *graph.Client) error {
		_, err := graph.Do(ctx, c, unnamed)
		return err
	}
	const problem = "param fields names no field to read back"
	tests := []struct {
		name string
		run  func(context.Context, *graph.Client) error
		want string
	}{
		{"Do", do, problem},
		{"an empty name", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, campaign.UpdateAndRead(params, ""))
			return err
		}, problem},
		{"fields taken out", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, campaign.UpdateAndRead(params, meta.CampaignFieldID), graph.WithParam("fields", nil))
			return err
		}, problem},
		{"Select of a map", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, graph.Select[map[string]any](unnamed))
			return err
		}, problem},
		{"KeepRaw", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, graph.KeepRaw(unnamed))
			return err
		}, problem},
		{"a batch", func(ctx context.Context, c *graph.Client) error {
			var b graph.Batch
			graph.Add(&b, unnamed)
			return b.Do(ctx, c)
		}, problem},
		{"a write that cannot answer with fields", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, unpromised)
			return err
		}, "not for this one"},
	}
	srv := newFaultServer(t)
	client := clientOf(t, srv, graph.RetryPolicy{})
	for _, test := range tests {
		err := test.run(t.Context(), client)
		var refused *graph.ParamError
		if !errors.As(err, &refused) || refused.Param != "fields" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// A struct of the caller's own names the fields.
func TestReadBackOfSelectedFields(t *testing.T) {
	type mine struct {
		Name string `json:"name"`
	}
	srv := newFaultServer(t)
	call := graph.Select[mine](meta.CampaignByID("7").UpdateAndRead(meta.CampaignUpdateParams{Name: graph.String("spring")}))
	got, err := graph.Do(t.Context(), clientOf(t, srv, graph.RetryPolicy{}), call)
	if err != nil || got.Name != "spring" {
		t.Errorf("got %+v, %v", got, err)
	}
	srv.Ledger().WantActed(t, graphtest.On("Campaign.update"), 1)
}
