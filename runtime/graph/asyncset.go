package graph

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
)

// AsyncSet is a set of writes that the API does in the background, made by
// [Submit] or by a call such as AdAccount.asyncadrequestsets create. To
// change how it notifies, or to cancel what still waits in it, update or
// delete the AdAsyncRequestSet of the generated package.
type AsyncSet struct {
	// ID is the set's id.
	ID string `json:"id"`
	// OwnerID is the object that owns the set: for ads, the ad account's id
	// without "act_".
	OwnerID string `json:"owner_id"`
	// Name is the set's name.
	Name string `json:"name"`
	// Completed says that no request of the set waits or is in progress.
	Completed bool `json:"is_completed"`
	// Total is how many requests the set has. Initial, InProgress, Succeeded,
	// Failed and Canceled are how many of them are in each state.
	Total      int `json:"total_count"`
	Initial    int `json:"initial_count"`
	InProgress int `json:"in_progress_count"`
	Succeeded  int `json:"success_count"`
	Failed     int `json:"error_count"`
	Canceled   int `json:"canceled_count"`
}

// AsyncWait says how [WaitAsyncSet] waits. The zero value is fine.
type AsyncWait struct {
	// Poll says how often the state is asked for.
	Poll Poll
	// Progress, when set, is called with each state that the API tells.
	Progress func(AsyncSet)
}

var (
	asyncSetOperation      = Operation{API: &ownAPI, Node: "AdAsyncRequestSet", Kind: KindRead, Method: http.MethodGet, Path: "{ad_async_request_set_id}"}
	asyncRequestsOperation = Operation{API: &ownAPI, Node: "AdAsyncRequestSet", Edge: "requests", Kind: KindList, Method: http.MethodGet, Path: "{ad_async_request_set_id}/requests"}
)

var asyncSetFields = []string{"id", "owner_id", "name", "is_completed", "total_count", "initial_count", "in_progress_count", "success_count", "error_count", "canceled_count"}

// WaitAsyncSet waits until a set is completed. The context bounds the wait. It
// returns the last state that the API told, also with an error; how each
// request ended is for [AsyncRequests] to tell.
func WaitAsyncSet[ID ~string](ctx context.Context, c *Client, setID ID, wait AsyncWait, opts ...Option) (AsyncSet, error) {
	return c.waitAsyncSet(ctx, string(setID), wait, collect(opts))
}

func (c *Client) waitAsyncSet(ctx context.Context, setID string, wait AsyncWait, o options) (AsyncSet, error) {
	var last AsyncSet
	poll, err := wait.Poll.withDefaults()
	if err != nil {
		return last, err
	}
	r := Request{Operation: &asyncSetOperation, ID: setID, Fields: asyncSetFields}
	o.use = manyCalls
	err = poll.wait(ctx, c, r, func() (done bool, err error) {
		var now AsyncSet
		if err := c.run(ctx, r, o, &now); err != nil {
			return false, err
		}
		last = now
		if wait.Progress != nil {
			wait.Progress(now)
		}
		return now.Completed, nil
	})
	return last, err
}

// AsyncStatus is how far a request of a set is. The API writes it in upper or
// in lower case, and adds values.
type AsyncStatus string

// Done reports whether the request has ended. Of a status that this package
// does not know it reports false; in a set that is completed all have ended.
func (s AsyncStatus) Done() bool {
	state := s.state()
	return state == asyncSuccess || state == asyncFailed || state == asyncCanceled
}

// asyncState is a family of statuses.
type asyncState uint8

const (
	asyncUnknown asyncState = iota
	asyncPending
	asyncSuccess
	asyncFailed
	asyncCanceled
)

func (s AsyncStatus) state() asyncState {
	status := strings.ToUpper(string(s))
	switch {
	case status == "SUCCESS":
		return asyncSuccess
	case strings.Contains(status, "CANCELED"):
		return asyncCanceled
	case strings.HasPrefix(status, "ERROR"):
		return asyncFailed
	case status == "INITIAL", status == "IN_PROGRESS", strings.HasPrefix(status, "PENDING_"), strings.HasPrefix(status, "PROCESS_BY_"):
		return asyncPending
	}
	return asyncUnknown
}

// AsyncRequest is one write of a set. T is what the call answers when it does
// not run in the background.
type AsyncRequest[T any] struct {
	// ID is the request's id. To cancel the request, delete the AdAsyncRequest
	// of the generated package.
	ID string `json:"id"`
	// ScopeObjectID is the object above the one that is written: for a new ad,
	// its ad set.
	ScopeObjectID string `json:"scope_object_id"`
	// Status is how far the request is.
	Status AsyncStatus `json:"status"`
	// Result is what came of it, as the API sent it.
	Result Object `json:"result"`
	// Input is what the request asks.
	Input Object `json:"input"`
}

// AsyncRequests returns the requests of a set, page after page. The
// [WithParam] "status" keeps some of them, such as "success,error".
func AsyncRequests[T any, ID ~string](ctx context.Context, c *Client, setID ID, opts ...Option) iter.Seq2[*AsyncRequest[T], error] {
	r := Request{Operation: &asyncRequestsOperation, ID: string(setID), Fields: []string{"id", "scope_object_id", "status", "result", "input"}}
	return All(ctx, c, List[*AsyncRequest[T]]{Request: r}, opts...)
}

// ErrPending means that a request of a set has not ended.
const ErrPending Outcome = "not done yet"

// ErrCanceled means that a request of a set was canceled before it ran. It is
// also an [ErrNotRun].
const ErrCanceled Outcome = "canceled"

// Get returns the answer to the request. The error is an [*Error] when the API
// refused it, and otherwise an [*OutcomeError].
func (r *AsyncRequest[T]) Get() (T, error) {
	var value, none T
	if err := asyncEnd(r.ID, r.Status, r.Result, &value); err != nil {
		return none, err
	}
	return value, nil
}

// asyncEnd decodes the result of a request into out, or returns the error that
// it ended with.
func asyncEnd(id string, status AsyncStatus, result Object, out any) error {
	request := Request{Operation: &asyncRequestOperation, ID: id}
	end := func(o Outcome, cause error) error {
		return &OutcomeError{Operation: request.String(), Outcome: o, Err: cause, write: true}
	}
	switch status.state() {
	case asyncSuccess:
		return decodeAnswer(request.Operation, result, out)
	case asyncCanceled:
		return end(ErrCanceled, nil)
	case asyncPending:
		return end(ErrPending, nil)
	case asyncUnknown:
		return end(ErrUnknownOutcome, errors.New("the API told a status that this package does not know"))
	}
	if strings.EqualFold(string(status), "ERROR_DEPENDENCY") {
		return end(ErrDependencyFailed, nil)
	}
	return asyncFailure(request, result)
}

var asyncRequestOperation = Operation{API: &ownAPI, Node: "AdAsyncRequest", Kind: KindRead, Method: http.MethodGet, Path: "{ad_async_request_id}"}

// asyncFailure returns the error that a request ended with.
func asyncFailure(r Request, result Object) *Error {
	a := &answer{status: http.StatusBadRequest, body: result, scrub: newScrubber()}
	e := a.failure(r)
	e.HTTPStatus = 0
	if e.Code == 0 {
		e.Message = "the request failed, and the API gives no code"
	}
	return e
}
