package graphtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// maxBatch is how many operations a batch may have.
const maxBatch = 50

// batchItem is an operation of a batch as it is sent.
type batchItem struct {
	name, method, url, body string
	dependsOn               string
	files                   []string
	header                  http.Header
	// omit is what omit_response_on_success says, or nil.
	omit *bool
	// needs are the names that the operation waits for.
	needs []string
}

// batchRun is a batch that is being answered.
type batchRun struct {
	server  *Server
	outer   *call
	number  int
	results map[string]any
	// failed are the operations that did not succeed, by name.
	failed map[string]bool
}

// batch answers a batch.
func (s *Server) batch(c *call, p *reply) {
	c.target = batchOperation
	entry := s.ledger.begin(c, s.config.Now())
	fault := s.faults.pick(c, false)
	defer func() { s.ledger.end(entry, c, p, fault) }()
	if fault != nil && !fault.acts() {
		s.apply(fault, c, p)
		return
	}
	items, err := readBatch(c.params["batch"])
	if auth := s.authorize(c); auth != nil {
		err = auth
	}
	if err != nil {
		s.fail(p, c, err)
		return
	}
	c.acted = true
	run := &batchRun{server: s, outer: c, number: s.ledger.nextBatch(), results: map[string]any{}, failed: map[string]bool{}}
	answers := make([]any, len(items))
	for i, item := range items[:fault.operations(len(items))] {
		answers[i] = run.answer(item, needed(items, item.name))
	}
	if s.config.Allowance > 0 {
		app, _ := s.usage.add(s.config.Now(), "", 0)
		s.showAppUsage(p, app)
	}
	p.setJSON(c, answers)
	if fault != nil {
		s.apply(fault, c, p)
	}
}

// needed reports whether other operations wait for one.
func needed(items []batchItem, name string) bool {
	return name != "" && slices.ContainsFunc(items, func(item batchItem) bool { return slices.Contains(item.needs, name) })
}

// readBatch reads the batch param. Any mistake in it fails the whole call.
func readBatch(text string) ([]batchItem, *Error) {
	value, err := looseJSON(text)
	list, ok := value.([]any)
	if err != nil || !ok {
		return nil, &Error{Code: 100, Type: typeBatch, Message: "(#100) Param batch must be an array"}
	}
	if len(list) > maxBatch {
		return nil, &Error{Type: typeBatch, Message: fmt.Sprintf("Too many requests in batch message. Maximum batch size is %d", maxBatch)}
	}
	items := make([]batchItem, len(list))
	known := map[string]bool{}
	for i, entry := range list {
		members, ok := entry.(map[string]any)
		if !ok {
			return nil, &Error{Code: 100, Type: typeBatch, Message: fmt.Sprintf("(#100) batch[%d] must be an object", i)}
		}
		items[i] = newBatchItem(members)
		for _, name := range items[i].needs {
			if !known[name] {
				return nil, &Error{Code: 100, Type: typeBatch, Message: fmt.Sprintf("(#100) batch[%d] refers to %q, which no operation before it is named", i, name)}
			}
		}
		if name := items[i].name; name != "" {
			if known[name] {
				return nil, &Error{Code: 100, Type: typeBatch, Message: fmt.Sprintf("(#100) batch[%d] has the name %q of another operation", i, name)}
			}
			known[name] = true
		}
	}
	return items, nil
}

func newBatchItem(m map[string]any) batchItem {
	item := batchItem{
		name: textOf(m["name"]), method: strings.ToUpper(textOf(m["method"])), url: textOf(m["relative_url"]), body: textOf(m["body"]),
		dependsOn: textOf(m["depends_on"]), files: splitList(textOf(m["attached_files"])), header: http.Header{},
	}
	if item.method == "" {
		item.method = http.MethodGet
	}
	if omit, ok := m["omit_response_on_success"]; ok {
		value := truth(textOf(omit))
		item.omit = &value
	}
	headers, _ := m["headers"].([]any)
	for _, h := range headers {
		switch h := h.(type) {
		case string:
			name, value, _ := strings.Cut(h, ":")
			item.header.Set(strings.TrimSpace(name), strings.TrimSpace(value))
		case map[string]any:
			item.header.Set(textOf(h["name"]), textOf(h["value"]))
		}
	}
	item.needs = append(references(unescape(item.url)), references(unescape(item.body))...)
	if item.dependsOn != "" {
		item.needs = append(item.needs, item.dependsOn)
	}
	return item
}

// call returns the operation as a call of its own, with results in place of
// the references.
func (r *batchRun) call(item batchItem) *call {
	c := &call{method: item.method, params: map[string]string{}, header: item.header, base: r.outer.base, batch: r.number}
	path, query, _ := strings.Cut(item.url, "?")
	c.setPath(substitute(unescapePath(path), r.results))
	c.setQuery(query)
	c.sawToken("query")
	c.setQuery(item.body)
	c.sawToken("body")
	for name, value := range c.params {
		c.params[name] = substitute(value, r.results)
	}
	for _, part := range item.files {
		if f, ok := r.outer.file(part); ok {
			c.files = append(c.files, f)
		}
	}
	if c.version == "" {
		c.version = r.outer.version
	}
	c.finish()
	if c.token == "" || c.token == r.outer.token {
		if c.token == "" {
			c.tokenIn = []string{"batch"}
		}
		c.token = r.outer.token
		for _, name := range []string{"appsecret_proof", "appsecret_time"} {
			if value := r.outer.params[name]; value != "" && c.params[name] == "" {
				c.params[name] = value
			}
		}
	}
	return c
}

// unescapePath decodes the braces of references, and leaves the rest to the
// path.
func unescapePath(path string) string {
	if strings.Contains(strings.ToLower(path), "%7bresult") {
		return unescape(path)
	}
	return path
}

// answer runs an operation and returns what the batch says about it.
func (r *batchRun) answer(item batchItem, isNeeded bool) any {
	for _, name := range item.needs {
		if r.failed[name] {
			r.failed[item.name] = true
			return nil
		}
	}
	c := r.call(item)
	p := r.server.serve(c, nil)
	if p.wire.endsUnanswered() {
		r.failed[item.name] = true
		return nil
	}
	if p.wire.cut {
		p.body = p.body[:min(p.wire.cutAt, len(p.body))]
	}
	if p.status >= 400 || p.code != 0 {
		r.failed[item.name] = true
	} else if item.name != "" {
		if value, err := decode(string(p.body)); err == nil {
			r.results[item.name] = value
		}
		omit := isNeeded
		if item.omit != nil {
			omit = *item.omit
		}
		if omit {
			return nil
		}
	}
	return r.result(p)
}

// result returns one element of the batch's answer.
func (r *batchRun) result(p *reply) object {
	out := object{{"code", p.status}}
	if include := r.outer.params["include_headers"]; include != "false" && include != "0" {
		headers := []object{}
		for _, name := range keys(p.header) {
			shown := name
			if name == "Etag" {
				shown = "ETag"
			}
			headers = append(headers, object{{"name", shown}, {"value", p.header.Get(name)}})
		}
		out.add("headers", headers)
	}
	if len(p.body) == 0 {
		out.add("body", nil)
		return out
	}
	out.add("body", string(p.body))
	return out
}
