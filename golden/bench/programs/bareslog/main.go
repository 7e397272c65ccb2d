// Bareslog is the program bare with a log of package log/slog, which many
// programs have anyway.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
)

func main() {
	name, err := read(context.Background(), os.Args[1])
	if err != nil {
		slog.Error("reading the campaign", "error", err)
		os.Exit(1)
	}
	fmt.Println(name)
}

func read(ctx context.Context, id string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.facebook.com/v25.0/"+id+"?fields=name", nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("META_ACCESS_TOKEN"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var campaign struct {
		Name string `json:"name"`
	}
	err = json.NewDecoder(response.Body).Decode(&campaign)
	return campaign.Name, err
}
