package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progressDelay is how long work may take before it is worth a word.
const progressDelay = time.Second

// startProgress says on a terminal what takes long, and takes it back when
// the returned function is called.
func startProgress(w io.Writer, what string) (stop func()) {
	if !isTerminal(w) {
		return func() {}
	}
	return delayedLine(w, what)
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func delayedLine(w io.Writer, what string) (stop func()) {
	var mu sync.Mutex
	var shown, stopped bool
	timer := time.AfterFunc(progressDelay, func() {
		mu.Lock()
		defer mu.Unlock()
		if !stopped {
			shown = true
			fmt.Fprintf(w, "graphgen: %s ...", what)
		}
	})
	return func() {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		stopped = true
		if shown {
			fmt.Fprint(w, "\r\x1b[K")
		}
	}
}
