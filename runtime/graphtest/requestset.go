package graphtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

func init() {
	actions["AdAccount.asyncadrequestsets create"] = createAdSetRequests
	actions["AdAccount.asyncadcreatives create"] = createCreativeRequests
	actions["AdAccount.async_batch_requests create"] = createAsyncBatch
	actions["AdAsyncRequestSet delete"] = cancelSet
	actions["AdAsyncRequestSet update"] = updateSet
	actions["AdAsyncRequest delete"] = cancelRequest
	actions["AdAsyncRequestSet.requests list"] = listRequests
}

// requestSet is the state of an async request set.
type requestSet struct {
	schema   *schema
	run      *batchRun
	requests []*request
	// listed is the set as the account's jobs name it.
	listed *record
	// notified is closed when the callback of the set's end was answered. It is
	// nil before the callback is sent.
	notified chan struct{}
}

// request is one write of a set.
type request struct {
	rec  *record
	item batchItem
}

// maxRequests is how many requests a set may have.
const maxRequests = 1000

// newSet makes a set of requests, which a caller fills.
func (s *Server) newSet(sc *schema, c *call, decoded args, edge string) (*requestSet, *record, *Error) {
	if err := s.callbackURI(decoded["notification_mode"], decoded["notification_uri"]); err != nil {
		return nil, nil, err
	}
	rec, err := s.store.add("AdAsyncRequestSet", "", nil)
	if err != nil {
		return nil, nil, unstored(err)
	}
	t := &sc.nodes["AdAsyncRequestSet"].structType
	s.store.set(rec, s.written(sc, t, c.target, decoded))
	rec.fields["owner_id"] = strings.TrimPrefix(c.rec.id, "act_")
	rec.fields["notification_status"] = "not_sent"
	if rec.fields["notification_mode"] == nil {
		rec.fields["notification_mode"] = "OFF"
	}
	s.stamp(t, rec, "created_time")
	s.store.link(c.rec, edge, rec)
	set := &requestSet{schema: sc, run: &batchRun{server: s, outer: c, results: map[string]any{}, failed: map[string]bool{}}}
	rec.state = set
	if n := sc.nodes["AdAccount"]; n != nil && n.edges["async_requests"] != nil {
		set.listed = &record{typ: "AsyncRequest", id: rec.id, fields: map[string]any{"id": rec.id, "owner_id": rec.fields["owner_id"], "name": rec.fields["name"]}}
		s.store.linkTo(edgeKey{c.rec.id, "async_requests"}, set.listed)
	}
	return set, rec, nil
}

// addRequest adds one write to a set.
func (s *Server) addRequest(set *requestSet, setRec *record, item batchItem, scope string, input any) *Error {
	rec, err := s.store.add("AdAsyncRequest", "", nil)
	if err != nil {
		return unstored(err)
	}
	rec.fields["status"] = "INITIAL"
	rec.fields["async_request_set"] = setRec.id
	if input != nil {
		rec.fields["input"] = input
	}
	if scope != "" {
		rec.fields["scope_object_id"] = scope
	}
	rec.fields["created_time"] = s.timestamp()
	s.store.linkTo(edgeKey{setRec.id, "requests"}, rec)
	if owner := s.store.nodes[scope]; owner != nil {
		if n := s.schema.nodes[owner.typ]; n != nil && n.edges["asyncadrequests"] != nil {
			s.store.linkTo(edgeKey{scope, "asyncadrequests"}, rec)
		}
	}
	set.requests = append(set.requests, &request{rec, item})
	return nil
}

// createAdSetRequests makes ads in the background.
func createAdSetRequests(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	specs, _ := decoded["ad_specs"].([]any)
	if len(specs) == 0 || len(specs) > maxRequests {
		return nil, paramError([]string{"ad_specs"}, "Param ad_specs must have 1 to %d items", maxRequests)
	}
	set, rec, err := s.newSet(sc, c, decoded, "asyncadrequestsets")
	for _, one := range specs {
		if err != nil {
			return nil, err
		}
		members, _ := one.(map[string]any)
		err = s.addRequest(set, rec, formItem(c.rec.id+"/ads", members), textOf(members["adset_id"]), one)
	}
	if err != nil {
		return nil, err
	}
	set.count(s, rec)
	return s.readBack(sc, c, rec, object{{"id", rec.id}})
}

func createCreativeRequests(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	members, _ := decoded["creative_spec"].(map[string]any)
	set, rec, err := s.newSet(sc, c, decoded, "asyncadcreatives")
	if err == nil {
		err = s.addRequest(set, rec, formItem(c.rec.id+"/adcreatives", members), strings.TrimPrefix(c.rec.id, "act_"), decoded["creative_spec"])
	}
	if err != nil {
		return nil, err
	}
	set.count(s, rec)
	return object{{"id", rec.id}}, nil
}

// createAsyncBatch starts a batch in the background.
func createAsyncBatch(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	list, _ := decoded["adbatch"].([]any)
	if len(list) == 0 || len(list) > maxRequests {
		return nil, paramError([]string{"adbatch"}, "Param adbatch must have 1 to %d items", maxRequests)
	}
	var items []batchItem
	for i, one := range list {
		members, _ := one.(map[string]any)
		for _, name := range []string{"name", "relative_url", "body"} {
			if textOf(members[name]) == "" {
				return nil, &Error{Code: 194, Message: fmt.Sprintf("(#194) adbatch[%d] needs the parameter %s", i, name), blame: []string{"adbatch"}}
			}
		}
		item := newBatchItem(members)
		item.method = http.MethodPost
		if !strings.Contains(item.body, "=") {
			// The guide's sample encodes the whole body once more.
			item.body = unescape(item.body)
			item.needs = references(unescape(item.body))
		}
		items = append(items, item)
	}
	set, rec, err := s.newSet(sc, c, decoded, "asyncadrequestsets")
	for i, item := range items {
		if err != nil {
			return nil, err
		}
		err = s.addRequest(set, rec, item, strings.TrimPrefix(c.rec.id, "act_"), list[i])
	}
	if err != nil {
		return nil, err
	}
	set.count(s, rec)
	return object{{"id", rec.id}}, nil
}

// formItem returns a write whose params are given as JSON.
func formItem(path string, members map[string]any) batchItem {
	var body []string
	for _, name := range keys(members) {
		body = append(body, name+"="+escape(textOf(members[name])))
	}
	return batchItem{method: http.MethodPost, url: path, body: strings.Join(body, "&"), header: http.Header{}}
}

// readsToEnd is how many reads complete a set of any size. The one after them
// tells so, as does the fifth read of a report.
const readsToEnd = 4

// pace has a set of n requests, which ends with the step n+1, move on evenly.
func (set *requestSet) pace() int {
	steps := len(set.requests) + 1
	return (steps + readsToEnd - 1) / readsToEnd
}

func (set *requestSet) step(s *Server, rec *record) bool {
	started := false
	for _, r := range set.requests {
		switch r.rec.fields["status"] {
		case "IN_PROGRESS":
			set.finish(s, r)
		case "INITIAL":
			if !started {
				r.rec.fields["status"] = "IN_PROGRESS"
				started = true
			}
		}
	}
	set.count(s, rec)
	return rec.fields["is_completed"] != true
}

// finish does a request. The store's lock is held.
func (set *requestSet) finish(s *Server, r *request) {
	for _, name := range r.item.needs {
		if set.run.failed[name] {
			r.rec.fields["status"] = "ERROR_DEPENDENCY"
			set.run.failed[r.item.name] = true
			return
		}
	}
	c := set.run.call(r.item)
	value, err := s.perform(set.schema, c)
	if err != nil {
		r.rec.fields["status"] = "ERROR"
		r.rec.fields["result"] = map[string]any{"error_code": err.Code, "error_message": err.Message}
		set.run.failed[r.item.name] = true
		return
	}
	plain, _ := normalize(value)
	r.rec.fields["status"] = "SUCCESS"
	r.rec.fields["result"] = plain
	set.run.results[r.item.name] = plain
}

// count brings the figures of a set up to date. A set that is completed by
// then is notified.
func (set *requestSet) count(s *Server, rec *record) {
	counts := map[string]int{}
	for _, r := range set.requests {
		status := textOf(r.rec.fields["status"])
		switch {
		case strings.HasPrefix(status, "ERROR"):
			status = "ERROR"
		case strings.Contains(status, "CANCELED"):
			status = "CANCELED"
		}
		counts[strings.ToLower(status)+"_count"]++
	}
	for _, name := range []string{"initial_count", "in_progress_count", "success_count", "error_count", "canceled_count"} {
		rec.fields[name] = json.Number(numberText(int64(counts[name])))
	}
	rec.fields["total_count"] = json.Number(numberText(int64(len(set.requests))))
	rec.fields["is_completed"] = counts["initial_count"]+counts["in_progress_count"] == 0
	if set.listed != nil {
		set.listed.fields["is_completed"] = rec.fields["is_completed"]
	}
	if rec.fields["is_completed"] == true {
		s.notify(set, rec)
	}
}

// listRequests lists the requests of a set, which is one way to poll it.
func listRequests(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	page, err := (&view{s, sc, c}).page(decoded)
	s.poll(c.rec)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// cancelSet cancels the requests that have not begun.
func cancelSet(s *Server, _ *schema, c *call, _ args) (any, *Error) {
	if set, ok := c.rec.state.(*requestSet); ok {
		for _, r := range set.requests {
			cancel(r.rec)
		}
		set.count(s, c.rec)
	}
	return s.done(c), nil
}

func cancelRequest(s *Server, _ *schema, c *call, _ args) (any, *Error) {
	cancel(c.rec)
	if rec := s.store.nodes[textOf(c.rec.fields["async_request_set"])]; rec != nil {
		if set, ok := rec.state.(*requestSet); ok {
			set.count(s, rec)
		}
	}
	return s.done(c), nil
}

func cancel(rec *record) {
	if rec.fields["status"] == "INITIAL" {
		rec.fields["status"] = "CANCELED"
	}
}

// updateSet changes a set. How it notifies is fixed once it is completed.
func updateSet(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	notifies := decoded["notification_mode"] != nil || decoded["notification_uri"] != nil
	if notifies && c.rec.fields["is_completed"] == true {
		return nil, paramError([]string{"notification_mode"}, "The notification of a completed set cannot be changed")
	}
	after := func(name string) any {
		if value := decoded[name]; value != nil {
			return value
		}
		return c.rec.fields[name]
	}
	if err := s.callbackURI(after("notification_mode"), after("notification_uri")); err != nil {
		return nil, err
	}
	return s.update(sc, c, decoded)
}
