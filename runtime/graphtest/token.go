package graphtest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// issueToken is the operation that hands out access tokens. It is on no node.
var issueToken = &operation{
	node: &nodeType{structType: structType{name: "AccessToken"}}, kind: "read", method: http.MethodGet,
	params: grantParams, order: keys(grantParams),
}

var grantParams = map[string]*spec.Field{
	"grant_type":        {Type: spec.Type{Name: "string"}},
	"client_id":         {Type: spec.Type{Name: "string"}},
	"client_secret":     {Type: spec.Type{Name: "string"}},
	"fb_exchange_token": {Type: spec.Type{Name: "string"}},
	"code":              {Type: spec.Type{Name: "string"}},
	"redirect_uri":      {Type: spec.Type{Name: "string"}},
}

func init() {
	actions["User.permissions list"] = listPermissions
	actions["User.permissions delete"] = revokePermissions
}

// tokens are the access tokens that a server knows: those of the config and
// those that it handed out. The zero value knows none.
type tokens struct {
	mu     sync.Mutex
	known  map[string]*knownToken
	issued int
}

// knownToken is a token and what became of it.
type knownToken struct {
	Token
	issuedAt time.Time
	// removed means that the user has removed the app.
	removed bool
}

func (t *tokens) add(list []Token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, token := range list {
		t.put(&knownToken{Token: token})
	}
}

// put adds a token. The caller holds the lock.
func (t *tokens) put(token *knownToken) {
	if t.known == nil {
		t.known = map[string]*knownToken{}
	}
	token.Scopes = slices.Clone(token.Scopes)
	t.known[token.Text] = token
}

// get returns a copy of a token, and whether it is known.
func (t *tokens) get(text string) (knownToken, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	token, ok := t.known[text]
	if !ok {
		return knownToken{}, false
	}
	return *token, true
}

// issue adds a token with a text of its own, which stands behind the prefix,
// and returns that text.
func (t *tokens) issue(prefix string, token knownToken) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.issued++
	token.Text = prefix + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "graphtest-token-%d", t.issued))
	t.put(&token)
	return token.Text
}

// revoke takes a scope off a token. Without a scope it ends all tokens of the
// same user, as the removal of an app does.
func (t *tokens) revoke(text, scope string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	token := t.known[text]
	if scope != "" {
		token.Scopes = slices.DeleteFunc(slices.Clone(token.Scopes), func(s string) bool { return s == scope })
		return
	}
	for _, other := range t.known {
		if other.UserID == token.UserID && other.Type != appType {
			other.removed = true
		}
	}
}

const (
	userType = "USER"
	appType  = "APP"
)

// longLife is how long a long-lived token is valid.
const longLife = 60 * 24 * time.Hour

// grant hands out a token. A server without a secret takes any.
func (s *Server) grant(c *call) (any, *Error) {
	switch {
	case c.params["client_id"] == "":
		return nil, &Error{Code: 101, Message: "Missing client_id parameter."}
	case c.params["client_id"] != s.config.AppID:
		return nil, &Error{Code: 101, Message: "Error validating application. There is no app with this client_id."}
	case c.params["client_secret"] == "", s.config.AppSecret != "" && c.params["client_secret"] != s.config.AppSecret:
		// The code is that of unknown faults, which are the server's otherwise.
		return nil, &Error{Code: 1, Status: http.StatusBadRequest, Message: "Error validating client secret."}
	}
	switch grant := c.params["grant_type"]; {
	case grant == "" && c.params["code"] != "":
		return nil, paramError([]string{"code"}, "Param code is of no login dialog: this fake has none")
	case grant == "client_credentials":
		token := knownToken{Token: Token{Type: appType}, issuedAt: s.config.Now()}
		return object{{"access_token", s.tokens.issue(s.config.AppID+"|", token)}, {"token_type", "bearer"}}, nil
	case grant == "fb_exchange_token":
		return s.exchange(c.params["fb_exchange_token"])
	default:
		return nil, paramError([]string{"grant_type"}, "Param grant_type must be one of {client_credentials, fb_exchange_token}")
	}
}

// exchange hands out a long-lived token for one that is valid.
func (s *Server) exchange(text string) (any, *Error) {
	if text == "" {
		return nil, paramError([]string{"fb_exchange_token"}, "The parameter fb_exchange_token is required")
	}
	token, ok := s.token(text)
	if !ok && len(s.config.Tokens) > 0 || token.Type == appType {
		return nil, badToken(0, "Invalid OAuth access token - Cannot parse access token")
	}
	if problem := s.tokenProblem(&token); problem != nil {
		return nil, problem
	}
	token.issuedAt = s.config.Now()
	token.ExpiresAt = token.issuedAt.Add(longLife)
	return object{{"access_token", s.tokens.issue("", token)}, {"token_type", "bearer"}, {"expires_in", int64(longLife / time.Second)}}, nil
}

// listPermissions lists the scopes of the token where it has any and is the
// user's own, and otherwise what stands on the edge.
func listPermissions(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	token, ok := s.ownToken(c)
	if !ok {
		return s.generic(sc, c, decoded)
	}
	data := []object{}
	for _, scope := range token.Scopes {
		permission, status := decoded.text("permission"), decoded.text("status")
		if (permission == "" || permission == scope) && (status == "" || status == "granted") {
			data = append(data, object{{"permission", scope}, {"status", "granted"}})
		}
	}
	return object{{"data", data}}, nil
}

// revokePermissions takes a permission off the token, or all with the app.
func revokePermissions(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	if _, ok := s.ownToken(c); !ok {
		return s.generic(sc, c, decoded)
	}
	s.tokens.revoke(c.token, decoded.text("permission"))
	return s.done(c), nil
}

// ownToken returns the token of a call when it has scopes and is that of the
// user whom the call is about.
func (s *Server) ownToken(c *call) (knownToken, bool) {
	token, ok := s.tokens.get(c.token)
	return token, ok && token.Scopes != nil && s.userOf(c) == c.rec.id
}
