package graphtest

import "fmt"

// job is what goes on behind a node: a set of requests, a report, a video.
type job interface {
	// step moves the job on, and reports whether there is more to do.
	step(s *Server, rec *record) bool
	// pace is how many steps one read moves the job on.
	pace() int
}

// Advance moves what goes on behind a node n steps on: an async request set,
// a report run, a video that is processed. In one step, the requests of a set
// that are in progress end and the next one starts; a report goes from one
// status to the next. Less than 0 means to the end. Where that completes a set
// whose end is notified, Advance returns when the receiver has answered.
func (s *Server) Advance(id string, n int) {
	if notified := s.advance(id, n); notified != nil {
		<-notified
	}
}

// advance returns the channel of a callback that it has begun, or nil.
func (s *Server) advance(id string, n int) <-chan struct{} {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	rec := s.store.nodes[id]
	if rec == nil {
		s.problem(fmt.Errorf("graphtest: Advance: the store has no node %q", id))
		return nil
	}
	before := rec.notified()
	j, ok := rec.state.(job)
	for ok && n != 0 && j.step(s, rec) {
		n--
	}
	if after := rec.notified(); after != before {
		return after
	}
	return nil
}

// poll is what reading a node does to it.
func (s *Server) poll(rec *record) {
	j, ok := rec.state.(job)
	if !ok || s.config.ManualAsync {
		return
	}
	for range j.pace() {
		if !j.step(s, rec) {
			return
		}
	}
}
