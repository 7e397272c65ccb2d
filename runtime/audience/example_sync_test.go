package audience_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// nightly makes an audience what a file says. What an earlier run has left
// undone is finished, where that is still possible.
func nightly(ctx context.Context, client *graph.Client, audienceID, path string, checkpoint audience.CheckpointFile) (*audience.Result, error) {
	keys, err := columnsIn(path)
	if err != nil {
		return nil, err
	}
	uploader, err := audience.New(client, audience.Config{
		Schema:     keys,
		Normalizer: hash.Normalizer{Country: "US"},
		Checkpoint: checkpoint.Save,
	})
	if err != nil {
		return nil, err
	}
	switch checked, err := uploader.Check(peopleIn(path)); {
	case err != nil:
		return nil, err
	case checked.Counts.Dropped > checked.Counts.Read/10:
		return nil, fmt.Errorf("%d of %d people cannot be used", checked.Counts.Dropped, checked.Counts.Read)
	}

	from, err := checkpoint.Load()
	switch {
	case err == nil:
		result, err := uploader.Resume(ctx, from, peopleIn(path))
		var changed *audience.ConfigChangedError
		tooLate := errors.Is(err, audience.ErrSessionTimedOut) || errors.Is(err, audience.ErrInputChanged) || errors.As(err, &changed)
		if err == nil {
			return result, checkpoint.Remove()
		}
		if !tooLate {
			return result, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	result, err := uploader.Replace(ctx, audienceID, peopleIn(path))
	if err != nil {
		return result, err
	}
	return result, checkpoint.Remove()
}

// columnsIn returns the keys of a file's columns.
func columnsIn(path string) ([]hash.Key, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	people, err := audience.NewCSV(file, audience.CSVOptions{})
	if err != nil {
		return nil, err
	}
	return people.Keys(), nil
}

// peopleIn returns the rows of a file, which can be read several times.
func peopleIn(path string) audience.Rows {
	return func(yield func([]string, error) bool) {
		file, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close()
		people, err := audience.NewCSV(file, audience.CSVOptions{})
		if err != nil {
			yield(nil, err)
			return
		}
		people.Rows()(yield)
	}
}

// A program for every night: it checks a file, goes on with an upload that
// failed, and replaces the audience.
func Example() {
	server, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	id := server.Store().Add("CustomAudience", "", graphtest.Node{"subtype": "CUSTOM"})
	client, err := graph.New(server.ClientConfig())
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path, checkpoint := filepath.Join(dir, "people.csv"), audience.CheckpointFile(filepath.Join(dir, "upload.json"))

	const header = "E-Mail,Phone number,Country\n"
	const mary, li, ann = "mary@example.com,(650) 555-1212,\n", "li@example.com,030 123456,Deutschland\n", "ann@example.com,,\n"
	for _, people := range []string{mary + li, li + ann + "zoe@example.com,,\n"} {
		if err := os.WriteFile(path, []byte(header+people), 0o600); err != nil {
			log.Fatal(err)
		}
		result, err := nightly(context.Background(), client, id, path, checkpoint)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Sent, "of", result.Counts.Read, "sent, confirmed:", result.Confirmed, "people:", server.Store().People(id))
	}
	// Output:
	// 2 of 2 sent, confirmed: true people: 2
	// 3 of 3 sent, confirmed: true people: 3
}
