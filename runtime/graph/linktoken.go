package graph

import (
	"bytes"
	"net/url"
)

// linkParam is what stands before the token in a paging link.
const linkParam = "access_token="

// withoutLinkToken returns an answer without the token that the API puts into
// paging links, so that nobody prints it with a link. The token of the call is
// taken out of every link; another one, which the transport may have added,
// out of the links to other pages. Tokens that are the answer itself, such as
// those of Pages, stay. It may write to body.
func withoutLinkToken(body []byte, token SecretText) []byte {
	if !bytes.Contains(body, []byte(linkParam)) {
		return body
	}
	if !token.IsZero() {
		plain := token.Reveal()
		body = bytes.ReplaceAll(body, []byte(linkParam+plain), []byte(linkParam))
		body = bytes.ReplaceAll(body, []byte(linkParam+url.QueryEscape(plain)), []byte(linkParam))
	}
	return withoutPagingTokens(body)
}

// withoutPagingTokens takes the tokens out of the links to other pages, in
// place, by the name of their param.
func withoutPagingTokens(body []byte) []byte {
	kept, rest := body[:0], body
	for {
		i := bytes.Index(rest, []byte(linkParam))
		if i < 0 {
			return append(kept, rest...)
		}
		value := i + len(linkParam)
		kept, rest = append(kept, rest[:value]...), rest[value:]
		if end := bytes.IndexAny(rest, `&#"\`); end > 0 && endsInPagingLink(kept) {
			rest = rest[end:]
		}
	}
}

// endsInPagingLink reports whether JSON breaks off inside the text of a member
// "next" or "previous".
func endsInPagingLink(json []byte) bool {
	start := bytes.LastIndexByte(json, '"')
	if start < 0 {
		return false
	}
	const blank = " \t\r\n"
	name, isMember := bytes.CutSuffix(bytes.TrimRight(json[:start], blank), []byte(":"))
	name = bytes.TrimRight(name, blank)
	return isMember && (bytes.HasSuffix(name, []byte(`"next"`)) || bytes.HasSuffix(name, []byte(`"previous"`)))
}
