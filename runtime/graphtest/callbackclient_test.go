package graphtest_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// TestAsyncSetCallback has the client's receiver called, which reads the set
// before it answers.
func TestAsyncSetCallback(t *testing.T) {
	srv := campaigns(t, 0)
	srv.Store().AddEdge("act_1", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
	client := srv.Client(t)
	wait := graph.AsyncWait{Period: time.Millisecond}
	completed := make(chan graph.AsyncSet, 1)
	receiver := httptest.NewServer(graph.AsyncSetCallback(func(ctx context.Context, id string) error {
		set, err := graph.WaitAsyncSet(ctx, client, id, wait)
		completed <- set
		return err
	}))
	defer receiver.Close()
	account := meta.AdAccountByID("act_1")
	specs, err := graph.AdSpecs[*meta.AsyncAdSpec](account.CreateAd(meta.AdAccountCreateAdParams{Name: "one", Creative: &meta.AdCreativeSpec{CreativeID: "5"}}))
	if err != nil {
		t.Fatal(err)
	}
	made, err := graph.Do(t.Context(), client, account.CreateAsyncAdRequestSet(meta.AdAccountCreateAsyncAdRequestSetParams{
		Name: "spring", AdSpecs: specs, NotificationMode: meta.AsyncNotificationModeOnComplete, NotificationURI: graph.String(receiver.URL),
	}))
	if err != nil {
		t.Fatal(err)
	}
	srv.Advance(string(made.ID), -1)
	set := <-completed
	if set.ID != string(made.ID) || set.Succeeded != 1 {
		t.Errorf("the receiver read %+v", set)
	}
	if fields, _ := srv.Store().Get(string(made.ID)); fields["notification_status"] != "sent" {
		t.Errorf("the notification is %v", fields["notification_status"])
	}
}
