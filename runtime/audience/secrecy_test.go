package audience_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// everyPrint prints v in the ways in which programs print.
func everyPrint(v any) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v\n%+v\n%#v\n%s\n%q\n%x\n%d\n", v, v, v, v, v, v, v)
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
	if data, err := json.Marshal(v); err == nil {
		b.Write(data)
	}
	if err, ok := v.(error); ok {
		for ; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&b, "%T %v %+v %#v\n", err, err, err, err)
			var answer *graph.Error
			if errors.As(err, &answer) {
				fmt.Fprintf(&b, "%+v %+v\n", *answer, answer.Data)
			}
		}
	}
	return b.String()
}

// sentPayload returns the text in which rows are sent.
func sentPayload(t *testing.T, schema []hash.Key, rows audience.Rows) string {
	t.Helper()
	api := newFakeAPI(t)
	api.keep = true
	if _, err := api.uploader(audience.Config{Schema: schema}).Add(t.Context(), "1", rows); err != nil {
		t.Fatal(err)
	}
	return api.bodies[0].Get("payload")
}

// TestNothingLeaks uploads a person with every kind of failure and looks for
// her in everything that can be printed.
func TestNothingLeaks(t *testing.T) {
	const id, email, madid, token = "customer-4711", "jane.roe@example.com", "aece52e7-03ee-455a-b3c4-e57283966239", "token-of-the-test"
	digest, err := hash.Hash(hash.KeyEmail, email)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{id, email, "jane", madid, digest, token}
	schema := []hash.Key{hash.KeyExternID, hash.KeyEmail, hash.KeyMADID, hash.KeyDOBM}
	jane := []string{id, email, madid, "13"}
	row := rowsOf([]string{"c-1", "", "", ""}, jane)

	var printed strings.Builder
	show := func(v any) { printed.WriteString(everyPrint(v)) }
	samples := graphtest.Answer(200, answerWith(fmt.Sprintf(`{%q:%q}`, digest, id))).AfterActing()
	echo := graphtest.Fail(graphtest.Error{Code: 100, Message: "Invalid parameter: " + sentPayload(t, schema, row)})
	faults := []graphtest.Fault{samples, throttle, running, graphtest.ExpiredToken(), failBefore, failAfter, breakBefore, breakAfter, garbage, echo}
	for _, config := range []audience.Config{{}, {OnInvalid: audience.Stop}} {
		for i, fault := range faults {
			for _, kind := range []string{"add", "remove"} {
				api := newFakeAPI(t)
				api.Fault(graphtest.On("*"), fault)
				config.Schema, config.MaxAttempts = schema, 2
				config.Checkpoint = func(c audience.Checkpoint) error { show(c); return nil }
				config.Progress = func(p audience.Progress) { show(p) }
				u := api.uploader(config)
				show(u)
				show(*u)
				show(config)
				upload := u.Add
				if kind == "remove" {
					upload = u.Remove
				}
				result, err := upload(t.Context(), "1", row)
				if i == 0 && config.OnInvalid == "" && (err != nil || result.Samples.Len() != 1) {
					t.Fatalf("no sample: %v, %v", result, err)
				}
				show(result)
				show(*result)
				show(err)
				for _, problem := range result.RowErrors {
					show(problem)
				}
			}
		}
	}
	if text := printed.String(); !strings.Contains(text, "[redacted]") || !strings.Contains(text, "DOBM") {
		t.Error("the test has seen no message with a value, or no row error")
	}
	for _, bad := range []string{
		id + ",x,y\n" + email + ",b,c\n", // a file without header
		"EMAIL,EXTERN_ID\n" + email + "\n\"" + email + "\"x,1\n",
		"EMAIL,EXTERN_ID\n" + email + "," + id + ",1\n",
		"EMAIL,EMAIL\n" + email + "," + id + "\n",
		"EMAIL\n\"" + email,
	} {
		file, err := audience.NewCSV(strings.NewReader(bad), audience.CSVOptions{})
		show(err)
		if err != nil {
			continue
		}
		api := newFakeAPI(t)
		for _, policy := range []audience.InvalidPolicy{audience.DropCells, audience.Stop} {
			result, err := api.uploader(audience.Config{Schema: file.Keys(), OnInvalid: policy}).Check(file.Rows())
			show(err)
			show(result)
		}
	}
	for _, secret := range secrets {
		if i := strings.Index(printed.String(), secret); i >= 0 {
			t.Errorf("%q is printed: …%s…", secret, printed.String()[max(0, i-200):i+len(secret)])
		}
	}
}

func TestErrorText(t *testing.T) {
	api := newFakeAPI(t)
	api.faultAt(2, graphtest.Fail(graphtest.Error{Code: 190, Subcode: 463, Message: "expired"}))
	u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10, SessionID: 77})
	_, err := u.Replace(t.Context(), "1", people(35))
	want := "audience: replace 1: batch 2 (rows 11 to 20), session 77: graph: CustomAudience.usersreplace create 1: (#190/463) expired [trace T0000000002]: " +
		"the access token is invalid or expired; the upload can be resumed with a new one"
	if err == nil || err.Error() != want {
		t.Errorf("the error is\n%v\nwant\n%s", err, want)
	}
}

// TestErrorDocs checks that each code can be told, and comes with advice.
func TestErrorDocs(t *testing.T) {
	for _, code := range []graph.Code{audience.ErrUpdateRunning, audience.ErrSessionTimedOut, audience.ErrFirstBatchMissing, audience.ErrSessionFinished, audience.ErrPartialUpload, audience.ErrAudienceTooLarge} {
		found := false
		for _, doc := range audience.ErrorDocs {
			found = found || doc.Code == code && doc.Meaning != ""
		}
		if !found {
			t.Errorf("%v is not documented", code)
		}
	}
}
