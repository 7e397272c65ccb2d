// Package golden holds inputs of the generator with what it makes of them.
// The folders under errors are spec sets that are wrong, each with the
// messages in want.txt.
package golden
