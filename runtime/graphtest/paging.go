package graphtest

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// page returns one page of the edge that the call lists.
func (v *view) page(decoded args) (object, *Error) {
	if v.call.target.isInsights() {
		return v.insights(decoded)
	}
	match, err := v.filter(decoded)
	if err != nil {
		return nil, err
	}
	store := v.server.store
	all := store.edges[edgeKey{v.call.rec.id, v.call.target.edge}]
	var visible func(link) bool
	if match != nil || store.hides {
		visible = func(l link) bool { return !l.rec.hidden && (match == nil || match(l.rec)) }
	}
	links, err := v.ordered(all, decoded)
	if err != nil {
		return nil, err
	}
	fields, err := v.fieldsOf(v.call)
	if err != nil {
		return nil, err
	}
	out, err := v.pageOf(links, visible, func(l link) (object, *Error) { return v.node(l.rec, fields) })
	if err != nil {
		return nil, err
	}
	if summary := v.summary(all, visible); summary != nil {
		out.add("summary", summary)
	}
	return out, nil
}

// pageOf cuts a page from items and renders it. It leaves out items that are
// not visible; nil means that all are.
func (v *view) pageOf(all []link, visible func(link) bool, render func(link) (object, *Error)) (object, *Error) {
	links := all
	if !v.server.has(FilterAfterPaging) && visible != nil {
		links = slices.DeleteFunc(slices.Clone(all), func(l link) bool { return !visible(l) })
	}
	limit := v.server.config.PageSize
	if n, err := strconv.Atoi(v.call.params["limit"]); err == nil {
		limit = n
	}
	cut, paging, err := v.cut(links, limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, l := range cut {
		if visible != nil && !visible(l) {
			continue
		}
		item, err := render(l)
		if err != nil {
			return nil, err
		}
		data = append(data, item)
	}
	out := object{{"data", data}}
	if paging != nil {
		out.add("paging", paging)
	}
	return out, nil
}

// cut returns the items of a page, and its paging or nil.
func (v *view) cut(links []link, limit int) ([]link, object, *Error) {
	params := v.call.params
	switch {
	case params["offset"] != "":
		return v.cutOffset(links, limit)
	case v.pagesByTime() && !v.call.ordered && params["after"] == "" && params["before"] == "":
		return v.cutTime(links, limit)
	}
	return v.cutCursor(links, limit)
}

func (v *view) cutCursor(links []link, limit int) ([]link, object, *Error) {
	from, to := 0, len(links)
	if text := v.call.params["after"]; text != "" {
		seq, ok := openCursor(text)
		if !ok {
			return nil, nil, badCursor()
		}
		from = findSeq(links, seq+1)
		to = min(len(links), from+limit)
	} else if text := v.call.params["before"]; text != "" {
		seq, ok := openCursor(text)
		if !ok {
			return nil, nil, badCursor()
		}
		to = findSeq(links, seq)
		from = max(0, to-limit)
	}
	to = min(to, from+limit)
	cut := links[from:to]
	if len(cut) == 0 {
		return nil, nil, nil
	}
	first, last := closeCursor(cut[0].seq), closeCursor(cut[len(cut)-1].seq)
	paging := object{}
	if to < len(links) || v.server.has(LastCursor) {
		paging.add("cursors", object{{"before", first}, {"after", last}})
	}
	if to < len(links) {
		paging.add("next", v.call.url(map[string]string{"after": last, "limit": strconv.Itoa(limit)}))
	}
	if from > 0 {
		paging.add("previous", v.call.url(map[string]string{"before": first, "limit": strconv.Itoa(limit)}))
	}
	return cut, paging, nil
}

func (v *view) cutOffset(links []link, limit int) ([]link, object, *Error) {
	offset, err := strconv.Atoi(v.call.params["offset"])
	if err != nil || offset < 0 {
		return nil, nil, paramError([]string{"offset"}, "Param offset must be a number of 0 or more")
	}
	from := min(offset, len(links))
	to := min(len(links), from+limit)
	paging := object{}
	if to < len(links) {
		paging.add("next", v.call.url(map[string]string{"offset": strconv.Itoa(to), "limit": strconv.Itoa(limit)}))
	}
	if offset > 0 {
		paging.add("previous", v.call.url(map[string]string{"offset": strconv.Itoa(max(0, offset-limit)), "limit": strconv.Itoa(limit)}))
	}
	if len(paging) == 0 {
		paging = nil
	}
	return links[from:to], paging, nil
}

// pagesByTime reports whether the edge pages by the time of its items.
func (v *view) pagesByTime() bool {
	o := v.call.target
	t := v.schema.typeNamed(o.returns.Name)
	return o.params["since"] != nil && o.params["until"] != nil && t != nil && t.fields["created_time"] != nil
}

// cutTime cuts an edge that is ordered by time, latest first. A page that is
// not empty links to a next one always, as the feeds of the API do; the walk
// ends with an empty page.
func (v *view) cutTime(links []link, limit int) ([]link, object, *Error) {
	order := v.byTime(links)
	start, end := v.timeRange(order)
	from, to := start, min(start+limit, end)
	if token := v.call.params["__paging_token"]; token != "" {
		seq, ok := openCursor(token)
		if !ok {
			return nil, nil, badCursor()
		}
		at, found := order.index(links, seq)
		switch found = found && at >= start && at < end; {
		case v.call.params["__previous"] != "" && found:
			from, to = max(start, at-limit), at
		case v.call.params["__previous"] != "":
			to = from
		case found:
			from, to = at+1, min(end, at+1+limit)
		}
	}
	cut := order.links[from:to]
	if len(cut) == 0 {
		return nil, nil, nil
	}
	first, last := cut[0], cut[len(cut)-1]
	next := map[string]string{"until": unixText(last.rec), "__paging_token": closeCursor(last.seq), "limit": strconv.Itoa(limit)}
	if since := v.call.params["since"]; since != "" && v.call.params["__previous"] == "" {
		next["since"] = since
	}
	previous := map[string]string{"since": unixText(first.rec), "__previous": "1", "__paging_token": closeCursor(first.seq), "limit": strconv.Itoa(limit)}
	return cut, object{{"previous", v.call.url(previous)}, {"next", v.call.url(next)}}, nil
}

func unixText(rec *record) string { return strconv.FormatInt(createdTime(rec).Unix(), 10) }

// Cursors are opaque text to clients: base64, as the API's are.

func closeCursor(seq int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("seq:" + strconv.FormatInt(seq, 10)))
}

func openCursor(text string) (int64, bool) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	digits, ok := strings.CutPrefix(string(data), "seq:")
	if err != nil || !ok {
		return 0, false
	}
	seq, err := strconv.ParseInt(digits, 10, 64)
	return seq, err == nil
}

func badCursor() *Error {
	return &Error{Code: 2642, Message: "(#2642) Invalid cursor values"}
}

// findSeq returns the index of the first link from seq on.
func findSeq(links []link, seq int64) int {
	i, _ := slices.BinarySearchFunc(links, seq, func(l link, seq int64) int { return int(l.seq - seq) })
	return i
}
