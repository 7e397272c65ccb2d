package golden_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeCompiles compiles the Go blocks of the README, each as the body of
// a function that is given what the text around it takes for granted.
func TestReadmeCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	source := readmeSource(string(readme))
	dir := t.TempDir()
	written := filepath.Join(dir, "blocks.go")
	if err := os.WriteFile(written, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	// An overlay puts the file into a folder of the module that is not there.
	overlay, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(root, "golden", "readme", "blocks.go"): written},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "./golden/readme")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\n%s", err, out, source)
	}
}

// readmeSource returns a Go file with a function for each Go block of a text.
func readmeSource(text string) string {
	var b strings.Builder
	b.WriteString(`package readme

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var _, _, _ = errors.Is, os.Getenv, graphtest.On

func campaignNames(context.Context, *graph.Client, meta.AdAccountID) ([]string, error) { return nil, nil }
`)
	blocks := strings.Split(text, "```go\n")[1:]
	for i, block := range blocks {
		body, _, _ := strings.Cut(block, "```")
		fmt.Fprintf(&b, `
func block%d(t *testing.T, ctx context.Context, client *graph.Client, account *meta.AdAccountNode, creativeParams meta.AdAccountCreateAdCreativeParams) error {
	{
%s
	}
	return nil
}
`, i, body)
	}
	return b.String()
}
