package graph

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// IssuedToken is an access token that the API handed out.
type IssuedToken struct {
	// Token is the token, for [Config.Token] or [WithToken].
	Token SecretText
	// Type is the kind of authorization, such as "bearer".
	Type string
	// ExpiresIn is how long the token is valid from now on. 0 means that the API
	// named no end; [DebugToken] tells what it knows.
	ExpiresIn time.Duration
}

// AppToken returns the access token of an app that is made of its id and its
// secret, without a call. It holds the secret: keep it on servers. Without an
// id or a secret it is the zero SecretText, which [WithToken] and calls that
// need a token refuse.
func AppToken[ID ~string](appID ID, appSecret SecretText) SecretText {
	if appID == "" || appSecret.IsZero() {
		return SecretText{}
	}
	return Secret(string(appID) + "|" + appSecret.Reveal())
}

// RequestAppToken asks the API for an access token of an app. The app proves
// itself by [Config.AppSecret]; the client needs no token.
func RequestAppToken[ID ~string](ctx context.Context, c *Client, appID ID, opts ...Option) (*IssuedToken, error) {
	return c.requestToken(ctx, tokenParams{Grant: "client_credentials", AppID: string(appID)}, collect(opts))
}

// ExchangeToken exchanges a short-lived access token of a user for a
// long-lived one, which works beside it. The app that the token is for proves
// itself by [Config.AppSecret]; the client needs no token of its own. A token
// that the API no longer takes is an [ErrToken].
func ExchangeToken[ID ~string](ctx context.Context, c *Client, appID ID, token SecretText, opts ...Option) (*IssuedToken, error) {
	if token.IsZero() {
		return nil, fmt.Errorf("graph: %s: there is no token to exchange", &accessTokenOperation)
	}
	return c.requestToken(ctx, tokenParams{Grant: "fb_exchange_token", AppID: string(appID), Token: token}, collect(opts))
}

// The operation is a read, because asking twice does no harm: the API hands out
// another token.
var accessTokenOperation = Operation{API: &ownAPI, Node: "AccessToken", Kind: KindRead, Method: http.MethodGet, Path: "oauth/access_token"}

type tokenParams struct {
	Grant     string     `param:"grant_type,required"`
	AppID     string     `param:"client_id,required"`
	AppSecret SecretText `param:"client_secret,required"`
	Token     SecretText `param:"fb_exchange_token"`
}

// requestToken asks for a token. The secrets of the call travel in its body,
// as all params that are a [SecretText] do.
func (c *Client) requestToken(ctx context.Context, p tokenParams, o options) (*IssuedToken, error) {
	switch {
	case !c.isMade():
		return nil, errNoClient
	case c.config.AppSecret.IsZero():
		return nil, fmt.Errorf("graph: %s: the app proves itself by its secret: set Config.AppSecret", &accessTokenOperation)
	case !o.token.IsZero():
		return nil, fmt.Errorf("graph: %s: WithToken has no effect: the app proves itself by its secret", &accessTokenOperation)
	}
	p.AppSecret, o.tokenless = c.config.AppSecret, true
	var answer struct {
		Token     SecretText `json:"access_token"`
		Type      string     `json:"token_type"`
		ExpiresIn Opt[int64] `json:"expires_in"`
	}
	if err := c.run(ctx, Request{Operation: &accessTokenOperation, Params: p}, o, &answer); err != nil {
		return nil, err
	}
	if answer.Token.IsZero() {
		return nil, &DecodeError{Operation: accessTokenOperation.String(), Problem: `has no member "access_token"`}
	}
	seconds := min(max(answer.ExpiresIn.Or(0), 0), int64(longestLife/time.Second))
	return &IssuedToken{Token: answer.Token, Type: answer.Type, ExpiresIn: time.Duration(seconds) * time.Second}, nil
}

// longestLife bounds what an answer says about the life of a token, so that it
// fits a time.Duration.
const longestLife = 100 * 365 * 24 * time.Hour
