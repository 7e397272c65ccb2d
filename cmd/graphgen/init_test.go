package main

import (
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/config"
)

func TestInit(t *testing.T) {
	dir := t.TempDir()
	got := graphgen(t, dir, "init")
	if got.code != exitOK || !strings.Contains(got.stdout, "\t//go:generate go tool graphgen generate\n") {
		t.Errorf("%+v", got)
	}
	if text := tree(t, dir)[config.FileName]; text != string(config.Template()) {
		t.Errorf("wrote %q", text)
	}
	if got := graphgen(t, dir, "generate"); got.code != exitOK || !strings.Contains(got.stdout, "files in meta, ") {
		t.Errorf("generate after init: %+v", got)
	}
}

func TestInitNeverOverwrites(t *testing.T) {
	dir := project(t, map[string]string{config.FileName: "mine"})
	wantOutcome(t, graphgen(t, dir, "init"), outcome{exitFailure, "", "graphgen: graphgen.yaml is there already and was not changed\n"})
	if text := tree(t, dir)[config.FileName]; text != "mine" {
		t.Errorf("the file holds %q", text)
	}
}
