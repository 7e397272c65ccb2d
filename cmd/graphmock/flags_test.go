package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFlags(t *testing.T) {
	folder := files(t, map[string]string{"nodes.json": `{"AdAccount": {"act_5": {"name": "Acme", "campaigns": [{"id": "7", "name": "Spring"}]}}}`})
	nodes := filepath.Join(folder, "nodes.json")
	base, stop := start(t, "-empty", "-load", nodes, "-strict", "-version", "v24.0")
	defer stop()
	if _, body := get(t, base+"/act_5?fields=name", ""); body != `{"name":"Acme","id":"act_5"}` {
		t.Errorf("the node is %s", body)
	}
	if _, body := get(t, base+"/act_5/campaigns?fields=name", ""); !strings.Contains(body, `{"name":"Spring","id":"7"}`) {
		t.Errorf("the edge is %s", body)
	}
	if status, body := get(t, base+"/act_5?colour=red", ""); status != http.StatusBadRequest {
		t.Errorf("an unknown param: %d %s", status, body)
	}
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"-page-size", "-1"}, "-page-size and -allowance are numbers of 0 or more"},
		{[]string{"-token", ""}, `invalid value "" for flag -token: it is empty`},
		{[]string{"-token", "a="}, `invalid value "a=" for flag -token: there is no id of a user behind the =`},
		{[]string{"-token", "a=9"}, "-token: there is no user 9; there are the users 1001, 1002"},
		{[]string{"-addr", ":8080"}, `-addr ":8080" is not of this machine alone; use 127.0.0.1, or -allow-remote if other machines are to reach it`},
		{[]string{"-addr", "192.0.2.1:80"}, `-addr "192.0.2.1:80" is not of this machine alone; use 127.0.0.1, or -allow-remote if other machines are to reach it`},
		{[]string{"-addr", "here"}, `-addr "here": address here: missing port in address`},
		{[]string{"-flaky", "2"}, "-flaky is 2; it is a part from 0 to 1"},
		{[]string{"x"}, `unexpected argument "x"; run graphmock -h for the flags`},
		{[]string{"-version", "v99.0"}, `graphtest: the specs know no API version "v99.0"`},
		{[]string{"-load", filepath.Join(folder, "none.json")}, "open "},
	}
	for _, test := range tests {
		err := run(t.Context(), test.args, io.Discard, io.Discard)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%v: %v, want %s", test.args, err, test.want)
		}
	}
	var help strings.Builder
	if err := run(t.Context(), []string{"-h"}, io.Discard, &help); err != nil || !strings.Contains(help.String(), `{"AdAccount": {"act_1": {"name": "Acme", "campaigns": [{"id": "7", "name": "Spring"}]}}}`) {
		t.Errorf("-h: %v and\n%s", err, help.String())
	}
}

// files writes files to a folder and returns it.
func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range texts {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
