package graphtest

import "encoding/json"

// sampleStructs are the values of structs whose fields make sense only
// together. Members that a version does not have are left out; an empty value
// leaves the whole field out.
var sampleStructs = map[string]map[string]any{
	"Targeting": {
		"age_min": json.Number("18"), "age_max": json.Number("65"),
		"geo_locations":       map[string]any{"countries": []any{"DE", "AT"}, "location_types": []any{"home", "recent"}},
		"publisher_platforms": []any{"facebook", "instagram"},
		"facebook_positions":  []any{"feed"}, "instagram_positions": []any{"stream", "story"},
	},
	"PromotedObject":           {"pixel_id": "700000000000001", "custom_event_type": "PURCHASE"},
	"ObjectStorySpec":          {"page_id": "700000000000002", "link_data": map[string]any{"link": "https://example.com/shirts", "message": "New shirts are in. Have a look!", "name": "Shirts for summer"}},
	"LearningStage":            {"status": "SUCCESS", "conversions": json.Number("57")},
	"CallToAction":             {"type": "SHOP_NOW", "value": map[string]any{"link": "https://example.com/shirts"}},
	"AttributionSpec":          {"event_type": "CLICK_THROUGH", "window_days": json.Number("7")},
	"AgeRange":                 {"min": json.Number("21")},
	"PageCategory":             {"id": "700000000000003", "name": "Clothing store"},
	"Location":                 {"city": "Berlin", "country": "Germany", "latitude": json.Number("52.52"), "longitude": json.Number("13.405"), "street": "Sample Street 1", "zip": "10115"},
	"Privacy":                  {"value": "EVERYONE", "description": "Public"},
	"VideoStatus":              {"video_status": "ready", "processing_progress": json.Number("100")},
	"CustomAudienceStatus":     {"code": json.Number("200"), "description": "Normal"},
	"CustomAudienceDataSource": {"type": "FILE_IMPORTED", "sub_type": "HASHES"},
	"AssetFeedSpec":            {}, "DegreesOfFreedomSpec": {}, "AdReviewFeedback": {}, "AdRecommendation": {}, "AgencyClientDeclaration": {},
	"RegionalRegulationIdentities": {}, "FrequencyControl": {}, "DayPart": {}, "EntityAtTextRange": {}, "Experience": {}, "LookalikeSpec": {},
}

// sampleNodes are fields of nodes that their names alone don't decide. A null
// leaves a field out.
var sampleNodes = map[string]map[string]any{
	// The budget is that of the campaigns, so ad sets have none.
	"Campaign": {
		"lifetime_budget": nil, "spend_cap": nil, "stop_time": nil, "promoted_object": nil,
		"special_ad_categories": []any{}, "special_ad_category_country": nil, "objective": "OUTCOME_SALES", "topline_id": nil, "boosted_object_id": nil,
	},
	"AdSet": {
		"daily_budget": nil, "lifetime_budget": nil, "budget_remaining": nil, "end_time": nil, "bid_amount": nil, "lifetime_imps": json.Number("0"), "optimization_goal": "OFFSITE_CONVERSIONS",
		"billing_event": "IMPRESSIONS", "special_ad_categories": []any{}, "rf_prediction_id": nil, "value_rule_set_id": nil, "asset_feed_id": nil,
		"creative_sequence_repetition_pattern": nil,
	},
	"Ad":         {"bid_amount": nil, "special_ad_categories": []any{}, "ad_schedule_start_time": nil, "ad_schedule_end_time": nil},
	"AdCreative": {"call_to_action_type": "SHOP_NOW", "categorization_criteria": nil, "category_media_source": nil, "bundle_folder_id": nil, "dynamic_ad_voice": nil, "destination_set_id": nil},
	"AdReportRun": {
		"async_status": "Job Completed", "is_running": nil, "schedule_id": nil,
	},
	// Its size is how many people are uploaded.
	"CustomAudience":        {"approximate_count_lower_bound": nil, "approximate_count_upper_bound": nil, "retention_days": json.Number("0"), "pixel_id": nil, "rev_share_policy_id": nil, "opt_out_link": nil},
	"CustomAudienceSession": {"end_time": nil},
	"User":                  {"website": nil, "client_business_id": nil},
	"AdPreview":             {"body": `<iframe src="https://example.com/preview" width="540" height="690" scrolling="yes" style="border: none;"></iframe>`},
	"AdAsyncRequestSet":     {"notification_mode": "ON_COMPLETE"},
	"UnifiedThread":         {"name": nil},
	"BusinessUser":          {"title": "Marketing"},
	"Page":                  {"birthday": nil},
}

// agree makes fields of a node fit each other.
func (g *sampler) agree(values map[string]any) {
	if name, ok := values["first_name"]; ok && values["last_name"] != nil && values["name"] != nil {
		values["name"] = textOf(name) + " " + textOf(values["last_name"])
	}
}
