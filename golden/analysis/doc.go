// Package analysis holds tests that read the packages which the generator
// made as an analyzer does: with types, and for more than go vet asks.
package analysis
