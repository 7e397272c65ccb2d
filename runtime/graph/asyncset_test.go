package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWaitAsyncSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		client := newTestClient(t, Config{Token: Secret("token"), HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			asked++
			if r.URL.Path != "/v25.0/60" || !strings.Contains(r.FormValue("fields"), "error_count") {
				t.Errorf("got %s", r.URL)
			}
			return respond(200, fmt.Sprintf(`{"id":"60","owner_id":71597454,"is_completed":%t,"total_count":9,"in_progress_count":%d,"success_count":"%d"}`, asked == 10, 10-asked, asked-1)), nil
		})}})
		var seen []int
		start := time.Now()
		set, err := WaitAsyncSet(t.Context(), client, "60", AsyncWait{Progress: func(s AsyncSet) { seen = append(seen, s.Succeeded) }})
		want := AsyncSet{ID: "60", OwnerID: "71597454", Completed: true, Total: 9, Succeeded: 9}
		if diff := cmp.Diff(want, set); err != nil || diff != "" {
			t.Errorf("error %v, set (-want +got):\n%s", err, diff)
		}
		// 2, 4, 8, 16 and then five times 30 seconds.
		if got := time.Since(start); got != 180*time.Second || len(seen) != 10 {
			t.Errorf("waited %v and told %v", got, seen)
		}
		asked = 0
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		set, err = WaitAsyncSet(ctx, client, "60", AsyncWait{})
		if !errors.Is(err, context.DeadlineExceeded) || set.Succeeded != 1 {
			t.Errorf("got %+v and %v", set, err)
		}
	})
}

func TestAsyncRequestEnds(t *testing.T) {
	ends := map[AsyncStatus]error{
		"SUCCESS": nil, "success": nil,
		"ERROR": Code{Code: 100, Subcode: 0}, "Error": ErrBadRequest, "ERROR_CONFLICTS": ErrBadRequest, "ERROR_DEPENDENCY": ErrDependencyFailed,
		"CANCELED": ErrCanceled, "CANCELED_DEPENDENCY": ErrCanceled, "USER_CANCELED": ErrNotRun, "USER_CANCELED_DEPENDENCY": ErrCanceled,
		"INITIAL": ErrPending, "In_progress": ErrPending, "PENDING_DEPENDENCY": ErrPending, "PROCESS_BY_AD_ASYNC_ENGINE": ErrPending, "PROCESS_BY_EVENT_PROCESSOR": ErrPending,
		"NEW": ErrUnknownOutcome, "": ErrUnknownOutcome,
	}
	for status, want := range ends {
		r := AsyncRequest[*idResult]{ID: "5", Status: status, Result: Object(`{"id":7}`)}
		if status != "SUCCESS" && status != "success" {
			r.Result = Object(`{"error_code":100,"error_message":"Invalid parameter"}`)
		}
		got, err := r.Get()
		if !errors.Is(err, want) || want == nil && got.ID != "7" {
			t.Errorf("%q ended with %v, %v; want %v", status, got, err, want)
		}
		pending := want == ErrPending || want == ErrUnknownOutcome
		if status.Done() == pending {
			t.Errorf("%q is done: %t", status, status.Done())
		}
	}
	r := AsyncRequest[*idResult]{Status: "ERROR"}
	if _, err := r.Get(); asError(err) == nil || strings.Contains(err.Error(), "400") {
		t.Errorf("a failure without a reason is %v", err)
	}
}

func TestSubmit(t *testing.T) {
	var got []string
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.Path+" "+r.PostFormValue("name")+fmt.Sprint(strings.Count(r.PostFormValue("adbatch"), `"relative_url":"act_1/campaigns"`)))
		if len(got) == 3 {
			fmt.Fprint(w, `{"error":{"code":100,"message":"no"}}`)
			return
		}
		fmt.Fprintf(w, `{"id":"set%d"}`, len(got))
	})
	var b Batch
	var results []*Result[*idResult]
	for range 1001 {
		first := Add(&b, callOf[*idResult](createOf("1", "a")))
		results = append(results, first, Add(&b, callOf[*idResult](createOf("1", first.Ref("$.id")))))
	}
	ids, err := Submit(t.Context(), client, &b, "1", "night")
	if diff := cmp.Diff([]string{"set1", "set2"}, ids); diff != "" || !errors.Is(err, ErrBadRequest) {
		t.Errorf("error %v; sets (-want +got):\n%s", err, diff)
	}
	want := []string{"/v25.0/act_1/async_batch_requests night1000", "/v25.0/act_1/async_batch_requests night1000", "/v25.0/act_1/async_batch_requests night2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if _, err := results[0].Get(); !errors.Is(err, errSubmitted) {
		t.Errorf("got %v", err)
	}
	if _, err := results[2001].Get(); !errors.Is(err, ErrNotRun) {
		t.Errorf("got %v", err)
	}
}

func TestSubmitRefuses(t *testing.T) {
	client := rawBatchServer(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	for name, add := range map[string]func(*Batch){
		"a read":  func(b *Batch) { Add(b, callOf[*idResult](readOf("1"))) },
		"a file":  func(b *Batch) { Add(b, callOf[*idResult](uploadOf("1", FileOf("a", []byte("A"))))) },
		"a token": func(b *Batch) { Add(b, callOf[*idResult](createOf("1", "a")), WithToken(Secret("other"))) },
	} {
		var b Batch
		add(&b)
		if ids, err := Submit(t.Context(), client, &b, "1", "x"); err == nil || ids != nil {
			t.Errorf("%s: got %v, %v", name, ids, err)
		}
	}
}

func TestAdSpecsRefuses(t *testing.T) {
	type ad struct {
		Name string `param:"name,required"`
		Bid  int    `param:"bid_amount"`
	}
	call := func(p any) Call[int] { return callOf[int](Request{Operation: createAdOp, ID: "1", Params: p}) }
	type spec struct {
		Name string `json:"name"`
	}
	got, err := AdSpecs[*spec](call(ad{Name: "a"}))
	if err != nil || got[0].Name != "a" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, p := range []any{ad{}, ad{Name: "a", Bid: 1}, fileParams{FileOf("a", []byte("A"))}} {
		var problem *ParamError
		if _, err := AdSpecs[*spec](call(p)); !errors.As(err, &problem) {
			t.Errorf("%+v: got %v", p, err)
		}
	}
}

func TestAsyncSetCallback(t *testing.T) {
	var got []string
	handler := AsyncSetCallback(func(_ context.Context, id string) error {
		got = append(got, id)
		if id == "13" {
			return errors.New("a secret of the program")
		}
		return nil
	})
	tests := []struct {
		method, contentType, body string
		status                    int
	}{
		{"POST", "application/x-www-form-urlencoded", "id=1", 200},
		{"POST", "application/json", `{"id":"2"}`, 200},
		{"POST", "application/json", `{"id":3}`, 200},
		{"POST", "", `{"request_set_id":4}`, 200},
		{"POST", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n5\r\n--b--\r\n", 200},
		{"POST", "text/plain", "async_request_set_id=6", 200},
		{"POST", "application/json", `{"id":13}`, 500},
		{"POST", "application/json", `{"id":{"a":1}}`, 400},
		{"POST", "application/json", `[1]`, 400},
		{"POST", "", "", 400},
		{"POST", "", "id=../1", 400},
		{"POST", "", "id=1&pad=" + strings.Repeat("x", largestCallback), 400},
		{"GET", "", "id=1", 405},
	}
	for _, test := range tests {
		r := httptest.NewRequest(test.method, "/?id=9", strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.contentType)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != test.status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s %.40q: got %d %q, want %d", test.contentType, test.body, w.Code, w.Body, test.status)
		}
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4", "5", "6", "13"}, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}
