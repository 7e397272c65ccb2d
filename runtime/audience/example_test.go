package audience_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// exampleClient returns a client of a fake API with one audience. Stopping it
// prints what the API has received.
func exampleClient() (*graph.Client, func()) {
	server, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	const id = "23850000000000001"
	server.Store().Add("CustomAudience", id, graphtest.Node{"subtype": "CUSTOM"})
	client, err := graph.New(server.ClientConfig())
	if err != nil {
		log.Fatal(err)
	}
	return client, func() {
		for _, session := range server.Store().AudienceSessions(id) {
			fmt.Println("session", session.ID, "finished:", session.Finished, "rows:", session.Received)
		}
		server.Close()
	}
}

func ExampleUploader_Add() {
	client, stop := exampleClient()
	defer stop()

	people, err := audience.NewCSV(strings.NewReader("EMAIL,COUNTRY,LOOKALIKE_VALUE\n"+
		"test1@example.com,US,44.5\n"+
		"test2@example.com,Atlantis,140\n"+
		"test3@example.com,,0\n"), audience.CSVOptions{})
	if err != nil {
		log.Fatal(err)
	}
	uploader, err := audience.New(client, audience.Config{
		Schema:    people.Keys(),
		SessionID: 1, // else a random one
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := uploader.Add(context.Background(), "23850000000000001", people.Rows())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Sent, "sent,", result.Counts.Dropped, "dropped, confirmed:", result.Confirmed)
	for _, problem := range result.RowErrors {
		fmt.Println(problem)
	}
	// Output:
	// 3 sent, 0 dropped, confirmed: true
	// audience: row 2: COUNTRY is no ISO 3166-1 code, and no name of a single country in English or its own language
	// session 1 finished: true rows: 3
}

// Rows can come from anywhere. A checkpoint lets a program that was killed go
// on where it stopped.
func ExampleUploader_Resume() {
	client, stop := exampleClient()
	defer stop()

	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	file := audience.CheckpointFile(filepath.Join(dir, "upload.json"))

	customers := func(yield func([]string, error) bool) {
		for i := range 3 {
			if !yield([]string{fmt.Sprintf("person%d@example.com", i)}, nil) {
				return
			}
		}
	}
	uploader, err := audience.New(client, audience.Config{
		Schema:     []hash.Key{hash.KeyEmail},
		SessionID:  2,
		Checkpoint: file.Save,
	})
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	var result *audience.Result
	from, err := file.Load()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		result, err = uploader.Replace(ctx, "23850000000000001", customers)
	case err == nil:
		result, err = uploader.Resume(ctx, from, customers)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Kind, result.Sent, result.Confirmed)
	// Output:
	// replace 3 true
	// session 2 finished: true rows: 3
}
