package graph_test

import (
	"context"
	"errors"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// A false is no answer that a caller should have to look for. It is not
// repeated: the API has spoken.
func TestNotDone(t *testing.T) {
	const no = `{"success":false}`
	seven := meta.CampaignByID("7")
	params := meta.CampaignUpdateParams{Name: graph.String("spring")}
	list := account7.Campaigns(meta.AdAccountCampaignsParams{})
	tests := []struct {
		name   string
		run    func(context.Context, *graph.Client) error
		answer string
		want   error
	}{
		{"a delete", doing(seven.Delete(), graph.Idempotent()), no, graph.ErrNotDone},
		{"a bare false", doing(seven.Delete()), " false\n", graph.ErrNotDone},
		{"false as text", doing(seven.Delete()), `{"success":"false"}`, graph.ErrNotDone},
		{"with more", doing(seven.Update(params)), `{"success":false,"messages":["a text that says why, which may be rather long"]}`, graph.ErrNotDone},
		{"a write that reads", doing(seven.UpdateAndRead(params, meta.CampaignFieldID)), no, graph.ErrNotDone},
		{"a read", doing(readSeven), no, graph.ErrNotDone},
		{"a list", doing(list), no, graph.ErrNotDone},
		{"a list, item by item", func(ctx context.Context, c *graph.Client) error {
			for _, err := range graph.All(ctx, c, list) {
				return err
			}
			return nil
		}, no, graph.ErrNotDone},
		{"images", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.UploadImages(ctx, c, "act_7", []graph.File{graph.FileOf("a.jpg", []byte("A"))})
			return err
		}, no, graph.ErrNotDone},
		{"a batch", func(ctx context.Context, c *graph.Client) error {
			var b graph.Batch
			r := graph.Add(&b, seven.Delete(), graph.Idempotent())
			return errors.Join(b.Do(ctx, c), errOf(r))
		}, no, graph.ErrNotDone},
		{"a node with such a field", doing(readSeven), `{"id":"7","success":false}`, nil},
		{"no flag", doing(readSeven), `{"success":null}`, nil},
		{"done", doing(seven.Delete()), `true`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			on := graphtest.On("*")
			if test.name == "a batch" {
				on = graphtest.On("Campaign.delete") // And not the request.
			}
			srv.Fault(on, graphtest.Answer(200, test.answer))
			err := test.run(t.Context(), clientOf(t, srv, graph.RetryPolicy{BaseDelay: 1}))
			if !errors.Is(err, test.want) || errors.Is(err, graph.ErrTransient) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if sent := srv.Ledger().Requests(); sent != 1 {
				t.Errorf("sent %d times", sent)
			}
		})
	}
}

func doing[T any](call graph.Call[T], opts ...graph.Option) func(context.Context, *graph.Client) error {
	return func(ctx context.Context, c *graph.Client) error {
		_, err := graph.Do(ctx, c, call, opts...)
		return err
	}
}
