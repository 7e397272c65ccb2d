// Graphmock serves a fake Graph API with sample data on this machine, so that
// a client can be tried without a token. Nothing leaves the machine.
//
//	go run ./cmd/graphmock
//	curl 'http://127.0.0.1:8080/v25.0/act_123/campaigns?fields=id,name&limit=2'
//
// The sample data has two tenants: with -token one=1001 -token two=1002, each
// token sees the ad accounts of its own user. Fields and nodes of one's own are
// served with -config graphgen.yaml.
//
// Run "graphmock -h" for its flags. See package graphtest for what is faked.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "graphmock:", err)
		os.Exit(1)
	}
}
