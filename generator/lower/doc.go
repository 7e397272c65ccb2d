// Package lower turns checked specs into the IR that is emitted: it selects
// the elements of an API version, prunes what a configuration leaves out, and
// resolves names and types.
package lower
