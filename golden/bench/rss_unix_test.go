//go:build unix

package bench

import (
	"os"
	"runtime"
	"syscall"
)

// residentSet returns the largest resident set of an ended process in bytes.
func residentSet(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(used.Maxrss)
	}
	return int64(used.Maxrss) * 1024
}
