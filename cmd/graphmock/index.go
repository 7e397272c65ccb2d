package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// index is the page that lists what is served.
type index struct {
	version    string
	operations []ir.OperationSummary
	store      *graphtest.Store
	// app is what the example of an app's token has.
	app struct{ id, secret string }
	// needs says what the examples lack, or is empty.
	needs string
}

// ServeHTTP writes HTML to browsers and plain text to others.
func (x *index) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	base := "http://" + r.Host
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		fmt.Fprint(w, x.html(base))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, x.text(base))
}

// example is a call to try.
type example struct{ what, command string }

// examples returns calls on nodes that are there.
func (x *index) examples(base string) []example {
	list := []example{
		{"The user of the token", x.get(base, "me", "id,name")},
		{"The user's ad accounts", x.get(base, "me/adaccounts", "id,name,currency")},
	}
	if accounts := x.store.IDs("AdAccount"); len(accounts) > 0 {
		account := accounts[0]
		list = append(list,
			example{"A page of campaigns", x.get(base, account+"/campaigns", "id,name,status", "limit", "2")},
			example{"A new campaign", x.post(base, account+"/campaigns", "name=New", "special_ad_categories=[]", "status=PAUSED")},
			example{"A batch", fmt.Sprintf(`curl -F 'access_token=any' -F 'batch=[{"method":"GET","relative_url":"me"},{"method":"GET","relative_url":"%s/campaigns?limit=1"}]' '%s/'`, account, base)},
			example{"What ads cost, by day", x.get(base, account+"/insights", "spend,impressions,clicks,ctr", "date_preset", "last_7d", "time_increment", "1")},
			example{"A report in the background", x.post(base, account+"/insights", "fields=spend")},
			example{"What the API says about a call", x.get(base, "me", "name,locale", "debug", "all")},
		)
		if campaigns := x.store.Edge(account, "campaigns"); len(campaigns) > 0 {
			list = append(list,
				example{"A campaign with its ads", x.get(base, campaigns[0], "name,ads.limit(2){id,name}")},
				example{"A change", x.post(base, campaigns[0], "name=Renamed")},
			)
		}
	}
	list = append(list,
		example{"An access token of the app", x.post(base, "oauth/access_token", "grant_type=client_credentials", "client_id="+x.app.id, "client_secret="+x.app.secret)},
		example{"What is known about a token", fmt.Sprintf("curl '%s/%s/debug_token?input_token=any'", base, x.version)},
	)
	return append(list, example{"An error", x.get(base, "1", "id")})
}

func (x *index) get(base, path, fields string, more ...string) string {
	query := url.Values{"fields": {fields}}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return fmt.Sprintf("curl '%s/%s/%s?%s'", base, x.version, path, strings.ReplaceAll(query.Encode(), "%2C", ","))
}

func (x *index) post(base, path string, params ...string) string {
	var b strings.Builder
	b.WriteString("curl")
	for _, param := range params {
		fmt.Fprintf(&b, " -d '%s'", param)
	}
	fmt.Fprintf(&b, " '%s/%s/%s'", base, x.version, path)
	return b.String()
}

// path returns the path of an operation, with the id of a node that is there.
func (x *index) path(o ir.OperationSummary) string {
	before, rest, found := strings.Cut(strings.TrimPrefix(o.Path, "/"), "{")
	_, after, closed := strings.Cut(rest, "}")
	if ids := x.store.IDs(o.Node); found && closed && len(ids) > 0 {
		prefix := before[strings.LastIndex(before, "/")+1:]
		return before + strings.TrimPrefix(ids[0], prefix) + after
	}
	return o.Path
}

func (x *index) text(base string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Fake Graph API %s: %d operations.\n%s\nTry\n", x.version, len(x.operations), x.needs)
	for _, e := range x.examples(base) {
		fmt.Fprintf(&b, "\n# %s\n%s\n", e.what, e.command)
	}
	b.WriteString("\nOperations\n\n")
	for _, o := range x.operations {
		fmt.Fprintf(&b, "%-6s /%s/%s  %s\n", o.Method, x.version, strings.TrimPrefix(x.path(o), "/"), label(o))
	}
	return b.String()
}

func (x *index) html(base string) string {
	var b strings.Builder
	title := html.EscapeString("Fake Graph API " + x.version)
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>%s</title>", title)
	b.WriteString("<style>body{font:16px sans-serif;margin:2em;max-width:70em}pre{background:#eee;padding:.5em;overflow:auto}td{padding:.1em 1em .1em 0}</style>")
	fmt.Fprintf(&b, "<h1>%s</h1><p>%d operations. Nothing here leaves this machine. %s</p><h2>Try</h2>", title, len(x.operations), html.EscapeString(x.needs))
	for _, e := range x.examples(base) {
		fmt.Fprintf(&b, "<p>%s<pre>%s</pre>", html.EscapeString(e.what), html.EscapeString(e.command))
	}
	b.WriteString("<h2>Operations</h2><table>")
	for _, o := range x.operations {
		path := "/" + x.version + "/" + strings.TrimPrefix(x.path(o), "/")
		cell := html.EscapeString(path)
		if o.Method == http.MethodGet {
			cell = fmt.Sprintf(`<a href="%s">%s</a>`, cell, cell)
		}
		fmt.Fprintf(&b, "<tr><td>%s<td>%s<td>%s", html.EscapeString(o.Method), cell, html.EscapeString(label(o)))
	}
	b.WriteString("</table></html>\n")
	return b.String()
}

func label(o ir.OperationSummary) string {
	name := o.Node
	if o.Edge != "" {
		name += "." + o.Edge
	}
	return name + " " + o.Op
}
