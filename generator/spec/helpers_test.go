package spec

import "testing/fstest"

// diagnose returns the rules and messages for one file.
func diagnose(data string) []string {
	_, diags := Load(Layer{FS: fstest.MapFS{"a.yaml": {Data: []byte(data)}}})
	var lines []string
	for _, d := range diags.All() {
		lines = append(lines, d.Rule+": "+d.String())
	}
	return lines
}
