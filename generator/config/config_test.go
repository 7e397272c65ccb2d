package config_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// values are what a config says, without the positions.
type values struct {
	APIVersion, Package, Output string
	Specs, Include, Exclude     []string
}

func valuesOf(c *config.Config) values {
	texts := func(list []spec.Text) []string {
		var out []string
		for _, text := range list {
			out = append(out, text.Value)
		}
		return out
	}
	return values{c.APIVersion.Value, c.Package.Value, c.Output.Value, texts(c.Specs), texts(c.Include), texts(c.Exclude)}
}

func TestParse(t *testing.T) {
	builtin := []string{"builtin"}
	tests := map[string]struct {
		text string
		want values
	}{
		"least":                             {"", values{"v25.0", "meta", "meta", builtin, nil, nil}},
		"named by the folder":               {"output: gen/ads\n", values{"v25.0", "ads", "gen/ads", builtin, nil, nil}},
		"named by the package":              {"package: ads\n", values{"v25.0", "ads", "ads", builtin, nil, nil}},
		"a folder that can't lend its name": {"output: ./v25.0\n", values{"v25.0", "meta", "v25.0", builtin, nil, nil}},
		"this folder":                       {"output: .\npackage: ads\n", values{"v25.0", "ads", ".", builtin, nil, nil}},
		"everything": {
			"specs: [builtin, ../specs]\npackage: ads\noutput: ./gen/v25/\ninclude: [Campaign, Ad*.insights]\nexclude:\n- Campaign.delete\n",
			values{"v25.0", "ads", "gen/v25", []string{"builtin", "../specs"}, []string{"Campaign", "Ad*.insights"}, []string{"Campaign.delete"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Parse("graphgen.yaml", []byte("version: 1\napi_version: v25.0\n"+test.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, valuesOf(c)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	const head = "version: 1\napi_version: v25.0\n"
	tests := map[string]struct {
		text string
		want string
	}{
		"unknown key":                {head + "pacakge: ads\n", `graphgen.yaml:3:1: a config has no key "pacakge"; did you mean "package"?`},
		"unknown, not near":          {head + "colour: red\n", `graphgen.yaml:3:1: a config has no key "colour"`},
		"repeated key":               {head + "package: ads\npackage: meta\n", `graphgen.yaml:4:1: the key "package" is given twice, first on line 3`},
		"list for text":              {head + "package: [a, b]\n", `graphgen.yaml:3:10: package must be one text, such as "package: meta"`},
		"text for list":              {head + "specs: ./specs\n", `graphgen.yaml:3:8: specs must be a list, such as "specs: [builtin, ./specs]"`},
		"map for list":               {head + "include: {a: b}\n", `graphgen.yaml:3:10: include holds text or a list of texts, and this is a mapping`},
		"no value":                   {head + "output:\n", `graphgen.yaml:3:8: output holds text or a list of texts, and this is nothing`},
		"empty specs":                {head + "specs: []\n", `graphgen.yaml:3:8: specs: the list is empty; name a folder or "builtin", or take the key away`},
		"twice in a list":            {head + "include: [Ad, Ad]\n", `graphgen.yaml:3:15: include: "Ad" stands in the list twice`},
		"other version":              {"version: 2\napi_version: v25.0\n", `graphgen.yaml:1:10: version: "2" is not a version of the format that this graphgen reads, which is 1`},
		"version isn't first":        {"api_version: v25.0\nversion: 1\n", `graphgen.yaml:1:1: the first key must be "version: 1", the version of the format of this file`},
		"no api_version":             {"version: 1\n", `graphgen.yaml: api_version is missing; add a line such as "api_version: v25.0"`},
		"api_version":                {"version: 1\napi_version: 25.0\n", `graphgen.yaml:2:14: api_version: "25.0" is not an API version such as v25.0; did you mean "v25.0"?`},
		"api_version without digits": {"version: 1\napi_version: latest\n", `graphgen.yaml:2:14: api_version: "latest" is not an API version such as v25.0`},
		"empty include":              {head + "include: []\n", `graphgen.yaml:3:10: include: the list is empty; name what to generate, or take the key away to generate everything`},
		"tab":                        {head + "output: ./meta\n\tinclude: x\n", `graphgen.yaml:4:1: not YAML: found a tab character that violates indentation; indent with spaces, not tabs`},
		"package":                    {head + "package: my-ads\n", `graphgen.yaml:3:10: package: "my-ads" is not a Go package name: lower-case letters and digits that begin with a letter, and not a keyword`},
		"keyword":                    {head + "package: func\n", `graphgen.yaml:3:10: package: "func" is not a Go package name: lower-case letters and digits that begin with a letter, and not a keyword`},
		"output above":               {head + "output: ../meta\n", `graphgen.yaml:3:9: output: "../meta" is not a folder below the one that holds this file`},
		"output from root":           {head + "output: /meta\n", `graphgen.yaml:3:9: output: "/meta" is not a folder below the one that holds this file`},
		"output with backslashes":    {head + "output: 'C:\\meta'\n", `graphgen.yaml:3:9: output: "C:\\meta" has a backslash; write the folders with / between them, which works everywhere`},
		"no package for this folder": {head + "output: ./\n", `graphgen.yaml:3:9: package is missing; the output is the folder of this file, which may hold a package already, so name that one`},
		"glob":                       {head + "include: ['Ad[']\n", `graphgen.yaml:3:11: include: "Ad[" is not a glob: a [ has no ]`},
		"several": {head + "ouput: x\nspecs: {}\nexclude: ['']\n", strings.Join([]string{
			`graphgen.yaml:3:1: a config has no key "ouput"; did you mean "output"?`,
			`graphgen.yaml:4:8: specs holds text or a list of texts, and this is a mapping`,
			`graphgen.yaml:5:11: exclude: "" is empty`}, "\n")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := config.Parse("graphgen.yaml", []byte(test.text))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for name, text := range map[string]string{"empty": "", "only comments": "# nothing\n", "a list": "- a\n", "not YAML": "a: b: c\n", "two documents": head + "---\nversion: 1\n"} {
		if _, err := config.Parse("graphgen.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), "graphgen.yaml:") {
			t.Errorf("%s: got %v, want an error with a position", name, err)
		}
	}
}

var comment = regexp.MustCompile(`(?m)^# (include|exclude): `)

// The template is a good config as it is, and one that has every key once its
// commented ones are taken in.
func TestTemplate(t *testing.T) {
	c, err := config.Parse("graphgen.yaml", config.Template())
	if err != nil {
		t.Fatal(err)
	}
	want := values{"v25.0", "meta", "meta", []string{"builtin"}, nil, nil}
	if diff := cmp.Diff(want, valuesOf(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	full := comment.ReplaceAll(config.Template(), []byte("$1: "))
	if _, err := config.Parse("graphgen.yaml", full); err != nil {
		t.Error(err)
	}
	for _, key := range config.Keys() {
		if !bytes.Contains(full, []byte("\n"+key+": ")) {
			t.Errorf("the template doesn't show %s", key)
		}
	}
}

// Editors read the schema; it must know what Parse knows.
func TestSchemaHasTheKeysOfTheConfig(t *testing.T) {
	text, err := os.ReadFile("graphgen.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Required             []string
		AdditionalProperties *bool
		Properties           map[string]struct {
			Type    string
			Const   any
			Pattern string
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(config.Keys())), slices.Sorted(maps.Keys(schema.Properties))); diff != "" {
		t.Errorf("keys of the config and of the schema, -config +schema:\n%s", diff)
	}
	if schema.AdditionalProperties == nil || *schema.AdditionalProperties {
		t.Error("the schema allows unknown keys")
	}
	base := map[string]string{"version": "1", "api_version": "v25.0"}
	for name, property := range schema.Properties {
		value := map[string]string{"array": "[Ad]", "string": "v25.0", "": "1"}[property.Type]
		if property.Pattern != "" && !regexp.MustCompile(property.Pattern).MatchString(value) {
			value = "ads"
		}
		file := map[string]string{}
		maps.Copy(file, base)
		file[name] = value
		if _, err := config.Parse("graphgen.yaml", compose(file)); err != nil {
			t.Errorf("%s is %q by the schema: %v", name, value, err)
		}
	}
	for _, name := range schema.Required {
		file := maps.Clone(base)
		delete(file, name)
		if _, err := config.Parse("graphgen.yaml", compose(file)); err == nil {
			t.Errorf("%s is required by the schema only", name)
		}
	}
}

// compose writes a config file with the version first.
func compose(file map[string]string) []byte {
	var out bytes.Buffer
	for _, name := range config.Keys() {
		if value, ok := file[name]; ok {
			out.WriteString(name + ": " + value + "\n")
		}
	}
	return out.Bytes()
}
