package graphtest

import (
	"crypto/sha1"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sampleText is what texts of some names are like. The pattern is one of
// [path.Match]; {n} in a value stands for the number of the node, and {hex} for
// a hash. No values means that the field is left out.
type sampleText struct {
	pattern string
	values  []string
}

// sampleTexts are the texts of samples; the first pattern that matches counts.
var sampleTexts = []sampleText{
	{"currency", []string{"EUR"}}, {"*_currency", []string{"EUR"}},
	{"country", []string{"DE"}}, {"countries", []string{"DE"}}, {"*country*", []string{"DE"}},
	{"timezone_name", []string{"Europe/Berlin"}}, {"timezone_type", []string{"ADVERTISER"}},
	{"locale", []string{"de_DE"}},
	{"buying_type", []string{"AUCTION"}},
	{"pacing_type", []string{"standard"}},
	{"first_name", sampleFirstNames}, {"last_name", []string{"Sample"}}, {"short_name", sampleFirstNames}, {"name_format", []string{"{first} {last}"}},
	{"gender", []string{"female", "male"}}, {"birthday", []string{"04/12/1990"}}, {"username", []string{"sample.shop.{n}"}},
	{"*email*", []string{"someone{n}@example.com"}},
	{"phone", []string{"+49 30 1234567"}}, {"whatsapp_*number", []string{"+49 170 1234567"}},
	{"*city", []string{"Berlin"}}, {"state", []string{"Berlin"}}, {"region", []string{"Berlin"}}, {"*_state", nil}, {"*_province", []string{"Berlin"}},
	{"*street", []string{"Sample Street {n}"}}, {"street1", []string{"Sample Street {n}"}}, {"zip", []string{"10115"}}, {"*_zip", []string{"10115"}}, {"*postal_code", []string{"10115"}},
	{"location", []string{"Berlin"}}, {"single_line_address", []string{"Sample Street {n}, 10115 Berlin"}},
	{"business_name", []string{"Sample Shop Ltd"}}, {"company", []string{"Sample Shop Ltd"}}, {"client_name", []string{"Sample Shop Ltd"}}, {"dsa_*", []string{"Sample Shop Ltd"}}, {"default_dsa_*", []string{"Sample Shop Ltd"}},
	{"vertical", []string{"RETAIL"}}, {"category", []string{"Clothing store"}},
	{"about", []string{"Shirts and more."}}, {"bio", []string{"Shirts and more."}}, {"description", []string{"Made up for tests."}}, {"company_overview", []string{"We sell samples."}},
	{"link_description", []string{"Free delivery from 30 euros."}}, {"link_caption", []string{"example.com"}}, {"display_url", []string{"example.com"}},
	{"message", []string{"New shirts are in.", "Last days of the sale.", "See you in our shop!"}}, {"snippet", []string{"Are you open on Sunday?"}},
	{"body", []string{"New shirts are in. Have a look!"}}, {"text", []string{"New shirts are in. Have a look!"}}, {"story", []string{"Sample Shop added a photo."}},
	{"title", []string{"Shirts for summer", "The autumn sale", "New in our shop"}}, {"headline", []string{"Shirts for summer"}}, {"caption", []string{"Our shop"}}, {"alt_text", []string{"A shirt"}},
	{"*label_name", []string{"customer", "question"}}, {"name", []string{"Sample Shop"}}, {"*_name", nil},
	{"price_range", []string{"$$"}}, {"place_type", []string{"PLACE"}}, {"founded", []string{"2012"}},
	{"status_type", []string{"added_photos"}}, {"user_type", []string{"USER"}}, {"role", []string{"EMPLOYEE"}}, {"permission", []string{"ads_read", "ads_management", "business_management"}},
	{"custom_event_str", nil}, {"event_type", []string{"CLICK_THROUGH"}}, {"attribution_windows", []string{"7d_click"}},
	{"backdated_time_granularity", []string{"none"}}, {"results_first_available_date", nil},
	{"upload_tag", []string{"store data, week {n}"}}, {"event_stats", nil},
	{"emails", []string{"someone{n}@example.com"}}, {"tasks", []string{"MANAGE"}}, {"permitted_tasks", []string{"MANAGE"}}, {"capabilities", []string{"CAN_USE_REACH_AND_FREQUENCY"}},
	{"app_domains", []string{"example.com"}}, {"namespace", []string{"sampleshop"}}, {"tags", []string{"shirts"}},
	{"daily_active_users", []string{"1200"}}, {"weekly_active_users", []string{"5100"}}, {"monthly_active_users", []string{"14000"}}, {"total_views", []string{"3100"}},
	{"website", []string{"https://example.com/"}},
	{"embed_html", []string{`<iframe src="https://example.com/embed/{n}"></iframe>`}},
	{"*hash", []string{"{hex}"}},
	{"url_tags", []string{"utm_source=facebook"}}, {"*url*", []string{"https://example.com/{n}"}}, {"*uri", []string{"https://example.com/{n}"}},
	{"*link", []string{"https://example.com/{n}"}}, {"pic", []string{"https://example.com/picture/{n}.jpg"}}, {"pic_*", []string{"https://example.com/picture/{n}.jpg"}}, {"picture", []string{"https://example.com/picture/{n}.jpg"}}, {"profile_pic", []string{"https://example.com/picture/{n}.jpg"}}, {"*_picture", []string{"https://example.com/picture/{n}.jpg"}},
	{"source", []string{"https://example.com/media/{n}"}}, {"icon", []string{"https://example.com/icon.png"}},
	{"two_factor_type", []string{"none"}}, {"progress", nil}, {"stage", []string{"finished"}},
	{"daily_outcomes_curve", nil},
}

var sampleFirstNames = []string{"Kim", "Robin", "Sascha", "Andrea", "Nicola"}

// text returns a text for a field, or nil.
func (g *sampler) text(name string) any {
	switch {
	case strings.HasPrefix(name, "date_") || name == "until" || name == "since":
		day := g.now.AddDate(0, 0, -1)
		if name == "since" || name == "date_start" {
			day = day.AddDate(0, 0, 1-sampleReportDays)
		}
		return day.UTC().Format(time.DateOnly)
	case strings.HasSuffix(name, "_time"):
		return at(g.time(name))
	}
	for _, s := range sampleTexts {
		if ok, err := path.Match(s.pattern, name); err != nil || !ok {
			continue
		}
		if s.values == nil {
			break
		}
		text := s.values[g.record%len(s.values)]
		if text == "{hex}" {
			sum := sha1.Sum([]byte(name + strconv.Itoa(g.record)))
			return hex.EncodeToString(sum[:16])
		}
		return strings.ReplaceAll(text, "{n}", strconv.Itoa(g.record))
	}
	if !g.all {
		return nil
	}
	if name == "" {
		return "sample"
	}
	return strings.ReplaceAll(name, "_", " ")
}

// usualValues are the values of enums that most objects have, by what comes
// first.
var usualValues = []string{
	"ACTIVE", "OUTCOME_SALES", "OFFSITE_CONVERSIONS", "LINK_CLICKS", "IMPRESSIONS", "LOWEST_COST_WITHOUT_CAP", "CUSTOM", "HASHES", "WEBSITE", "AUCTION",
	"verified", "granted", "USER_PROVIDED_ONLY", "SHARE", "LEARN_MORE", "NONE", "ad", "FILE_IMPORTED", "Job Completed", "SUCCESS", "FINISHED", "sent", "VOD", "user", "RETAIL",
}

// usual returns the value of an enum that most objects have.
func usual(values []string) any {
	for _, value := range usualValues {
		if slices.Contains(values, value) {
			return value
		}
	}
	return values[0]
}
