package graphtest

import (
	"strconv"
	"strings"
)

// sampleNames are the names of samples by their types. Others are named after
// their type.
var sampleNames = map[string][]string{
	"AdAccount": {"Sample Shop"}, "Business": {"Sample Shop Ltd"}, "Page": {"Sample Shop", "Sample Bakery", "Sample Books"}, "Application": {"Sample App"},
	"Campaign":   {"Spring sale", "Summer shirts", "Back to school", "Autumn sale", "Winter coats", "Gift cards"},
	"AdSet":      {"Women 18-65, Germany", "Men 18-65, Germany", "Visitors of the shop, 30 days", "Lookalike of buyers, 1%"},
	"Ad":         {"Video of the shop", "Carousel of shirts", "Picture of a shirt", "Story with a coupon"},
	"AdCreative": {"Carousel of shirts", "Video of the shop"}, "AdLabel": {"season", "test"}, "CustomAudience": {"Buyers of 180 days", "Newsletter", "Visitors of the shop"},
	"AdImage": {"shirt.jpg", "shop.jpg"}, "Album": {"Our shop", "Shirts"}, "ProductCatalog": {"Shirts"}, "Post": {"New shirts"}, "Photo": {"A shirt"}, "Canvas": {"Our shop"}, "AdStudy": {"Video or picture"},
	"OfflineConversionDataSet": {"Sales in shops"}, "BusinessAssetGroup": {"All assets"}, "PageUserMessageThreadLabel": {"customer", "question"},
}

// rename has samples of some types named from the first of other names on.
func (g *sampler) rename(names map[string][]string) {
	g.names = names
	for typeName := range names {
		delete(g.named, typeName)
	}
}

// sampleName returns the name of a sample: the next of its type.
func (g *sampler) sampleName(typeName string) string {
	if g.named == nil {
		g.named = map[string]int{}
	}
	n := g.named[typeName]
	g.named[typeName]++
	names := g.names[typeName]
	if names == nil {
		names = sampleNames[typeName]
	}
	switch {
	case names != nil:
	case typeName == "User" || typeName == "Profile" || typeName == "BusinessUser" || typeName == "AssignedUser":
		for _, name := range sampleFirstNames {
			names = append(names, name+" Sample")
		}
	default:
		names = []string{inWords(typeName)}
	}
	name := names[n%len(names)]
	if round := n/len(names) + 1; round > 1 {
		name += " " + strconv.Itoa(round)
	}
	return name
}

// inWords returns "Live video" for LiveVideo.
func inWords(typeName string) string {
	var words strings.Builder
	for i, c := range typeName {
		if i > 0 && c >= 'A' && c <= 'Z' {
			words.WriteByte(' ')
			c += 'a' - 'A'
		}
		words.WriteRune(c)
	}
	return words.String()
}
