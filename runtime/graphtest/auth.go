package graphtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// authorize checks the token of a call and its proof.
func (s *Server) authorize(c *call) *Error {
	token, known := s.token(c.token)
	switch {
	case known:
		if problem := s.tokenProblem(&token); problem != nil {
			return problem
		}
	case len(s.config.Tokens) == 0:
	case c.token != "":
		return badToken(0, "Invalid OAuth access token - Cannot parse access token")
	case len(c.segments) > 0 && c.segments[0] == "me":
		return &Error{Code: 2500, Message: "An active access token must be used to query information about the current user."}
	default:
		return badToken(0, "An access token is required to request this resource.")
	}
	return s.checkProof(c)
}

// token returns the token with a text, and whether it is known. The app's own
// token is its id and its secret.
func (s *Server) token(text string) (knownToken, bool) {
	if s.config.AppSecret != "" && text == s.config.AppID+"|"+s.config.AppSecret {
		return knownToken{Token: Token{Text: text, Type: appType}}, true
	}
	return s.tokens.get(text)
}

func (s *Server) tokenProblem(t *knownToken) *Error {
	switch {
	case t.removed:
		return badToken(458, "Error validating access token: The user has not authorized the application.")
	case t.Revoked:
		return badToken(460, "Error validating access token: The session has been invalidated.")
	case !t.ExpiresAt.IsZero() && !s.config.Now().Before(t.ExpiresAt):
		return badToken(463, "Error validating access token: Session has expired.")
	}
	return nil
}

// proofLife is how long a proof with a time is valid.
const proofLife = 5 * time.Minute

func (s *Server) checkProof(c *call) *Error {
	if s.config.AppSecret == "" || c.token == "" {
		return nil
	}
	refused := paramError([]string{"appsecret_proof"}, "Invalid appsecret_proof provided in the API argument")
	message := c.token
	if text := c.params["appsecret_time"]; text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || s.config.Now().Sub(time.Unix(seconds, 0)).Abs() > proofLife {
			return refused
		}
		message += "|" + text
	}
	mac := hmac.New(sha256.New, []byte(s.config.AppSecret))
	mac.Write([]byte(message))
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(c.params["appsecret_proof"])) {
		return refused
	}
	return nil
}

// userOf returns the user whom a call acts for, or "".
func (s *Server) userOf(c *call) string {
	if len(s.config.Tokens) > 0 && c.token == "" {
		return ""
	}
	if token, _ := s.token(c.token); token.UserID != "" {
		return token.UserID
	}
	return s.store.firstUser
}

// debug answers what is known about a token.
func (s *Server) debug(c *call) object {
	input := c.params["input_token"]
	data := object{{"app_id", s.config.AppID}, {"application", "graphtest"}}
	token, known := s.token(input)
	if !known && len(s.config.Tokens) > 0 {
		return object{{"data", object{
			{"error", object{{"code", 190}, {"message", "Invalid OAuth access token."}}},
			{"is_valid", false},
			{"scopes", []string{}},
		}}}
	}
	kind := token.Type
	if kind == "" {
		kind = userType
	}
	data.add("type", kind)
	if !token.issuedAt.IsZero() {
		data.add("issued_at", token.issuedAt.Unix())
	}
	expires := int64(0)
	if !token.ExpiresAt.IsZero() {
		expires = token.ExpiresAt.Unix()
	}
	data.add("expires_at", expires)
	data.add("data_access_expires_at", expires)
	problem := s.tokenProblem(&token)
	data.add("is_valid", problem == nil)
	if problem != nil {
		data.add("error", object{{"code", problem.Code}, {"message", problem.Message}, {"subcode", problem.Subcode}})
	}
	scopes := token.Scopes
	if scopes == nil {
		scopes = []string{}
	}
	data.add("scopes", scopes)
	granular := []object{}
	for _, scope := range scopes {
		granular = append(granular, object{{"scope", scope}})
	}
	data.add("granular_scopes", granular)
	if user := s.userOf(&call{token: input}); user != "" && kind != appType {
		data.add("user_id", user)
	}
	return object{{"data", data}}
}
