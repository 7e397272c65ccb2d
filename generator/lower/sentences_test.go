package lower

import "testing"

func TestTypeSentence(t *testing.T) {
	tests := []struct{ doc, want string }{
		{"An account that pays.", "X is an account that pays."},
		{"The state of a job.", "X is the state of a job."},
		{"One upload.", "X is one upload."},
		{"What went wrong.", "X is what went wrong."},
		{"How far a job is.", "X says how far a job is."},
		{"For whom an agency works.", "X says for whom an agency works."},
		{"Whoever can act.", "X is whoever can act."},
		{"Groups ad sets.", "X groups ad sets."},
		{"Settings of a page.", "X holds settings of a page."},
		{"Facebook's view of a page.", "X holds Facebook's view of a page."},
		{"URLs of a page.", "X holds URLs of a page."},
		{"X is done already.", "X is done already."},
	}
	for _, tt := range tests {
		if got := typeSentence("X", tt.doc, holdsNoun); got != tt.want {
			t.Errorf("typeSentence(%q) = %q, want %q", tt.doc, got, tt.want)
		}
	}
}

func TestEnumSentence(t *testing.T) {
	tests := []struct{ doc, want string }{
		{"Statuses of a campaign.", "X is one of the statuses of a campaign."},
		{"Status of a campaign.", "X is the status of a campaign."},
		{"Whether ads run.", "X says whether ads run."},
		{"A way to pay.", "X is a way to pay."},
	}
	for _, tt := range tests {
		if got := typeSentence("X", tt.doc, oneOfNoun); got != tt.want {
			t.Errorf("typeSentence(%q) = %q, want %q", tt.doc, got, tt.want)
		}
	}
}

func TestMethodSentence(t *testing.T) {
	tests := []struct{ doc, want string }{
		{"Lists the campaigns.", "X lists the campaigns."},
		{"Passes on a token.", "X passes on a token."},
		{"The campaigns of the account.", "X answers with the campaigns of the account."},
		{"How many people an ad reaches.", "X tells how many people an ad reaches."},
		{"X lists.", "X lists."},
		{"Cross-posting of a video.", "X: Cross-posting of a video."},
	}
	for _, tt := range tests {
		if got := methodSentence("X", tt.doc); got != tt.want {
			t.Errorf("methodSentence(%q) = %q, want %q", tt.doc, got, tt.want)
		}
	}
}
