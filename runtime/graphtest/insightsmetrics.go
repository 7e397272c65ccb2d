package graphtest

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// figures are the columns of a row of insights.
type figures map[string]any

// columnKind says how a column behaves when rows are added up.
type columnKind int

const (
	// label is a column that is no figure.
	label columnKind = iota
	// sum is a figure that is added up.
	sum
	// actionSum is a list of figures, each of which is added up.
	actionSum
	// derived is a figure that does not add up, such as a share. Where ratios
	// knows what it is made of it is worked out again.
	derived
)

// shares are parts of names of figures that do not add up.
var shares = regexp.MustCompile(`rate|avg|average|cost_per|_per_|ctr|roas|percent|bid|competitiveness`)

// kindOf returns the kind of a column.
func kindOf(name string, t spec.Type) columnKind {
	switch t.Name {
	case "int32", "int64", "integer", "unsigned int32", "unsigned int64":
		return sum
	case "float":
		if strings.HasSuffix(name, "spend") {
			return sum
		}
		return derived
	case "numeric string":
		if shares.MatchString(name) {
			return derived
		}
		return sum
	case "list":
		if t.Args[0].Name == "ActionStats" && !shares.MatchString(name) {
			return actionSum
		}
		return derived
	}
	return label
}

// ratio is a figure that is one column divided by another.
type ratio struct {
	part, whole string
	times       int64
}

var ratios = map[string]ratio{
	"frequency":                         {"impressions", "reach", 1},
	"ctr":                               {"clicks", "impressions", 100},
	"cpc":                               {"spend", "clicks", 1},
	"cpm":                               {"spend", "impressions", 1000},
	"cpp":                               {"spend", "reach", 1000},
	"unique_ctr":                        {"unique_clicks", "reach", 100},
	"cost_per_unique_click":             {"spend", "unique_clicks", 1},
	"inline_link_click_ctr":             {"inline_link_clicks", "impressions", 100},
	"cost_per_inline_link_click":        {"spend", "inline_link_clicks", 1},
	"unique_inline_link_click_ctr":      {"unique_inline_link_clicks", "reach", 100},
	"unique_link_clicks_ctr":            {"unique_inline_link_clicks", "reach", 100},
	"cost_per_unique_inline_link_click": {"spend", "unique_inline_link_clicks", 1},
	"cost_per_inline_post_engagement":   {"spend", "inline_post_engagement", 1},
	"estimated_ad_recall_rate":          {"estimated_ad_recallers", "reach", 100},
	"cost_per_estimated_ad_recallers":   {"spend", "estimated_ad_recallers", 1},
}

// returns are the returns on ad spend, and the action whose value they are
// made of.
var returns = map[string]string{
	"purchase_roas": "purchase", "website_purchase_roas": "offsite_conversion.fb_pixel_purchase", "mobile_app_purchase_roas": "app_custom_event.fb_mobile_purchase",
}

// actionRatios are those whose part or whole is a list of actions; they are
// lists too.
var actionRatios = map[string]ratio{
	"cost_per_action_type":           {"spend", "actions", 1},
	"cost_per_unique_action_type":    {"spend", "unique_actions", 1},
	"cost_per_conversion":            {"spend", "conversions", 1},
	"cost_per_unique_conversion":     {"spend", "unique_conversions", 1},
	"cost_per_outbound_click":        {"spend", "outbound_clicks", 1},
	"cost_per_unique_outbound_click": {"spend", "unique_outbound_clicks", 1},
	"cost_per_thruplay":              {"spend", "video_thruplay_watched_actions", 1},
	"outbound_clicks_ctr":            {"outbound_clicks", "impressions", 100},
	"unique_outbound_clicks_ctr":     {"unique_outbound_clicks", "reach", 100},
}

// derive works out the figures that a row lacks and that follow from others.
func derive(row figures) {
	for name, r := range ratios {
		if row[name] != nil {
			continue
		}
		if value, ok := r.of(row[r.part], row[r.whole]); ok {
			row[name] = value
		}
	}
	for name, r := range actionRatios {
		if row[name] == nil {
			r.list(row, name, "")
		}
	}
	for name, purchases := range returns {
		if row[name] == nil {
			ratio{"action_values", "spend", 1}.list(row, name, purchases)
		}
	}
}

// of divides two figures. It returns false where one of them is missing, or
// the whole is 0: the API then leaves the figure out.
func (r ratio) of(part, whole any) (string, bool) {
	p, ok := number(part)
	w, ok2 := number(whole)
	if !ok || !ok2 || w.Sign() == 0 {
		return "", false
	}
	p = new(big.Rat).Mul(p, big.NewRat(r.times, 1))
	return decimalText(p.Quo(p, w)), true
}

// list divides each item of a list, or by it; only those of one type unless
// that is empty.
func (r ratio) list(row figures, name, only string) {
	part, partIsList := row[r.part].([]any)
	whole, wholeIsList := row[r.whole].([]any)
	if partIsList == wholeIsList {
		return
	}
	var out []any
	for _, item := range append(part, whole...) {
		members, _ := item.(map[string]any)
		if only != "" && members["action_type"] != only {
			continue
		}
		p, w := row[r.part], row[r.whole]
		if partIsList {
			p = members["value"]
		} else {
			w = members["value"]
		}
		if value, ok := r.of(p, w); ok {
			out = append(out, map[string]any{"action_type": members["action_type"], "value": value})
		}
	}
	if out != nil {
		row[name] = out
	}
}

// decimal is a number as figures have it, of a length that is safe to add.
var decimal = regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,10})?$`)

// number returns a figure, which may be text.
func number(value any) (*big.Rat, bool) {
	text := textOf(value)
	if !decimal.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// decimalText writes a figure as the API does: with up to six decimals.
func decimalText(n *big.Rat) string {
	text := n.FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// figure renders a column of a row: the API sends figures as text, apart from
// those of histograms.
func (v *view) figure(t spec.Type, value any) any {
	asText := v.server.has(MoneyAsText)
	return v.schema.changed(t, value, func(t spec.Type, value any) (any, bool) {
		switch x := value.(type) {
		case json.Number:
			if asText {
				return x.String(), true
			}
		case string:
			if !asText && (strings.Contains(t.Name, "int") || t.Name == "float") && decimal.MatchString(x) && json.Valid([]byte(x)) {
				return json.Number(x), true
			}
		}
		return value, t.Name == "list" && t.Args[0].Name == "ActionHistogram"
	})
}
