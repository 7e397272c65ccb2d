package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metagraph-go/graphgen/generator/config"
)

func initCommand() *command {
	return &command{
		name:    "init",
		summary: "write a commented " + config.FileName + " to begin with",
		description: `
An existing file is never overwritten. The go:generate line to put into a Go
file beside it is printed.`,
		setup: func(*flag.FlagSet) action { return runInit },
	}
}

func runInit(_ context.Context, env environment, _ []string) error {
	name := filepath.Join(env.dir, config.FileName)
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and was not changed", config.FileName)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(config.Template())
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, `Wrote %s. Next, add graphgen to the module's tools:

	go get -tool %s

put this line into a Go file beside the config:

	//go:generate go tool graphgen generate

and run "go generate".
`, config.FileName, commandPath)
	return err
}
