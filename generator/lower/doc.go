// Package lower turns a spec set into Go declarations, in four steps that each
// have a function: Select keeps what one version has, Resolve finds what the
// types refer to and gives everything its Go name, Prune keeps what include
// and exclude select, and Package writes the declarations down as IR.
//
// Everything that depends on more than one element is decided here; emit, which
// comes after, prints one declaration at a time.
package lower
