package hash

// usStateCode returns the two-letter code of a US state, district or
// territory that is given by code or name, in lowercase letters only; "" when
// there is none.
func usStateCode(letters []byte) string {
	if len(letters) == 4 && string(letters[:2]) == "us" {
		letters = letters[2:] // ISO 3166-2: US-CA
	}
	return usStates[string(letters)]
}

// usStates holds the codes of the US Postal Service by name and by code.
var usStates = withCodes(map[string]string{
	"alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar",
	"california": "ca", "colorado": "co", "connecticut": "ct",
	"delaware": "de", "districtofcolumbia": "dc", "florida": "fl",
	"georgia": "ga", "hawaii": "hi", "idaho": "id", "illinois": "il",
	"indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky",
	"louisiana": "la", "maine": "me", "maryland": "md",
	"massachusetts": "ma", "michigan": "mi", "minnesota": "mn",
	"mississippi": "ms", "missouri": "mo", "montana": "mt",
	"nebraska": "ne", "nevada": "nv", "newhampshire": "nh",
	"newjersey": "nj", "newmexico": "nm", "newyork": "ny",
	"northcarolina": "nc", "northdakota": "nd", "ohio": "oh",
	"oklahoma": "ok", "oregon": "or", "pennsylvania": "pa",
	"rhodeisland": "ri", "southcarolina": "sc", "southdakota": "sd",
	"tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt",
	"virginia": "va", "washington": "wa", "westvirginia": "wv",
	"wisconsin": "wi", "wyoming": "wy",
	"washingtondc": "dc", "hawaiʻi": "hi",
	// Territories, freely associated states, and the forces' post.
	"americansamoa": "as", "guam": "gu", "northernmarianaislands": "mp",
	"puertorico": "pr", "virginislands": "vi", "usvirginislands": "vi",
	"federatedstatesofmicronesia": "fm", "marshallislands": "mh", "palau": "pw",
	"armedforcesamericas": "aa", "armedforceseurope": "ae", "armedforcespacific": "ap",
})

func withCodes(byName map[string]string) map[string]string {
	all := make(map[string]string, 2*len(byName))
	for name, code := range byName {
		all[name], all[code] = code, code
	}
	return all
}
