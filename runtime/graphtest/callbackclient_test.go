package graphtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
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
	wait := graph.AsyncWait{Poll: graph.Poll{Period: time.Millisecond}}
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

// handlerTransport answers requests with a handler, without connections.
type handlerTransport struct{ http.Handler }

func (h handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result(), nil
}

// TestAsyncSetCallbackInBubble polls a set and is notified of its end, at an
// address of the real world, in no time.
func TestAsyncSetCallbackInBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		completed := make(chan string, 1)
		receiver := graph.AsyncSetCallback(func(_ context.Context, id string) error {
			completed <- id
			return nil
		})
		srv := campaigns(t, 0, func(c *graphtest.Config) {
			c.InMemory = true
			c.CallbackHosts, c.CallbackTransport = []string{"example.com"}, handlerTransport{receiver}
		})
		client := srv.Client(t)
		made, err := graph.Do(t.Context(), client, meta.AdAccountByID("act_1").CreateAsyncAdRequestSet(meta.AdAccountCreateAsyncAdRequestSetParams{
			Name: "spring", AdSpecs: []*meta.AsyncAdSpec{{Name: "one", Creative: &meta.AdCreativeSpec{}}},
			NotificationMode: meta.AsyncNotificationModeOnComplete, NotificationURI: graph.String("https://example.com/done"),
		}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := graph.WaitAsyncSet(t.Context(), client, string(made.ID), graph.AsyncWait{}); err != nil {
			t.Fatal(err)
		}
		if got := <-completed; got != string(made.ID) {
			t.Errorf("the receiver was told of %s, want %s", got, made.ID)
		}
		synctest.Wait()
		if fields, _ := srv.Store().Get(string(made.ID)); fields["notification_status"] != "sent" {
			t.Errorf("the notification is %v", fields["notification_status"])
		}
	})
}
