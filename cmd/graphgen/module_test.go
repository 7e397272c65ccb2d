package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFreshModule does what a user does: the real command generates into a
// module of its own, which builds, vets and runs without a network.
func TestFreshModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds two programs")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := project(t, adSpecs(), map[string]string{
		"go.mod": fmt.Sprintf("module example.com/app\n\ngo 1.26\n\nrequire github.com/metagraph-go/graphgen v0.0.0\n\nreplace github.com/metagraph-go/graphgen => %s\n", root),
		"main.go": `package main

import (
	"fmt"

	"example.com/app/gen/ads"
)

func main() {
	call := ads.AdByID("1").Copies(ads.AdCopiesParams{Fields: []ads.AdField{ads.AdFieldName}, Limit: 10})
	fmt.Println(call.Request.Operation, call.Request.ID, ads.Version)
}
`,
	})
	command := func(dir, name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	binary := filepath.Join(t.TempDir(), "graphgen.exe")
	command(root, "go", "build", "-o", binary, "./cmd/graphgen")
	if got := command(dir, binary, "generate"); !strings.Contains(got, "graphgen: 3 files in gen/ads, 3 changed\n") {
		t.Errorf("generate printed %q", got)
	}
	command(dir, "go", "vet", "./...")
	if got, want := command(dir, "go", "run", "."), "Ad.copies list 1 v25.0\n"; got != want {
		t.Errorf("the program printed %q, want %q", got, want)
	}
}
