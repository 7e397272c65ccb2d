package graph

import "time"

// Usage is what the headers of an answer say about how much of the API's
// allowances is used. The API sends each part only after enough calls, so a
// part that is missing says nothing. The zero Usage is empty.
type Usage struct {
	// App is the use of the app's allowance.
	App *CallUsage
	// Page is the use of the allowance of the Page that was called.
	Page *CallUsage
	// AdAccount is the use of the allowance of the ad account that was called.
	AdAccount *AdAccountUsage
	// UseCases are the uses of the allowances of business use cases, by the id
	// of the business object they belong to, such as an ad account without
	// "act_".
	UseCases map[string][]UseCaseUsage
	// Insights is the use of the allowance of insights.
	Insights *InsightsUsage
	// InsightsReach is what the API says about the quota for the reach of long
	// ago. Its form is not published.
	InsightsReach Object
}

// CallUsage is how much of an allowance is used, in percent. The API refuses
// calls when one of the three is at 100.
type CallUsage struct {
	// CallCount is the number of calls, in percent of the allowance.
	CallCount float64
	// TotalTime is the time that calls took, in percent of the allowance.
	TotalTime float64
	// TotalCPUTime is the processor time of calls, in percent of the allowance.
	TotalCPUTime float64
	// Other are the members that this package does not know.
	Other map[string]Object
}

// Percent returns the largest of the three.
func (u CallUsage) Percent() float64 { return max(u.CallCount, u.TotalTime, u.TotalCPUTime) }

// AdAccountUsage is how much of an ad account's allowance is used.
type AdAccountUsage struct {
	// Percent is the use in percent.
	Percent float64
	// ResetAfter is how long it takes until the use is 0 again.
	ResetAfter time.Duration
	// AccessTier is "development_access" or "standard_access".
	AccessTier string
	// Other are the members that this package does not know.
	Other map[string]Object
}

// UseCaseUsage is how much of the allowance of one business use case is used.
type UseCaseUsage struct {
	CallUsage
	// Type is the use case, such as "ads_management".
	Type string
	// RegainAccess is how long the API refuses calls from now on. 0 means that
	// it does not refuse them.
	RegainAccess time.Duration
	// AccessTier is "development_access" or "standard_access", for use cases of
	// ads.
	AccessTier string
}

// InsightsUsage is how much of the allowance of insights is used.
type InsightsUsage struct {
	// AppPercent and AccountPercent are the uses by the app and by the ad
	// account, in percent.
	AppPercent, AccountPercent float64
	// AccessTier is "development_access" or "standard_access".
	AccessTier string
	// Other are the members that this package does not know.
	Other map[string]Object
}

// IsZero reports whether the answer said nothing.
func (u Usage) IsZero() bool {
	return u.App == nil && u.Page == nil && u.AdAccount == nil && len(u.UseCases) == 0 && u.Insights == nil && len(u.InsightsReach) == 0
}

// Percent returns the largest use of any allowance, in percent.
func (u Usage) Percent() float64 {
	var most float64
	if u.App != nil {
		most = max(most, u.App.Percent())
	}
	if u.Page != nil {
		most = max(most, u.Page.Percent())
	}
	if u.AdAccount != nil {
		most = max(most, u.AdAccount.Percent)
	}
	if u.Insights != nil {
		most = max(most, u.Insights.AppPercent, u.Insights.AccountPercent)
	}
	for _, cases := range u.UseCases {
		for _, c := range cases {
			most = max(most, c.Percent())
		}
	}
	return most
}

// Wait returns how long the API asks to wait before the next call: the longest
// time after which an allowance that is used up can be used again. 0 means
// that it does not ask.
func (u Usage) Wait() time.Duration {
	var longest time.Duration
	if u.AdAccount != nil && u.AdAccount.Percent >= 100 {
		longest = u.AdAccount.ResetAfter
	}
	for _, cases := range u.UseCases {
		for _, c := range cases {
			longest = max(longest, c.RegainAccess)
		}
	}
	return longest
}
