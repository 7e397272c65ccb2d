package graphtest

import (
	"fmt"
	"maps"
)

// share is a value of a breakdown and how much of the whole it has.
type share struct {
	value any
	parts int64
}

// sampleShares are the values of breakdowns in sample data.
var sampleShares = map[string][]share{
	"age":                 {{"18-24", 18}, {"25-34", 32}, {"35-44", 24}, {"45-54", 14}, {"55-64", 8}, {"65+", 4}},
	"gender":              {{"female", 53}, {"male", 45}, {"unknown", 2}},
	"country":             {{"DE", 71}, {"AT", 16}, {"CH", 13}},
	"region":              {{"Bavaria", 31}, {"Berlin", 27}, {"Hamburg", 22}, {"Vienna", 12}, {"Zurich", 8}},
	"publisher_platform":  {{"facebook", 52}, {"instagram", 41}, {"audience_network", 5}, {"messenger", 2}},
	"device_platform":     {{"mobile_app", 78}, {"mobile_web", 9}, {"desktop", 13}},
	"impression_device":   {{"iphone", 43}, {"android_smartphone", 40}, {"desktop", 13}, {"ipad", 3}, {"android_tablet", 1}},
	"frequency_value":     {{"1", 58}, {"2", 22}, {"3", 10}, {"4", 5}, {"5", 3}, {"6-10", 2}},
	"media_type":          {{"image", 55}, {"video", 45}},
	"landing_destination": {{"WEBSITE", 100}},
	"hourly_stats_aggregated_by_advertiser_time_zone": hours(),
	"hourly_stats_aggregated_by_audience_time_zone":   hours(),
}

// samplePositions are the values of platform_position on each platform.
var samplePositions = map[string][]share{
	"facebook":         {{"feed", 61}, {"facebook_stories", 15}, {"facebook_reels", 17}, {"marketplace", 7}},
	"instagram":        {{"feed", 39}, {"instagram_stories", 31}, {"instagram_reels", 26}, {"instagram_explore", 4}},
	"audience_network": {{"an_classic", 74}, {"rewarded_video", 26}},
	"messenger":        {{"messenger_inbox", 100}},
	"":                 {{"feed", 53}, {"instagram_stories", 15}, {"instagram_reels", 14}, {"facebook_reels", 10}, {"facebook_stories", 8}},
}

// hours are the hours of a day, of which the evening is the busiest.
func hours() []share {
	var out []share
	for h := range 24 {
		parts := int64(2 + h/2)
		if h < 6 {
			parts = 1
		}
		out = append(out, share{fmt.Sprintf("%02d:00:00 - %02d:59:59", h, h), parts})
	}
	return out
}

// splitSample returns the facts that a sampled one is broken down into. A
// breakdown without values in the sample data leaves a fact as it is.
func splitSample(whole insight, breakdowns []string) []insight {
	facts := []insight{whole}
	for _, name := range breakdowns {
		var next []insight
		for _, f := range facts {
			shares := sampleShares[name]
			if name == "platform_position" {
				shares = samplePositions[textOf(f.row["publisher_platform"])]
			}
			if len(shares) == 0 {
				next = append(next, f)
				continue
			}
			parts := make([]int64, len(shares))
			for i, s := range shares {
				parts[i] = s.parts
			}
			for i, part := range f.sample.split(parts) {
				if part.impressions == 0 {
					continue // As in the API, what was not shown has no row.
				}
				row := maps.Clone(f.row)
				row[name] = shares[i].value
				next = append(next, insight{row, &part})
			}
		}
		facts = next
	}
	return facts
}
