package graphtest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func init() {
	actions["Application.uploads create"] = startFile
	actions["UploadSession update"] = sendFile
	actions["UploadSession read"] = readOffset
}

// fileSession is the state of a resumable upload.
type fileSession struct {
	id      string
	size    int64
	content []byte
}

// fileTypes are the types of files that can be uploaded.
var fileTypes = []string{"application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"}

func startFile(s *Server, _ *schema, _ *call, decoded args) (any, *Error) {
	size, err := strconv.ParseInt(decoded.text("file_length"), 10, 64)
	if err != nil || size <= 0 {
		return nil, paramError([]string{"file_length"}, "Param file_length must be an integer above 0")
	}
	if kind := decoded.text("file_type"); !slices.Contains(fileTypes, kind) {
		return nil, paramError([]string{"file_type"}, "Param file_type must be one of {%s}", strings.Join(fileTypes, ", "))
	}
	id := "upload:" + base64.RawURLEncoding.EncodeToString([]byte("session-"+s.store.newID()))
	s.store.setHidden(id, &record{id: id, state: &fileSession{id: id, size: size}})
	return object{{"id", id + "?sig=graphtest"}}, nil
}

// routeUpload finds the operation of a path such as /upload:abc.
func (s *Server) routeUpload(c *call, id string) *Error {
	c.target, c.id = readUpload, id
	if c.method == http.MethodPost {
		c.target = sendUpload
	}
	rec := s.store.hidden[id]
	if rec == nil || c.method != http.MethodPost && c.method != http.MethodGet {
		return missing(c.method, id)
	}
	c.rec = rec
	return nil
}

// sendFile takes the content of a file from an offset on. What comes before a
// connection breaks is kept, so that the upload can go on.
func sendFile(s *Server, _ *schema, c *call, _ args) (any, *Error) {
	if scheme, _, _ := strings.Cut(c.header.Get("Authorization"), " "); !strings.EqualFold(scheme, "OAuth") {
		return nil, badToken(0, "The upload needs the header Authorization: OAuth")
	}
	f := c.rec.state.(*fileSession)
	offset, err := strconv.ParseInt(c.header.Get("File_offset"), 10, 64)
	if err != nil || offset != int64(len(f.content)) {
		return nil, paramError([]string{"file_offset"}, "The header file_offset must be %d", len(f.content))
	}
	if offset+int64(len(c.raw)) > f.size {
		return nil, paramError([]string{"file_length"}, "The file is longer than file_length")
	}
	f.content = append(f.content, c.raw...)
	if int64(len(f.content)) < f.size {
		return readOffset(s, nil, c, nil)
	}
	handle := "4:" + strings.TrimPrefix(f.id, "upload:")
	s.store.setHidden(handle, &record{id: handle, state: storedFile(f.content)})
	return object{{"h", handle}}, nil
}

func readOffset(_ *Server, _ *schema, c *call, _ args) (any, *Error) {
	f := c.rec.state.(*fileSession)
	return object{{"id", f.id}, {"file_offset", len(f.content)}}, nil
}
