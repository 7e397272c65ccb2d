package graphtest

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// funnel is the figures of a sampled row: each count is a part of the one
// before it, so that shares and costs come out as those of real ads.
type funnel struct {
	impressions, reach, clicks, links, views, carts, purchases int64
	// cents are what was spent, and sales what was sold for.
	cents, sales int64
}

// weekly is how busy the days of a week are, in percent, from Sunday on.
var weekly = [7]int64{115, 100, 96, 93, 98, 108, 121}

// sampleFunnel makes up the figures of a day that is some days ago. The same
// arguments give the same figures.
func sampleFunnel(ad, ago int, day time.Weekday) funnel {
	noise := mix(uint64(ad)<<32 | uint64(ago))
	// between returns a number from low to high.
	between := func(low, high int64) int64 {
		noise = mix(noise)
		return low + int64(noise%uint64(high-low+1))
	}
	base := 1500 + int64(mix(uint64(ad))%4500)
	f := funnel{impressions: base * weekly[day] * between(85, 115) / 10000}
	f.reach = f.impressions * 100 / between(108, 135)
	f.clicks = f.impressions * between(120, 240) / 10000
	f.links = f.clicks * between(62, 78) / 100
	f.views = f.links * between(70, 85) / 100
	f.carts = f.views * between(12, 20) / 100
	f.purchases = f.carts * between(25, 45) / 100
	f.cents = f.impressions * between(480, 860) / 1000
	f.sales = f.purchases * between(3200, 5900)
	return f
}

// mix returns a number that looks like chance and follows from another.
func mix(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// plus returns the sum of figures.
func (f funnel) plus(g funnel) funnel {
	return funnel{f.impressions + g.impressions, f.reach + g.reach, f.clicks + g.clicks, f.links + g.links, f.views + g.views, f.carts + g.carts,
		f.purchases + g.purchases, f.cents + g.cents, f.sales + g.sales}
}

// split divides the figures by shares. The parts add up to the whole.
func (f funnel) split(shares []int64) []funnel {
	parts := make([]funnel, len(shares))
	impressions := divide(f.impressions, shares)
	clicks := divide(f.clicks, impressions)
	links := divide(f.links, clicks)
	views := divide(f.views, links)
	carts := divide(f.carts, views)
	purchases := divide(f.purchases, carts)
	reach, cents, sales := divide(f.reach, impressions), divide(f.cents, impressions), divide(f.sales, purchases)
	for i := range parts {
		parts[i] = funnel{impressions[i], reach[i], clicks[i], links[i], views[i], carts[i], purchases[i], cents[i], sales[i]}
	}
	return parts
}

// divide divides a number in proportion to shares. Where it is no more than
// all shares together, no part is more than its share.
func divide(n int64, shares []int64) []int64 {
	all, noise := int64(0), uint64(n)
	for _, share := range shares {
		all += share
		noise = mix(noise ^ uint64(share))
	}
	parts := make([]int64, len(shares))
	if all == 0 {
		return parts
	}
	before, seen := int64(0), int64(0)
	// What is left over by rounding down would always go to the last parts.
	leftover := int64(noise % uint64(all))
	for i, share := range shares {
		seen += share
		upTo := (n*seen + leftover) / all
		parts[i], before = upTo-before, upTo
	}
	return parts
}

// fill writes the figures into a row. The API leaves out what did not happen.
func (f funnel) fill(row figures) {
	count := func(name string, n int64) {
		if n > 0 || name == "impressions" || name == "clicks" {
			row[name] = json.Number(strconv.FormatInt(n, 10))
		}
	}
	count("impressions", f.impressions)
	count("reach", f.reach)
	count("clicks", f.clicks)
	count("unique_clicks", f.clicks*94/100)
	count("inline_link_clicks", f.links)
	count("unique_inline_link_clicks", f.links*95/100)
	count("inline_post_engagement", f.links+f.clicks/5)
	row["spend"] = money(f.cents)
	list := func(name string, items ...any) {
		var out []any
		for i := 0; i+1 < len(items); i += 2 {
			if text := textOf(items[i+1]); text != "0" && text != "0.00" {
				out = append(out, map[string]any{"action_type": items[i], "value": text})
			}
		}
		if out != nil {
			row[name] = out
		}
	}
	number := func(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
	list("actions", "post_engagement", number(f.links+f.clicks/5), "link_click", number(f.links), "landing_page_view", number(f.views),
		"add_to_cart", number(f.carts), "purchase", number(f.purchases))
	list("unique_actions", "link_click", number(f.links*95/100), "landing_page_view", number(f.views*95/100), "purchase", number(f.purchases))
	list("action_values", "purchase", money(f.sales))
	list("outbound_clicks", "outbound_click", number(f.links))
	list("conversions", "purchase", number(f.purchases))
}

// windowShares are how much of an action happens within a time after seeing or
// clicking an ad, in percent.
var windowShares = map[string]int64{"1d_click": 71, "7d_click": 92, "28d_click": 100, "1d_view": 8, "7d_view": 14, "28d_view": 19, "1d_ev": 2}

// addWindows adds the figures of attribution windows to the actions of a
// sampled row.
func addWindows(row figures, windows []string) {
	for _, name := range []string{"actions", "unique_actions", "action_values", "conversions"} {
		list, _ := row[name].([]any)
		for _, item := range list {
			members := item.(map[string]any)
			for _, window := range windows {
				share, known := windowShares[window]
				value, ok := number(members["value"])
				if !known || !ok {
					continue
				}
				digits := 0
				if strings.Contains(textOf(members["value"]), ".") {
					digits = 2
				}
				members[window] = value.Mul(value, big.NewRat(share, 100)).FloatString(digits)
			}
		}
	}
}

// money writes cents as a sum with two decimals.
func money(cents int64) string {
	text := strconv.FormatInt(cents+1000, 10) // At least four digits.
	whole, _ := strconv.ParseInt(text[:len(text)-2], 10, 64)
	return strconv.FormatInt(whole-10, 10) + "." + text[len(text)-2:]
}
