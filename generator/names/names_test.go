package names_test

import (
	"go/token"
	"testing"

	"github.com/metagraph-go/graphgen/generator/names"
)

func TestExported(t *testing.T) {
	tests := map[string]string{
		"id":                    "ID",
		"name":                  "Name",
		"ad_account_id":         "AdAccountID",
		"ids":                   "IDs",
		"invalid_skus":          "InvalidSKUs",
		"link_url":              "LinkURL",
		"ios_app_url":           "IOSAppURL",
		"utm_source":            "UTMSource",
		"timezone_hours_utc":    "TimezoneHoursUTC",
		"http_json_sdk_api":     "HTTPJSONSDKAPI",
		"cpm":                   "CPM",
		"email_sha256":          "EmailSHA256",
		"contact_us":            "ContactUs",
		"inclusionOperator":     "InclusionOperator",
		"useWAMOSpec":           "UseWAMOSpec",
		"pageIDs":               "PageIDs",
		"IDsForPages":           "IDsForPages",
		"iOS":                   "IOS",
		"action.type":           "ActionType",
		"payment.subscriptions": "PaymentSubscriptions",
		"post-object/wall x":    "PostObjectWallX",
		"1d_click":              "X1dClick",
		"100x100":               "X100x100",
		"28d_view":              "X28dView",
		"p25_75":                "P25_75",
		"_private":              "Private",
		"type":                  "Type",
		"café_crème":            "CaféCrème",
		"adset_id":              "AdSetID",
		"source_adsets":         "SourceAdSets",
		"ADLABELS":              "AdLabels",
		"sourceAdset":           "SourceAdSet",
		"asyncadrequestsets":    "AsyncAdRequestSets",
		"has_whatsapp_number":   "HasWhatsAppNumber",
		"名前":                    "X名前",
		"":                      "",
		"---":                   "",
	}
	for name, want := range tests {
		if got := names.Exported(name); got != want {
			t.Errorf("Exported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestValue(t *testing.T) {
	tests := map[string]string{
		"ACTIVE":         "Active",
		"LINK_CLICKS":    "LinkClicks",
		"LAST_7D":        "Last7d",
		"last_7d":        "Last7d",
		"7d_click":       "7dClick",
		"1":              "1",
		"593":            "593",
		"-1":             "Minus1",
		"18-24":          "18_24",
		"65+":            "65Plus",
		"Q&A":            "QAndA",
		"50%":            "50Percent",
		"Cajun/Creole":   "CajunCreole",
		"American (New)": "AmericanNew",
		"Dynamic Ads":    "DynamicAds",
		"MOBILE_APP_ID":  "MobileAppID",
		"":               "Empty",
		"***":            "",
	}
	for value, want := range tests {
		if got := names.Value(value); got != want {
			t.Errorf("Value(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestType(t *testing.T) {
	tests := map[string]string{
		"Campaign":           "Campaign",
		"IGUser":             "IGUser",
		"AdStudyObjectiveID": "AdStudyObjectiveIDObject",
		"UserIDForApp":       "UserIDForApp",
		"user_id":            "UserIDObject",
		"ad_spec":            "AdSpec",
		"Page_Call":          "PageCall",
	}
	for name, want := range tests {
		if got := names.Type(name); got != want {
			t.Errorf("Type(%q) = %q, want %q", name, got, want)
		}
	}
	if got := names.Enum("TaxID"); got != "TaxID" {
		t.Errorf("Enum(TaxID) = %q", got)
	}
}

func TestUnexported(t *testing.T) {
	tests := map[string]string{
		"CampaignRead":         "campaignRead",
		"AdAccountCampaigns":   "adAccountCampaigns",
		"IGUserRead":           "igUserRead",
		"IDsRead":              "idsRead",
		"URL":                  "url",
		"CPASParentCatalogAds": "cpasParentCatalogAds",
	}
	for name, want := range tests {
		if got := names.Unexported(name); got != want {
			t.Errorf("Unexported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFile(t *testing.T) {
	tests := map[string]string{
		"AdAccount":          "ad_account.go",
		"IGUserForIGOnlyAPI": "ig_user_for_ig_only_api.go",
		"UserIDForPage":      "user_id_for_page.go",
		"Targeting":          "targeting.go",
		"ABTest":             "ab_test_node.go",
		"AppLinux":           "app_linux_node.go",
		"CreativeArm":        "creative_arm_node.go",
		"Linux":              "linux.go",
		"API":                "api_node.go",
		"Errors":             "errors_node.go",
	}
	for name, want := range tests {
		if got := names.File(name); got != want {
			t.Errorf("File(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSpoken(t *testing.T) {
	tests := map[string]string{
		"Campaign":            "campaign",
		"AdAccount":           "ad account",
		"IGUser":              "IG user",
		"AdAccountAAAObjects": "ad account AAA objects",
	}
	for name, want := range tests {
		if got := names.Spoken(name); got != want {
			t.Errorf("Spoken(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestOne(t *testing.T) {
	tests := map[string]string{
		"Campaigns":          "Campaign",
		"AdCreatives":        "AdCreative",
		"AdStudies":          "AdStudy",
		"Businesses":         "Business",
		"Batches":            "Batch",
		"Boxes":              "Box",
		"Purchases":          "Purchase",
		"Personas":           "Persona",
		"IDs":                "ID",
		"UsersOfAnyAudience": "UsersOfAnyAudience",
		"CustomAudiencesTOS": "CustomAudiencesTOS",
		"Canvases":           "Canvas",
		"Status":             "Status",
		"Analytics":          "Analytics",
		"AdSettings":         "AdSettings",
		"Feed":               "Feed",
		"Ties":               "Tie",
		"S":                  "S",
		"X1s":                "X1",
		"":                   "",
	}
	for edge, want := range tests {
		if got := names.One(edge); got != want {
			t.Errorf("One(%q) = %q, want %q", edge, got, want)
		}
	}
}

func TestIsExported(t *testing.T) {
	for name, want := range map[string]bool{
		"Campaign": true, "X1": true, "A_b": true,
		"": false, "campaign": false, "1A": false, "_A": false, "A b": false, "Ä": false, "A\n": false,
	} {
		if got := names.IsExported(name); got != want {
			t.Errorf("IsExported(%q) = %t", name, got)
		}
	}
}

// Whatever an API calls a field, its Go name is an exported identifier, or ""
// to say that there is none.
func FuzzExported(f *testing.F) {
	for _, seed := range []string{"ad_account_id", "1d_click", "IDs", "日本", "\x00", "ǆ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := names.Exported(name)
		if got != "" && (!token.IsIdentifier(got) || !token.IsExported(got)) {
			t.Errorf("Exported(%q) = %q, which is no exported identifier", name, got)
		}
		if value := names.Value(name); value != "" && !token.IsIdentifier("T"+value) {
			t.Errorf("Value(%q) = %q, which is no part of an identifier", name, value)
		}
	})
}
