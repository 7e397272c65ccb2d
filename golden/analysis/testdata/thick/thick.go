// Package thick breaks the rules for generated code.
package thick

import "strings"

type Bare struct{}

const BareConst = 1

// Endpoints lists methods.
type Endpoints interface{ Loop([]int) }

// Init is made by a call.
var Init = strings.ToUpper("a")

// Loop loops.
func Loop(list []int) {
	for range list {
	}
}

// Two has two statements.
func Two() int {
	n := 1
	return n
}

func Undocumented() int { return 1 }
