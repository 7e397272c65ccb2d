package spec

import "testing"

func TestMeantVersion(t *testing.T) {
	for text, want := range map[string]string{
		"25": "v25.0", "v25": "v25.0", "25.0": "v25.0", "V25.0": "v25.0", "3.1": "v3.1",
		"v25.0": "", "": "", "v": "", "latest": "", "v25.x": "", "25.0.1": "", "v025.0": "", "-1": "",
	} {
		if got := MeantVersion(text); got != want {
			t.Errorf("MeantVersion(%q) = %q, want %q", text, got, want)
		}
	}
}
