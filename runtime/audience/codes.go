package audience

import "github.com/metagraph-go/graphgen/runtime/graph"

// What the API answers when a custom audience cannot be updated. They work
// with errors.Is.
var (
	// ErrUpdateRunning means that another update of the audience is going on.
	// An upload waits and tries again.
	ErrUpdateRunning = graph.Code{Code: 2650, Subcode: 1870145}
	// ErrSessionTimedOut means that the session's 90 minutes are over. An upload
	// that adds or removes people goes on in another session; one that replaces
	// an audience has to start again from the first row. An [*ExpiredError], by
	// which nothing was sent, matches it too.
	ErrSessionTimedOut = graph.Code{Code: 2650, Subcode: 1870158}
	// ErrFirstBatchMissing means that the API has not seen batch 1 of the
	// session: start a new upload.
	ErrFirstBatchMissing = graph.Code{Code: 2650, Subcode: 1870147}
	// ErrSessionFinished means that the session has had its last batch: a new
	// upload needs another session id.
	ErrSessionFinished = graph.Code{Code: 2650, Subcode: 1870159}
	// ErrPartialUpload means that the API failed on some batch of the session:
	// start a new upload from the first row.
	ErrPartialUpload = graph.Code{Code: 2650, Subcode: 1870148}
	// ErrAudienceTooLarge means that the audience has 100 million people or
	// more, which cannot be replaced: make a new audience.
	ErrAudienceTooLarge = graph.Code{Code: 2650, Subcode: 1870144}
)

// errorDocs says what to do about the errors of uploads. An [*Error] ends with
// it.
var errorDocs = []graph.ErrorDoc{
	{Code: ErrUpdateRunning, Name: "UpdateRunning", Class: graph.ErrTransient, Meaning: "another update of the audience is running; try again when it is done"},
	{Code: ErrSessionTimedOut, Name: "SessionTimedOut", Class: graph.ErrBadRequest, Meaning: "the session's 90 minutes are over; start a new upload from the first row"},
	{Code: ErrFirstBatchMissing, Name: "FirstBatchMissing", Class: graph.ErrBadRequest, Meaning: "the session has no batch 1; start a new upload"},
	{Code: ErrSessionFinished, Name: "SessionFinished", Class: graph.ErrBadRequest, Meaning: "the session has had its last batch; start a new upload with another session id"},
	{Code: ErrPartialUpload, Name: "PartialUpload", Class: graph.ErrBadRequest, Meaning: "a batch of the session failed; start a new upload with all rows"},
	{Code: ErrAudienceTooLarge, Name: "AudienceTooLarge", Class: graph.ErrBadRequest, Meaning: "an audience of 100 million people or more cannot be replaced; make a new one"},
	{Code: graph.Code{Code: 2650}, Name: "AudienceUpdateFailed", Class: graph.ErrBadRequest, Meaning: "the audience could not be updated"},
	{Code: graph.Code{Code: 100}, Name: "InvalidParameter", Class: graph.ErrBadRequest, Meaning: "a param is invalid, or the audience does not exist or is not visible to the token"},
	{Code: graph.Code{Code: 105}, Name: "TooManyParameters", Class: graph.ErrBadRequest, Meaning: "the request has too many params; send smaller batches"},
	{Code: graph.Code{Code: 190}, Name: "InvalidToken", Class: graph.ErrToken, Meaning: "the access token is invalid or expired; the upload can be resumed with a new one"},
	{Code: graph.Code{Code: 200}, Name: "Permission", Class: graph.ErrPermission, Meaning: "the token lacks a permission, or the terms of custom audiences are not accepted for the ad account"},
	{Code: graph.Code{Code: 80003}, Name: "TooManyAudienceCalls", Class: graph.ErrRateLimited, Meaning: "there were too many custom audience calls to the ad account; wait"},
}
