package graph

import "slices"

// merge adds what another answer to the same batch says. What it does not
// mention stays: the API leaves headers out.
func (u *Usage) merge(other Usage) {
	if other.App != nil {
		u.App = other.App
	}
	if other.Page != nil {
		u.Page = other.Page
	}
	if other.AdAccount != nil {
		u.AdAccount = other.AdAccount
	}
	if other.Insights != nil {
		u.Insights = other.Insights
	}
	if len(other.InsightsReach) > 0 {
		u.InsightsReach = other.InsightsReach
	}
	for id, cases := range other.UseCases {
		if u.UseCases == nil {
			u.UseCases = map[string][]UseCaseUsage{}
		}
		u.UseCases[id] = slices.Clone(cases)
	}
}
