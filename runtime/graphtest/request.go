package graphtest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// call is a request as the API understands it: one operation, whether it came
// alone or in a batch.
type call struct {
	method   string
	version  string
	segments []string
	params   map[string]string
	appended map[string]int // how many items of a[]= came
	files    []upload
	raw      []byte // a body that is no form
	header   http.Header
	token    string
	// base is the scheme and the host, for links.
	base string
	// batch is the number of the batch that the operation came in, or 0.
	batch int
	// tokenIn says where the token stood: "header", "query", "body" or "batch".
	tokenIn []string
	// expanded means that the call is for an edge in the fields of another.
	expanded bool
	// target and id are what the path leads to, once that is known.
	target    *operation
	id        string
	rec       *record
	rendering *rendering
	// account is the ad account that the call draws on, without act_, or "".
	account string
	// acted is set when the operation was done.
	acted bool
	// ordered means that the call lists items in an order of its own.
	ordered bool
	// debug is what debug mode says, or nil.
	debug *debugLog
}

// upload is a file of a multipart form.
type upload struct {
	part, name string
	content    []byte
}

// formMemory is how much of a multipart form is kept in memory. Bodies are
// bounded before they come here.
const formMemory = 1 << 62

// readHead reads an HTTP request without its body.
func readHead(r *http.Request) *call {
	c := &call{method: r.Method, params: map[string]string{}, header: r.Header, base: "http://" + r.Host}
	if r.TLS != nil {
		c.base = "https://" + r.Host
	}
	c.setPath(r.URL.EscapedPath())
	c.setQuery(r.URL.RawQuery)
	c.sawToken("query")
	return c
}

// readBody reads the body of an HTTP request. An error is one that the API
// answers with.
func (c *call) readBody(r *http.Request, maxBody int64) *Error {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil && !c.uploadsFile() {
		return &Error{Code: 1, Message: "The request body could not be read"}
	}
	if int64(len(body)) > maxBody {
		return &Error{Code: 1, Status: http.StatusRequestEntityTooLarge, Message: "The request body is too large"}
	}
	err = c.setBody(r.Header.Get("Content-Type"), body)
	if encoding := r.Header.Get("Content-Encoding"); len(body) > 0 && encoding != "" && encoding != "identity" {
		err = errors.New("its Content-Encoding " + encoding + " is not supported")
	}
	if err != nil {
		return &Error{Code: 100, Message: "(#100) The request body could not be parsed: " + err.Error()}
	}
	c.sawToken("body")
	c.finish()
	return nil
}

// sawToken notes where the params got the token from, and takes it out of them.
func (c *call) sawToken(place string) {
	if token := c.params["access_token"]; token != "" {
		c.token, c.tokenIn = token, append(c.tokenIn, place)
		delete(c.params, "access_token")
	}
}

// uploadsFile reports whether the call sends a part of a file to a session,
// which keeps what came of it.
func (c *call) uploadsFile() bool {
	return len(c.segments) == 1 && strings.HasPrefix(c.segments[0], "upload:")
}

// finish takes from the params what is about the call itself.
func (c *call) finish() {
	c.debug = newDebugLog(c.params["debug"])
	c.foldBrackets()
	if method := c.params["method"]; method != "" && c.method == http.MethodPost {
		c.method = strings.ToUpper(method)
		delete(c.params, "method")
	}
	switch c.method {
	case http.MethodPut:
		c.method = http.MethodPost
	case http.MethodHead:
		c.method = http.MethodGet // The answer to it is sent without its body.
	}
	scheme, token, ok := strings.Cut(c.header.Get("Authorization"), " ")
	if ok && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "OAuth")) {
		c.tokenIn = append(c.tokenIn, "header")
		if c.token == "" {
			c.token = token
		}
	}
}

// setPath splits the path into the version and the rest.
func (c *call) setPath(path string) {
	for _, part := range strings.Split(path, "/") {
		segment, err := url.PathUnescape(part)
		if err != nil {
			segment = part
		}
		if segment == "" {
			continue
		}
		if len(c.segments) == 0 && c.version == "" && isVersion(segment) {
			c.version = segment
			continue
		}
		c.segments = append(c.segments, segment)
	}
}

func isVersion(s string) bool {
	major, minor, ok := strings.Cut(strings.TrimPrefix(s, "v"), ".")
	return ok && strings.HasPrefix(s, "v") && isDigits(major) && isDigits(minor)
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// setQuery adds params from url-encoded text. As with the API, empty pairs do
// no harm, and the last value of a name counts.
func (c *call) setQuery(text string) {
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name == "" {
			continue
		}
		c.setParam(unescape(name), unescape(value))
	}
}

// unescape decodes what can be decoded and keeps the rest as it is: samples
// of the API have blanks and braces in clear.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func (c *call) setBody(contentType string, body []byte) error {
	kind, options, _ := mime.ParseMediaType(contentType)
	switch {
	case len(body) == 0:
	case kind == "multipart/form-data":
		return c.setMultipart(body, options["boundary"])
	case kind == "application/json":
		return c.setJSON(string(body))
	case kind == "application/x-www-form-urlencoded":
		c.setQuery(string(body))
	default:
		c.raw = body
	}
	return nil
}

func (c *call) setMultipart(body []byte, boundary string) error {
	form, err := multipart.NewReader(bytes.NewReader(body), boundary).ReadForm(formMemory)
	if err != nil {
		return errors.New("it is no multipart form")
	}
	for name, values := range form.Value {
		for _, value := range values {
			c.setParam(name, value)
		}
	}
	for _, part := range keys(form.File) {
		for _, header := range form.File[part] {
			f, err := header.Open()
			if err != nil {
				return errors.New("a file cannot be read")
			}
			content, err := io.ReadAll(f)
			f.Close()
			if err != nil {
				return errors.New("a file cannot be read")
			}
			c.files = append(c.files, upload{part, header.Filename, content})
		}
	}
	return nil
}

// setJSON adds the members of a JSON object as params.
func (c *call) setJSON(body string) error {
	value, err := decode(body)
	if err != nil {
		return errors.New("it is no JSON")
	}
	members, ok := value.(map[string]any)
	if !ok {
		return errors.New("it is no JSON object")
	}
	for name, member := range members {
		if member != nil {
			c.params[name] = textOf(member)
		}
	}
	return nil
}

// host returns the host that the call was for.
func (c *call) host() string {
	_, host, _ := strings.Cut(c.base, "://")
	return host
}

// file returns the file of a part. A file that is attached to an operation of
// a batch has a part name that says nothing.
func (c *call) file(part string) (upload, bool) {
	if c.batch > 0 && len(c.files) == 1 {
		return c.files[0], true
	}
	for _, f := range c.files {
		if f.part == part {
			return f, true
		}
	}
	return upload{}, false
}

// isRead reports whether a call changes nothing.
func (c *call) isRead() bool { return c.method == http.MethodGet }

// flag returns a boolean param.
func (c *call) flag(name string) bool {
	switch c.params[name] {
	case "true", "1", "True", "TRUE":
		return true
	}
	return false
}

// url returns the call's own URL with other params.
func (c *call) url(change map[string]string) string {
	query := url.Values{}
	for name, value := range c.params {
		switch name {
		case "appsecret_proof", "appsecret_time", "after", "before", "offset", "__paging_token", "__previous", "until", "since":
			// The links of the API have no proof, and places of their own.
		default:
			query.Set(name, value)
		}
	}
	if c.token != "" {
		query.Set("access_token", c.token)
	}
	for name, value := range change {
		query.Set(name, value)
	}
	path := c.base + "/" + c.version
	for _, segment := range c.segments {
		path += "/" + url.PathEscape(segment)
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
