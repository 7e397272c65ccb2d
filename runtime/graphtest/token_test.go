package graphtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	appSecret = "app_secret_example"
	appQuery  = "client_id=100000000000001&client_secret=" + appSecret
	// newToken is the text of the first token that a server hands out.
	newToken = "Z3JhcGh0ZXN0LXRva2VuLTE"
)

func ofApp(c *Config) {
	c.AppSecret = appSecret
	c.Tokens = []Token{
		{Text: "short", UserID: "4", Scopes: []string{"ads_read", "ads_management"}, ExpiresAt: fixedNow.Add(time.Hour)},
		{Text: "old", UserID: "4", ExpiresAt: fixedNow.Add(-time.Hour)},
	}
}

func TestAccessTokens(t *testing.T) {
	const (
		path      = "/v25.0/oauth/access_token"
		appToken  = `{"access_token":"100000000000001|` + newToken + `","token_type":"bearer"}`
		longToken = `{"access_token":"` + newToken + `","token_type":"bearer","expires_in":5184000}`
		unknown   = "Invalid OAuth access token - Cannot parse access token"
	)
	runFacts(t, []fact{
		{name: "of the app", config: ofApp, path: path + "?grant_type=client_credentials&" + appQuery, body: appToken},
		{name: "by POST, without a version", config: ofApp, method: "POST", path: "/oauth/access_token", form: "grant_type=client_credentials&" + appQuery, body: appToken},
		{name: "a server without a secret takes any", path: path + "?grant_type=client_credentials&client_id=100000000000001&client_secret=any", body: appToken},
		{name: "long-lived", config: ofApp, path: path + "?grant_type=fb_exchange_token&fb_exchange_token=short&" + appQuery, body: longToken},
		{name: "long-lived, on a server that knows no tokens", path: path + "?grant_type=fb_exchange_token&fb_exchange_token=any&" + appQuery, body: longToken},
		{name: "for an expired token", config: ofApp, path: path + "?grant_type=fb_exchange_token&fb_exchange_token=old&" + appQuery, status: 400,
			body: `{"error":{"message":"Error validating access token: Session has expired.","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"TRACE"}}`},
		{name: "for an unknown token", config: ofApp, path: path + "?grant_type=fb_exchange_token&fb_exchange_token=other&" + appQuery, status: 400, body: refusal("190", unknown, "")},
		{name: "for the app's token", config: ofApp, path: path + "?grant_type=fb_exchange_token&fb_exchange_token=100000000000001%7C" + appSecret + "&" + appQuery, status: 400,
			body: refusal("190", unknown, "")},
		{name: "for no token", config: ofApp, path: path + "?grant_type=fb_exchange_token&" + appQuery, status: 400,
			body: refusal("100", "(#100) The parameter fb_exchange_token is required", `\"fb_exchange_token\"`)},
		{name: "no client_id", config: ofApp, path: path + "?grant_type=client_credentials&client_secret=" + appSecret, status: 400,
			body: refusal("101", "Missing client_id parameter.", "")},
		{name: "another app", config: ofApp, path: path + "?grant_type=client_credentials&client_id=7&client_secret=" + appSecret, status: 400,
			body: refusal("101", "Error validating application. There is no app with this client_id.", "")},
		{name: "a wrong secret", config: ofApp, path: path + "?grant_type=client_credentials&client_id=100000000000001&client_secret=x", status: 400,
			body: refusal("1", "Error validating client secret.", "")},
		{name: "no secret", path: path + "?grant_type=client_credentials&client_id=100000000000001", status: 400,
			body: refusal("1", "Error validating client secret.", "")},
		{name: "another grant", config: ofApp, path: path + "?grant_type=password&" + appQuery, status: 400,
			body: refusal("100", "(#100) Param grant_type must be one of {client_credentials, fb_exchange_token}", `\"grant_type\"`)},
	})
}

// proofs of tokens by appSecret.
const (
	proofOfNew = "9ab6a3e9c34b29b78fe4116cd512e979324c6c24380725dd85c8a073f69e56e9"
	proofOfApp = "b4d39b059017e8df4ec43826a77c3378a1030d2bc83fee53d6316f9e650fa8f8"
)

// TestNewTokens uses tokens that the server handed out.
func TestNewTokens(t *testing.T) {
	exchange := func(s *Server) {
		callServer(t, s, "GET", "/oauth/access_token?grant_type=fb_exchange_token&fb_exchange_token=short&"+appQuery, nil)
	}
	grant := func(s *Server) {
		callServer(t, s, "GET", "/oauth/access_token?grant_type=client_credentials&"+appQuery, nil)
	}
	const auth = "access_token=" + newToken + "&appsecret_proof=" + proofOfNew
	runFacts(t, []fact{
		{name: "a long-lived one works", config: ofApp, setUp: exchange, path: "/me?fields=name&" + auth, body: `{"name":"Kim","id":"4"}`},
		{name: "and needs its proof", config: ofApp, setUp: exchange, path: "/me?access_token=" + newToken, status: 400,
			body: refusal("100", "(#100) Invalid appsecret_proof provided in the API argument", `\"appsecret_proof\"`)},
		{name: "its details", config: ofApp, setUp: exchange, path: "/debug_token?input_token=" + newToken + "&" + auth,
			body: `{"data":{"app_id":"100000000000001","application":"graphtest","type":"USER","issued_at":1772366400,"expires_at":1777550400,"data_access_expires_at":1777550400,` +
				`"is_valid":true,"scopes":["ads_read","ads_management"],"granular_scopes":[{"scope":"ads_read"},{"scope":"ads_management"}],"user_id":"4"}}`},
		{name: "its permissions", config: ofApp, setUp: exchange, path: "/me/permissions?" + auth,
			body: `{"data":[{"permission":"ads_read","status":"granted"},{"permission":"ads_management","status":"granted"}]}`},
		{name: "one permission", config: ofApp, setUp: exchange, path: "/me/permissions?permission=ads_read&" + auth,
			body: `{"data":[{"permission":"ads_read","status":"granted"}]}`},
		{name: "the app's works", config: ofApp, setUp: grant, path: "/7?fields=id&access_token=100000000000001%7C" + newToken + "&appsecret_proof=" + proofOfApp, body: `{"id":"7"}`},
		{name: "the app's details", config: ofApp, setUp: grant, path: "/debug_token?input_token=100000000000001%7C" + newToken + "&access_token=100000000000001%7C" + newToken + "&appsecret_proof=" + proofOfApp,
			body: `{"data":{"app_id":"100000000000001","application":"graphtest","type":"APP","issued_at":1772366400,"expires_at":0,"data_access_expires_at":0,"is_valid":true,"scopes":[],"granular_scopes":[]}}`},
	})
}

func TestRevokePermissions(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) {
		c.Tokens = []Token{{Text: "good", UserID: "4", Scopes: []string{"ads_read", "email"}}}
	})
	srv.Store().Add("User", "4", nil)
	expect(t, srv, "DELETE", "/me/permissions?permission=email&access_token=good", nil, `{"success":true}`)
	expect(t, srv, "GET", "/me/permissions?access_token=good", nil, `{"data":[{"permission":"ads_read","status":"granted"}]}`)
	expect(t, srv, "DELETE", "/me/permissions?access_token=good", nil, `{"success":true}`)
	expect(t, srv, "GET", "/me?access_token=good", nil,
		`{"error":{"message":"Error validating access token: The user has not authorized the application.","type":"OAuthException","code":190,"error_subcode":458,"fbtrace_id":"TRACE"}}`)
}

// TestTokensInLedger looks for secrets in what the ledger keeps.
func TestTokensInLedger(t *testing.T) {
	srv := New(t, fixedClock, ofApp, func(c *Config) { c.IgnoreUnknownParams = true })
	callServer(t, srv, "GET", "/oauth/access_token?grant_type=fb_exchange_token&fb_exchange_token=short&code=one-time&"+appQuery, nil)
	srv.Ledger().WantActed(t, On("AccessToken.read").Param("grant_type", "fb_exchange_token"), 1)
	for _, e := range srv.Ledger().Entries(On("*")) {
		for _, secret := range []string{appSecret, "short", "one-time", newToken} {
			if strings.Contains(fmt.Sprintf("%+v", e), secret) {
				t.Errorf("the ledger has a secret: %s", e)
			}
		}
		if e.Status != http.StatusOK {
			t.Errorf("the status is %d", e.Status)
		}
	}
}
