package graph_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// lastError runs a sequence to its end and returns its error.
func lastError[T any](seq iter.Seq2[T, error]) (last error) {
	for _, err := range seq {
		last = err
	}
	return last
}

// verbs run calls of all kinds in all ways.
var verbs = map[string]func(context.Context, *graph.Client, ...graph.Option) error{
	"Do of a read": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.Do(ctx, c, readCampaign("9"), opts...)
		return err
	},
	"Do of a list": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.Do(ctx, c, campaignsBy(1), opts...)
		return err
	},
	"Do of a delete": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.Do(ctx, c, meta.CampaignByID("9").Delete(), opts...)
		return err
	},
	"Pages": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		return lastError(graph.Pages(ctx, c, campaignsBy(1), opts...))
	},
	"ByIDs": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		return lastError(graph.ByIDs(ctx, c, readCampaign(""), []string{"9"}, opts...))
	},
	"ByIDs of lists": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		return lastError(graph.ByIDs(ctx, c, campaignsBy(1), []string{"act_7"}, opts...))
	},
	"Add": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		var b graph.Batch
		graph.Add(&b, makeCampaign("a"), opts...)
		return b.Do(ctx, c)
	},
	"Batch.Do": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		var b graph.Batch
		graph.Add(&b, makeCampaign("a"))
		return b.Do(ctx, c, opts...)
	},
	"Add for Submit": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		var b graph.Batch
		graph.Add(&b, makeCampaign("a"), opts...)
		_, err := graph.Submit(ctx, c, &b, "act_7", "night")
		return err
	},
	"Submit": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		var b graph.Batch
		graph.Add(&b, makeCampaign("a"))
		_, err := graph.Submit(ctx, c, &b, "act_7", "night", opts...)
		return err
	},
	"WaitAsyncSet": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.WaitAsyncSet(ctx, c, "9", graph.AsyncWait{}, opts...)
		return err
	},
	"WaitReport": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.WaitReport(ctx, c, "9", graph.ReportOptions{}, opts...)
		return err
	},
	"ReportRows": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		return lastError(graph.ReportRows(ctx, c, spends(0), atOnce, opts...))
	},
	"WaitVideo": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.WaitVideo(ctx, c, "9", graph.VideoWait{}, opts...)
		return err
	},
	"UploadVideo": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.UploadVideo(ctx, c, "7", graph.VideoUpload{Content: strings.NewReader("v"), Size: 1}, opts...)
		return err
	},
	"UploadFile": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.UploadFile(ctx, c, "7", graph.FileUpload{ContentType: "image/png", Content: strings.NewReader("v"), Size: 1}, opts...)
		return err
	},
	"UploadImages": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.UploadImages(ctx, c, "7", []graph.File{graph.FileOf("a", []byte("a"))}, opts...)
		return err
	},
	"DebugToken": func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
		_, err := graph.DebugToken(ctx, c, graph.Secret("another token"), opts...)
		return err
	},
}

// An option that has no use where it is given is an error that names it, and
// nothing is sent.
func TestOptionsWithoutUseAreRefused(t *testing.T) {
	srv := newFaultServer(t)
	client := srv.Client(t)
	for _, tt := range []struct {
		name   string
		option graph.Option
		// fits are the verbs that have a use for it.
		fits []string
	}{
		{"From", graph.From("after=x"), []string{"Do of a list", "Pages"}},
		{"MaxPages", graph.MaxPages(2), []string{"Pages", "ReportRows"}},
		{"MaxPages", graph.MaxPages(-1), nil},
		{"WithIfNoneMatch", graph.WithIfNoneMatch(`"x"`), []string{"Do of a read", "Do of a list", "DebugToken"}},
		{"OmitResponse", graph.OmitResponse(), []string{"Add"}},
	} {
		for name, run := range verbs {
			if slices.Contains(tt.fits, name) {
				continue
			}
			err := run(t.Context(), client, tt.option)
			if err == nil || !strings.Contains(err.Error(), tt.name) && !strings.Contains(err.Error(), "take") {
				t.Errorf("%s with %s: got error %v", name, tt.name, err)
			}
		}
	}
	for _, option := range []graph.Option{graph.NoRetry(), graph.Idempotent(), graph.WithResponse(new(graph.Response))} {
		if err := verbs["Add for Submit"](t.Context(), client, option); err == nil || !strings.Contains(err.Error(), "take no options but WithParam") {
			t.Errorf("an operation to submit: got error %v", err)
		}
	}
	if n := srv.Ledger().Requests(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}
