// Package config reads graphgen.yaml, which says what a project generates.
package config

import (
	"fmt"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

const (
	// FileName is the name of the config file, unless another is given.
	FileName = "graphgen.yaml"
	// Builtin stands for the built-in spec set among the Specs.
	Builtin = "builtin"
	// DefaultPackage is the package name when neither it nor an output folder
	// that could lend its name is given.
	DefaultPackage = "meta"
	// formatVersion is the version of the file format that this package reads.
	formatVersion = "1"
)

// Config is what a config file says, with the defaults filled in.
type Config struct {
	// File is the name that the file was read under.
	File string
	// APIVersion is the version to generate, such as "v25.0".
	APIVersion spec.Text
	// Specs are folders of spec files, relative to the folder of the file, or
	// Builtin; later ones add to and override earlier ones.
	Specs []spec.Text
	// Package is the name of the Go package.
	Package spec.Text
	// Output is the folder that the package is written to, relative to the
	// folder of the file, and below it.
	Output spec.Text
	// Include and Exclude are globs over nodes, operations, edges, fields,
	// structs and enums. No Include means everything.
	Include, Exclude []spec.Text
}

// Load reads a config file. The name is used in error messages; a mistake in
// the file is a [*diag.Errors].
func Load(file, name string) (*Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(name, data)
}

// Parse reads the text of a config file. Every mistake in it is reported, all
// at once, as a [*diag.Errors].
func Parse(name string, data []byte) (*Config, error) {
	var diags diag.List
	config := &Config{File: name}
	settings := spec.ParseSettings(name, data, &diags)
	checkFirst(name, settings, &diags)
	for _, setting := range settings {
		config.set(setting, &diags)
	}
	if config.APIVersion.Value == "" && !diags.HasErrors() {
		diags.Errorf(diag.Pos{File: name}, "missing-key", "api_version is missing; add a line such as \"api_version: v25.0\"")
	}
	if config.Package.Value == "" && path.Clean(config.Output.Value) == "." && config.Output.Value != "" {
		diags.Errorf(config.Output.Pos, "missing-key", "package is missing; the output is the folder of this file, which may hold a package already, so name that one")
	}
	if err := diags.Err(); err != nil {
		return nil, err
	}
	config.fillIn()
	return config, nil
}

// checkFirst wants the format's version before anything that depends on it.
func checkFirst(name string, settings []spec.Setting, diags *diag.List) {
	if diags.HasErrors() {
		return
	}
	if len(settings) == 0 || settings[0].Key.Value != "version" {
		pos := diag.Pos{File: name, Line: 1, Col: 1}
		if len(settings) > 0 {
			pos = settings[0].Key.Pos
		}
		diags.Errorf(pos, "missing-key", "the first key must be \"version: %s\", the version of the format of this file", formatVersion)
	}
}

// key is a key of the file.
type key struct {
	name    string
	list    bool
	example string
	empty   string                    // says what to do about an empty list, or "" where it means something
	check   func(value string) string // says what is wrong with a value, or ""
	store   func(*Config, []spec.Text)
}

// keys are the keys of the file in the order in which they are documented.
var keys = []key{
	{"version", false, "version: 1", "", checkFormatVersion, func(*Config, []spec.Text) {}},
	{"api_version", false, "api_version: v25.0", "", checkAPIVersion, func(c *Config, t []spec.Text) { c.APIVersion = t[0] }},
	{
		"specs", true, "specs: [builtin, ./specs]", `name a folder or "builtin", or take the key away`,
		checkNotEmpty, func(c *Config, t []spec.Text) { c.Specs = t },
	},
	{"package", false, "package: meta", "", checkPackage, func(c *Config, t []spec.Text) { c.Package = t[0] }},
	{"output", false, "output: ./meta", "", checkOutput, func(c *Config, t []spec.Text) { c.Output = t[0] }},
	{
		"include", true, "include: [Campaign, AdAccount.campaigns]", "name what to generate, or take the key away to generate everything",
		checkGlob, func(c *Config, t []spec.Text) { c.Include = t },
	},
	{"exclude", true, "exclude: [AdAccount.delete]", "", checkGlob, func(c *Config, t []spec.Text) { c.Exclude = t }},
}

// Keys returns the keys that a config file may have.
func Keys() []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return names
}

// set checks a setting and takes it over.
func (c *Config) set(setting spec.Setting, diags *diag.List) {
	i := slices.IndexFunc(keys, func(k key) bool { return k.name == setting.Key.Value })
	if i < 0 {
		hint := suggest.New(Keys()).Hint(setting.Key.Value)
		diags.Errorf(setting.Key.Pos, "unknown-key", "a config has no key %q%s", setting.Key.Value, hint)
		return
	}
	k := keys[i]
	if k.list != setting.List {
		want := "one text"
		if k.list {
			want = "a list"
		}
		diags.Errorf(setting.Pos, "wrong-kind", "%s must be %s, such as %q", k.name, want, k.example)
		return
	}
	good := true
	seen := map[string]bool{}
	for _, text := range setting.Texts {
		problem := k.check(text.Value)
		if problem == "" && seen[text.Value] {
			problem = "stands in the list twice"
		}
		seen[text.Value] = true
		if problem != "" {
			diags.Errorf(text.Pos, "bad-value", "%s: %q %s", k.name, text.Value, problem)
			good = false
		}
	}
	if k.empty != "" && len(setting.Texts) == 0 {
		diags.Errorf(setting.Pos, "bad-value", "%s: the list is empty; %s", k.name, k.empty)
		good = false
	}
	if good {
		k.store(c, setting.Texts)
	}
}

// Pos returns where the file has a value of an option of the generator. If it
// has none, as with an option from the command line, the result is zero.
func (c *Config) Pos(option diag.Option) diag.Pos {
	var values []spec.Text
	switch option.Name {
	case "api_version":
		values = []spec.Text{c.APIVersion}
	case "include":
		values = c.Include
	case "exclude":
		values = c.Exclude
	}
	for _, value := range values {
		if value.Value == option.Value {
			return value.Pos
		}
	}
	return diag.Pos{}
}

// fillIn gives the keys that were left out their defaults. The package is
// named after its folder and the folder after its package.
func (c *Config) fillIn() {
	if len(c.Specs) == 0 {
		c.Specs = []spec.Text{{Value: Builtin}}
	}
	if c.Package.Value == "" {
		c.Package.Value = PackageName(c.Output.Value)
	}
	if c.Output.Value == "" {
		c.Output.Value = c.Package.Value
	}
	c.Output.Value = path.Clean(c.Output.Value)
}

// PackageName returns the package name for an output folder: the folder's own
// where that is a package name, and otherwise DefaultPackage.
func PackageName(folder string) string {
	name := path.Base(path.Clean(filepath.ToSlash(folder)))
	if checkPackage(name) != "" {
		return DefaultPackage
	}
	return name
}

func checkFormatVersion(value string) string {
	if value != formatVersion {
		return fmt.Sprintf("is not a version of the format that this graphgen reads, which is %s", formatVersion)
	}
	return ""
}

func checkAPIVersion(value string) string {
	if _, _, ok := spec.ParseVersion(value); !ok {
		return "is not an API version such as v25.0" + suggest.DidYouMean(spec.MeantVersion(value))
	}
	return ""
}

var packageName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func checkPackage(value string) string {
	switch {
	case !packageName.MatchString(value) || token.IsKeyword(value):
		return "is not a Go package name: lower-case letters and digits that begin with a letter, and not a keyword"
	case value == "main":
		return "is the name of a program; name the package after what it holds"
	}
	return ""
}

func checkOutput(value string) string {
	if strings.Contains(value, `\`) { // a folder's name here, and a path elsewhere
		return "has a backslash; write the folders with / between them, which works everywhere"
	}
	if !filepath.IsLocal(filepath.FromSlash(value)) {
		return "is not a folder below the one that holds this file"
	}
	return ""
}

func checkNotEmpty(value string) string {
	if value == "" {
		return "is empty"
	}
	return ""
}

func checkGlob(value string) string {
	if _, err := path.Match(value, ""); err != nil {
		return "is not a glob: a [ has no ]"
	}
	return checkNotEmpty(value)
}
