package metajson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

const (
	specsFolder   = "specs"
	enumsFile     = "enum_types.json"
	overridesFile = "SDKCodegen.json"
)

// catalog is what one release says, with Meta's overrides applied.
type catalog struct {
	version string
	classes map[string]*class
	enums   []*enumType
}

// class is one file of the JSON: a node or a struct.
type class struct {
	name       string
	fields     []*property
	operations []*operation
	report     reporter
}

// property is a field or a param.
type property struct {
	name, typ string
	required  bool
	hidden    bool // Meta's SDKs leave it out
	file      bool // a file, whatever its type says
	keyValue  bool // a map that may be sent as a list of pairs
	path      string
}

// operation is an entry of "apis".
type operation struct {
	name, method, endpoint, base string
	returns                      string
	params                       []*property
	video                        bool // goes to the host for videos
	fileParam                    bool // takes a file under a name of the caller's
	path                         string
}

// enumType is an entry of enum_types.json.
type enumType struct {
	name, node, member string
	values             []string
	path               string
	report             reporter
}

// readRelease reads the files of a release.
func readRelease(release Release, found *findings) (*catalog, error) {
	folder := "."
	if info, err := fs.Stat(release.FS, specsFolder); err == nil && info.IsDir() {
		folder = specsFolder
	}
	entries, err := fs.ReadDir(release.FS, folder)
	if err != nil {
		return nil, fmt.Errorf("metajson: %s: %w", release.Name, err)
	}
	var files []*jsonFile
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || path.Ext(name) != ".json" || folder == "." && name == overridesFile {
			continue
		}
		file, err := readJSON(release, path.Join(folder, name), found)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("metajson: %s holds no *.json file, neither in %q nor beside it; name the folder that has them", release.Name, specsFolder)
	}
	overrides, err := readJSON(release, overridesFile, found)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil {
		applyOverrides(overrides, files)
	}
	return decodeFiles(release.Version, files), nil
}

// jsonFile is a file whose JSON is not understood yet.
type jsonFile struct {
	base   string // the name without folder and ending
	root   any
	report reporter
}

func (f *jsonFile) isEnums() bool { return f.base+".json" == enumsFile }

func readJSON(release Release, name string, found *findings) (*jsonFile, error) {
	data, err := fs.ReadFile(release.FS, name)
	if err != nil {
		return nil, fmt.Errorf("metajson: %s: %w", release.Name, err)
	}
	shown := path.Join(release.Name, name)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	file := &jsonFile{base: strings.TrimSuffix(path.Base(name), ".json"), report: found.at(shown)}
	if err := decoder.Decode(&file.root); err != nil {
		return nil, fmt.Errorf("metajson: %s is not JSON: %w", shown, err)
	}
	if decoder.More() {
		return nil, fmt.Errorf("metajson: %s holds more than one JSON value", shown)
	}
	return file, nil
}

func decodeFiles(version string, files []*jsonFile) *catalog {
	c := &catalog{version: version, classes: map[string]*class{}}
	for _, file := range files {
		d := decoder{file.report}
		if file.isEnums() {
			c.enums = d.enums(file.root)
		} else {
			c.classes[file.base] = d.class(file.base, file.root)
		}
	}
	return c
}
