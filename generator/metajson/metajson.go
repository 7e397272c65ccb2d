// Package metajson turns the endpoint specs that Meta publishes as JSON into
// spec files. Several versions become one set, in which elements say since and
// until when the API has them.
//
// Each class of the JSON becomes a node if something can be done with it or if
// it has an id, and a struct otherwise. What an operation returns and nothing
// describes becomes an opaque node. A GET of an edge becomes a list, a POST a
// create, a DELETE a delete. The params "fields" and "limit", which every read
// or list has, are not written down. Text that is named as access tokens,
// passwords and secrets are becomes a secret, which is never printed.
//
// Meta's own generators patch the JSON by SDKCodegen.json, and so does this
// package. Keys that only shape Meta's SDKs mean nothing here: flags,
// read_endpoints, context, preferred_creation_endpoint and
// exclude_creation_endpoint.
package metajson

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// Release is what Meta published for one API version.
type Release struct {
	// Version is the API version, such as "v25.0".
	Version string
	// Name stands before file names in findings.
	Name string
	// FS holds the *.json files, in a folder "specs" or at its root, and
	// SDKCodegen.json if it is there.
	FS fs.FS
}

// Finding is something in the JSON that the spec files do not say as the JSON
// does. Everything else was taken over as it is.
type Finding struct {
	// File is the JSON file, and Path the place in it, such as
	// "$.apis[3].params[1].type".
	File, Path string
	// Message says what was found and what became of it.
	Message string
}

// String returns "file: path: message".
func (f Finding) String() string {
	if f.Path == "" {
		return f.File + ": " + f.Message
	}
	return f.File + ": " + f.Path + ": " + f.Message
}

// Result is what Import made.
type Result struct {
	// Files are the spec files by name, such as "ad_set.yaml".
	Files map[string][]byte
	// Findings are in the order of the files.
	Findings []Finding
}

// Import makes spec files of the releases, whose order does not matter. Known
// are versions with their dates, for the list of versions; those that are not
// imported are left out. An error means that files can't be read or that the
// releases are no set of versions. What is wrong inside a file is a finding.
func Import(releases []Release, known []*spec.Version) (*Result, error) {
	releases = slices.Clone(releases)
	slices.SortStableFunc(releases, func(a, b Release) int { return spec.CompareVersions(a.Version, b.Version) })
	if err := checkVersions(releases); err != nil {
		return nil, err
	}
	var found findings
	catalogs := make([]*catalog, len(releases))
	for i, release := range releases {
		read, err := readRelease(release, &found)
		if err != nil {
			return nil, err
		}
		catalogs[i] = read
	}
	im := newImporter(catalogs, &found)
	files, err := writeFiles(im.documents(), im.versions)
	if err != nil {
		return nil, err
	}
	files[versionsFile] = versionList(im.versions, known, &found)
	return &Result{Files: files, Findings: sortedBy(found.list, func(f Finding) string { return f.File })}, nil
}

func checkVersions(releases []Release) error {
	if len(releases) == 0 {
		return fmt.Errorf("metajson: there is nothing to import")
	}
	for i, release := range releases {
		if _, _, ok := spec.ParseVersion(release.Version); !ok {
			return fmt.Errorf("metajson: %q is not an API version, such as v25.0", release.Version)
		}
		if i > 0 && releases[i-1].Version == release.Version {
			return fmt.Errorf("metajson: version %s is given twice", release.Version)
		}
	}
	return nil
}

// findings collects what Import reports.
type findings struct {
	list []Finding
}

func (f *findings) add(file, path, format string, args ...any) {
	f.list = append(f.list, Finding{file, path, fmt.Sprintf(format, args...)})
}

// at returns a reporter for one file.
func (f *findings) at(file string) reporter { return reporter{f, file} }

// reporter adds findings of one file.
type reporter struct {
	all  *findings
	file string
}

func (r reporter) add(path, format string, args ...any) { r.all.add(r.file, path, format, args...) }

// sortedBy returns the items in the order of a key.
func sortedBy[T any](items []T, key func(T) string) []T {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return sorted
}
