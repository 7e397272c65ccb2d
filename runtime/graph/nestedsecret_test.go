package graph

import (
	"strings"
	"testing"
)

// A secret inside JSON would be sent as "[redacted]", which the API would take
// for the value.
func TestSecretsInsideJSONAreRefused(t *testing.T) {
	secret := Secret("hidden-inside-json")
	type inner struct {
		Token SecretText `json:"token,omitzero"`
		Label string     `json:"label,omitzero"`
	}
	for name, value := range map[string]any{
		"struct":            inner{Token: secret},
		"pointer":           &inner{Token: secret},
		"list":              []inner{{}, {Token: secret}},
		"map":               map[string]any{"credentials": map[string]SecretText{"token": secret}},
		"list in interface": []any{1, "x", secret},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newForm(Request{Operation: &testOperation, Params: testParams{Any: value}}, options{})
			if err == nil || !strings.Contains(err.Error(), "has a secret inside") {
				t.Errorf("error is %v", err)
			}
			if err != nil && strings.Contains(err.Error(), secret.Reveal()) {
				t.Errorf("the error holds the secret: %v", err)
			}
		})
	}
	for name, value := range map[string]any{
		"no secret":           inner{Label: "x"},
		"the word in a text":  inner{Label: "[redacted]"},
		"a text that says so": []string{"[redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := newForm(Request{Operation: &testOperation, Params: testParams{Any: value}}, options{}); err != nil {
				t.Error(err)
			}
		})
	}
}
