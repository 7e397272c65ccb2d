package graphtest

import (
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// Fault is something that goes wrong with a call. Functions such as [Throttle]
// and [Reset] make one; its methods say how often and when. The zero Fault is
// [Pass].
type Fault struct {
	what  faultKind
	times int
	// chance is the probability, or 0 for always.
	chance float64
	after  bool
	// partly means that of a batch only the first operations are done.
	partly bool
	first  int

	// early means that the body of the request is not read.
	early bool
	// stall means that the connection stays open.
	stall bool
	// header are headers of the answer, as names and values in turn.
	header []string

	err     *Error
	wait    time.Duration
	size    int64
	status  int
	text    string
	choices []Fault
}

type faultKind int

const (
	faultPass faultKind = iota
	faultError
	faultThrottle
	faultReset
	faultLatency
	faultSlowBody
	faultTruncate
	faultPage
	faultRaw
	faultCutRequest
	faultMalformed
	faultHuge
	faultRedirect
	faultResults
	faultRun
	faultOneOf
)

// faultNames are the names of faults in the ledger.
var faultNames = map[faultKind]string{
	faultError: "error", faultThrottle: "throttle", faultReset: "reset", faultLatency: "latency",
	faultSlowBody: "slow body", faultTruncate: "truncate", faultPage: "answer", faultRaw: "raw", faultCutRequest: "truncate request", faultMalformed: "malformed", faultHuge: "huge",
	faultRedirect: "redirect", faultResults: "results", faultRun: "run",
}

// name returns the name of a fault, and "" when nothing goes wrong.
func (f *Fault) name() string {
	if f == nil {
		return ""
	}
	if f.what == faultReset && f.stall {
		return "timeout"
	}
	return faultNames[f.what]
}

// Times makes the fault happen n times and then go on to the next of its
// script. Without it, a fault lasts.
func (f Fault) Times(n int) Fault {
	f.times = n
	return f
}

// Probability makes the fault happen to a part p of the calls, from 0 to 1, by
// [Config.Seed]. A call that it passes over goes to the next script that
// matches, so that scripts with probabilities add up.
func (f Fault) Probability(p float64) Fault {
	f.chance = p
	if p <= 0 {
		f.chance = -1
	}
	return f
}

// AfterActing makes the fault happen after the operation was done: the caller
// gets an error, and a write has been made all the same.
func (f Fault) AfterActing() Fault {
	f.after = true
	return f
}

// Pass lets calls through. In a script it stands between faults.
func Pass() Fault { return Fault{} }

// Fail answers with an error of the API.
func Fail(e Error) Fault { return Fault{what: faultError, err: &e} }

// Transient answers with the error of a service that is down for a moment.
func Transient() Fault {
	return Fail(Error{Code: 2, Transient: true, Message: "Service temporarily unavailable"})
}

// ExpiredToken answers with the error of a token that has expired.
func ExpiredToken() Fault {
	return Fail(*badToken(463, "Error validating access token: Session has expired."))
}

// ReduceData answers with the error of a call that asks for too much.
func ReduceData() Fault {
	return Fail(*reduceData())
}

// Throttle refuses calls because there were too many. The code is one of the
// API's throttle codes, such as 4 (the app), 17 (the user), 613 (the ad account)
// or 80004 (ads management); the usage header that goes with it comes along.
func Throttle(code int) Fault {
	return Fault{what: faultThrottle, err: throttleError(code)}
}

// Regain says in the usage header of a [Throttle] how long the block lasts.
func (f Fault) Regain(d time.Duration) Fault {
	f.wait = d
	return f
}

// Subcode sets the subcode of a fault that answers with an error, such as
// 2446079 for the score of an ad account. Clients may wait long for some.
func (f Fault) Subcode(n int) Fault {
	if f.err != nil {
		e := *f.err
		e.Subcode = n
		f.err = &e
	}
	return f
}

// Reset ends the connection before anything is done.
func Reset() Fault { return Fault{what: faultReset} }

// Timeout gives no answer until the caller goes away. In a batch the answer of
// the operation is null. Nothing is done.
func Timeout() Fault { return Reset().Stall() }

// Latency waits before the answer.
func Latency(d time.Duration) Fault { return Fault{what: faultLatency, wait: d, after: true} }

// SlowBody waits between the headers and the body of the answer.
func SlowBody(d time.Duration) Fault { return Fault{what: faultSlowBody, wait: d, after: true} }

// Truncate ends the connection after the first n bytes of the body.
func Truncate(n int) Fault { return Fault{what: faultTruncate, size: int64(n), after: true} }

// HTML answers with a status and the page of a proxy.
func HTML(status int) Fault {
	return Fault{what: faultPage, status: status, text: "<!DOCTYPE html><html><head><title>Sorry, something went wrong</title></head><body></body></html>"}
}

// Bare answers with a status and an empty JSON object, which has no error in
// it.
func Bare(status int) Fault { return Answer(status, "{}") }

// Answer answers with a status and a body of the test's own.
func Answer(status int, body string) Fault {
	return Fault{what: faultPage, status: status, text: body}
}

// Malformed answers with JSON that breaks off, though the connection does not.
func Malformed() Fault { return Fault{what: faultMalformed, after: true} }

// Huge puts n bytes of blanks before the body.
func Huge(n int64) Fault { return Fault{what: faultHuge, size: n, after: true} }

// Redirect sends the caller to another URL.
func Redirect(url string) Fault { return Fault{what: faultRedirect, text: url} }

// OneOf is one of faults each time, by [Config.Seed]; without any it is [Pass].
// Times and Probability are those of the whole, and those of its parts do not
// count. What else is said of the whole, such as AfterActing, is said of each
// part:
//
//	srv.Fault(graphtest.On("*"), graphtest.OneOf(
//		graphtest.Transient(), graphtest.Reset(), graphtest.Reset().AfterActing(),
//	).Probability(0.05))
func OneOf(faults ...Fault) Fault {
	return Fault{what: faultOneOf, choices: append([]Fault(nil), faults...)}
}

// acts reports whether the operation is done in spite of the fault.
func (f *Fault) acts() bool { return f.after || f.what == faultPass }

// faults are the scripts of a server.
type faults struct {
	mu      sync.Mutex
	rng     *rand.Rand
	scripts []*script
}

type script struct {
	on   Match
	left []Fault
}

func newFaults(seed uint64) *faults {
	return &faults{rng: rand.New(rand.NewPCG(seed, 1))}
}

func (f *faults) add(on Match, faults []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scripts = append(f.scripts, &script{on, append([]Fault(nil), faults...)})
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scripts = nil
}

// pick returns the fault of a call, or nil: one that happens early, before the
// body was read, or one that does not.
func (f *faults) pick(c *call, early bool) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.scripts {
		if len(s.left) == 0 || s.left[0].early != early || !s.on.call(c.target.label(), c.id, c.params) {
			continue
		}
		fault := s.left[0]
		if fault.chance != 0 && f.rng.Float64() >= fault.chance {
			continue
		}
		if fault.times > 0 {
			if s.left[0].times--; s.left[0].times == 0 {
				s.left = s.left[1:]
			}
		}
		return f.choose(fault)
	}
	return nil
}

// choose returns the fault that a fault of [OneOf] is this time, and any other
// as it is. The caller holds the lock.
func (f *faults) choose(fault Fault) *Fault {
	for fault.what == faultOneOf {
		chosen := Pass()
		if n := len(fault.choices); n > 0 {
			chosen = fault.choices[f.rng.IntN(n)]
		}
		chosen.after = chosen.after || fault.after
		chosen.stall = chosen.stall || fault.stall
		chosen.header = append(chosen.header[:len(chosen.header):len(chosen.header)], fault.header...)
		if fault.partly {
			chosen.partly, chosen.first = true, fault.first
		}
		fault = chosen
	}
	return &fault
}

// apply makes an answer what the fault makes of it.
func (s *Server) apply(f *Fault, c *call, p *reply) {
	switch f.what {
	case faultError:
		s.fail(p, c, f.err)
	case faultThrottle:
		s.throttled(p, c, f.err.Code, f.wait)
		s.fail(p, c, f.err)
	case faultReset, faultCutRequest:
		p.wire.reset = true
	case faultRaw:
		p.wire.raw = []byte(f.text)
	case faultLatency:
		p.wire.beforeHead = f.wait
	case faultSlowBody:
		p.wire.beforeBody = f.wait
	case faultTruncate:
		p.wire.cut, p.wire.cutAt = true, int(f.size)
	case faultHuge:
		p.wire.repeat = f.size
	case faultMalformed:
		p.body = append(p.body[:len(p.body)*2/3:len(p.body)*2/3], `,"`...)
	case faultPage:
		p.status, p.body = f.status, []byte(f.text)
		p.header.Del("Etag")
		if strings.HasPrefix(f.text, "<") {
			p.header.Set("Content-Type", "text/html; charset=utf-8")
		}
	case faultRedirect:
		p.status, p.body = 302, nil
		p.header.Set("Location", f.text)
		p.header.Del("Etag")
	case faultResults:
		changeResults(c, p, int(f.size))
	case faultRun:
		s.endRun(f, c, p)
	}
	p.wire.stall = f.stall
	for i := 0; i < len(f.header); i += 2 {
		p.header.Set(f.header[i], f.header[i+1])
	}
}
