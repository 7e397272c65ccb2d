package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

// commandPath is the import path of this command.
const commandPath = "github.com/metagraph-go/graphgen/cmd/graphgen"

func versionCommand() *command {
	return &command{
		name:    "version",
		summary: "print the version of graphgen",
		setup:   func(*flag.FlagSet) action { return runVersion },
	}
}

func runVersion(_ context.Context, env environment, _ []string) error {
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintf(env.stdout, "graphgen %s, built with %s\n", version, runtime.Version())
	return err
}
