package graph

import (
	"context"
	"net/http"
	"slices"
)

// TokenInfo is what the API knows about an access token.
type TokenInfo struct {
	// AppID and Application are the id and the name of the app that the token
	// is for.
	AppID       string `json:"app_id"`
	Application string `json:"application"`
	// Type is the kind of token, such as "USER", "PAGE" or "APP".
	Type string `json:"type"`
	// UserID is the user whom the token acts for. It is empty for app tokens.
	UserID string `json:"user_id"`
	// ProfileID is the page that the token acts for, when there is one.
	ProfileID string `json:"profile_id"`
	// Valid says whether the token works now.
	Valid bool `json:"is_valid"`
	// IssuedAt, ExpiresAt and DataAccessExpiresAt are zero when the API gives
	// no time: a token without ExpiresAt does not expire.
	IssuedAt            Time `json:"issued_at"`
	ExpiresAt           Time `json:"expires_at"`
	DataAccessExpiresAt Time `json:"data_access_expires_at"`
	// Scopes are the permissions of the token.
	Scopes []string `json:"scopes"`
	// GranularScopes are the permissions with the objects they are for.
	GranularScopes []GranularScope `json:"granular_scopes"`
	// Metadata is what else the API knows, such as the way of the log-in.
	Metadata Object `json:"metadata"`
	// Problem says why the token does not work. Nil means no problem.
	Problem *TokenProblem `json:"error"`
}

// GranularScope is a permission for some objects.
type GranularScope struct {
	// Scope is the permission.
	Scope string `json:"scope"`
	// TargetIDs are the objects that it is for. None means all.
	TargetIDs []string `json:"target_ids"`
}

// TokenProblem says why a token does not work.
type TokenProblem struct {
	// Code and Subcode are those of the error that a call with the token gets.
	Code    int `json:"code"`
	Subcode int `json:"subcode"`
	// Message is for developers. Its wording changes.
	Message string `json:"message"`
}

// Allows reports whether the token has a permission for an object. The empty
// target asks for the permission on any object.
func (t *TokenInfo) Allows(scope, target string) bool {
	for _, granular := range t.GranularScopes {
		if granular.Scope == scope {
			return target == "" || len(granular.TargetIDs) == 0 || slices.Contains(granular.TargetIDs, target)
		}
	}
	return slices.Contains(t.Scopes, scope)
}

var debugTokenOperation = Operation{API: &ownAPI, Node: "Token", Kind: KindRead, Method: http.MethodGet, Path: "debug_token"}

type debugTokenParams struct {
	InputToken SecretText `param:"input_token,required"`
}

// DebugToken asks the API about an access token. The client's own token, or
// that of [WithToken], has to be the app's or that of one of its developers.
// The token in question is sent in the body and never stands in a URL. A token
// that does not work is no error: see [TokenInfo.Valid].
func DebugToken(ctx context.Context, c *Client, token SecretText, opts ...Option) (*TokenInfo, error) {
	var answer struct {
		Data *TokenInfo `json:"data"`
	}
	r := Request{Operation: &debugTokenOperation, Params: debugTokenParams{InputToken: token}}
	if err := c.run(ctx, r, collect(opts), &answer); err != nil {
		return nil, err
	}
	if answer.Data == nil {
		return nil, &DecodeError{Operation: r.Operation.String(), Problem: `has no member "data"`}
	}
	return answer.Data, nil
}
