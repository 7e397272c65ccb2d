package graph_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// inMemory makes a server that a bubble can have.
func inMemory(c *graphtest.Config) { c.InMemory = true }

// clientOf returns a client of a server with a policy of its own.
func clientOf(t *testing.T, srv *graphtest.Server, retry graph.RetryPolicy) *graph.Client {
	t.Helper()
	config := srv.ClientConfig()
	config.Retry = retry
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// A server that stalls ends the attempt after the timeout, wherever it stalls.
func TestStalls(t *testing.T) {
	for name, fault := range map[string]graphtest.Fault{
		"no headers":                  graphtest.Timeout(),
		"no headers, after acting":    graphtest.Timeout().AfterActing(),
		"half of the headers":         graphtest.Raw("HTTP/1.1 200 OK\r\nContent-Ty").Stall(),
		"half of the body":            graphtest.Truncate(1).Stall(),
		"half of a chunk":             graphtest.Raw(rawHead + "Transfer-Encoding: chunked\r\n\r\n50\r\n{").Stall(),
		"an answer that comes late":   graphtest.Latency(3 * time.Hour),
		"a body that comes late":      graphtest.SlowBody(3 * time.Hour),
		"before the request was read": graphtest.Timeout().BeforeBody(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(graphtest.On("*"), fault)
				runFault(t, srv, faultRow{name, fault, graph.ErrTransient, reads, writes}, srv.Ledger().Requests)
			})
		})
	}
}

// A connection that ends before anything was written to it counts as if
// something was.
func TestConnectionsThatEndUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory)
		connections := graphtest.On("Connection")
		srv.Fault(connections, graphtest.Raw(""))
		runFault(t, srv, faultRow{want: graph.ErrTransient, readSends: reads, writeSends: writes}, func() int { return srv.Ledger().Received(connections) })
	})
}

// A file whose content does not come does not hold up the end of its call.
func TestFileThatStalls(t *testing.T) {
	upload := func(file func(io.Reader) graph.File) func(context.Context, *graph.Client, io.Reader) error {
		return func(ctx context.Context, c *graph.Client, r io.Reader) error {
			f := file(r)
			f.Name = "a.jpg"
			_, err := graph.UploadImages(ctx, c, "act_7", []graph.File{f})
			return err
		}
	}
	for name, send := range map[string]func(context.Context, *graph.Client, io.Reader) error{
		"reader": upload(func(r io.Reader) graph.File { return graph.File{Reader: r} }),
		"opened": upload(func(r io.Reader) graph.File {
			return graph.File{Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
		}),
		"as the body": func(ctx context.Context, c *graph.Client, r io.Reader) error {
			file := graph.FileUpload{Name: "a", ContentType: "image/jpeg", Content: readerAt{r}, Size: 10, Tries: 1}
			_, err := graph.UploadFile(ctx, c, "1", file)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				content, writer := io.Pipe()
				defer writer.Close()
				client := clientOf(t, srv, oneTry)
				err := send(t.Context(), client, content)
				var broken *graph.TransportError
				if !errors.As(err, &broken) || !broken.Timeout() || !broken.Sent {
					t.Errorf("after the timeout: %v", err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if err := send(ctx, client, content); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("after the context's deadline: %v", err)
				}
			})
		})
	}
}

// readerAt reads on, wherever it is asked to.
type readerAt struct{ io.Reader }

func (r readerAt) ReadAt(p []byte, _ int64) (int, error) { return r.Read(p) }

// The timeouts: an attempt's by default, an upload's, and a call's own.
func TestTimeouts(t *testing.T) {
	picture := []graph.File{graph.FileOf("a", bytes.Repeat([]byte("b"), 1<<20))}
	tests := []struct {
		name string
		run  func(context.Context, *graph.Client) error
		want time.Duration
	}{
		{"call", callOfMatrix("", true, createOne).run, 2 * time.Minute},
		{"upload", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.UploadImages(ctx, c, "act_7", picture)
			return err
		}, time.Hour},
		{"own", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, createOne, graph.WithTimeout(3*time.Second))
			return err
		}, 3 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(graphtest.On("*"), graphtest.Timeout())
				start := time.Now()
				err := test.run(t.Context(), clientOf(t, srv, graph.RetryPolicy{}))
				var broken *graph.TransportError
				if !errors.As(err, &broken) || !broken.Timeout() || !broken.Sent || !errors.Is(err, graph.ErrTransient) {
					t.Errorf("got %v", err)
				}
				if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("%v is no deadline that was exceeded", err)
				}
				if got := time.Since(start); got != test.want {
					t.Errorf("it took %v, want %v", got, test.want)
				}
			})
		})
	}
}

// The caller's context ends a call at once, and the error says so.
func TestContextEndsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory)
		srv.Fault(graphtest.On("*"), graphtest.Timeout())
		client := srv.Client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := graph.Do(ctx, client, readSeven)
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, graph.ErrTransient) {
			t.Errorf("got %v", err)
		}
		_, err = graph.Do(ctx, client, createOne)
		var broken *graph.TransportError
		if !errors.As(err, &broken) || broken.Sent {
			t.Errorf("a call whose context has ended gets %v", err)
		}
		srv.Ledger().WantReceived(t, graphtest.On("*"), 1)
	})
}
