package graphtest

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"image"
	_ "image/gif" // The formats that images are uploaded in.
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"
)

func init() { actions["AdAccount.adimages create"] = uploadImages }

// uploadImages puts images into the library of an account: files of any part
// name, zip files of them, base64 text, or an image of another account.
func uploadImages(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	files, err := s.imageFiles(c, decoded)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, paramError([]string{"filename"}, "The parameter filename or bytes is required")
	}
	images := object{}
	for _, f := range files {
		image, err := s.addImage(c, f)
		if err != nil {
			return nil, err
		}
		images.add(f.name, image)
	}
	return object{{"images", images}}, nil
}

// imageFiles returns the images of a call, each with the name that the answer
// has for it.
func (s *Server) imageFiles(c *call, decoded args) ([]upload, *Error) {
	var files []upload
	for _, f := range c.files {
		inside, ok := unzip(f.content)
		switch {
		case ok:
			files = append(files, inside...)
		case f.name == "":
			files = append(files, upload{f.part, f.part, f.content})
		default:
			files = append(files, f)
		}
	}
	if text := decoded.text("bytes"); text != "" {
		content, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, paramError([]string{"bytes"}, "Param bytes must be base64")
		}
		files = append(files, upload{"bytes", "bytes", content})
	}
	if from, ok := decoded["copy_from"].(map[string]any); ok {
		source := s.store.nodes["act_"+strings.TrimPrefix(textOf(from["source_account_id"]), "act_")]
		if source == nil {
			return nil, paramError([]string{"copy_from", "source_account_id"}, "The account to copy from does not exist")
		}
		for _, l := range s.store.edges[edgeKey{source.id, "adimages"}] {
			if content, isFile := l.rec.state.(storedFile); isFile && l.rec.fields["hash"] == textOf(from["hash"]) {
				files = append(files, upload{"copy_from", textOf(l.rec.fields["hash"]), content})
			}
		}
	}
	return files, nil
}

// maxZipped bounds what a zip file may unfold to.
const maxZipped = 64 << 20

// unzip returns the files of a zip file, and whether it is one.
func unzip(content []byte) ([]upload, bool) {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return nil, false
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, false
	}
	var files []upload
	left := int64(maxZipped)
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			return nil, false
		}
		inside, err := io.ReadAll(io.LimitReader(r, left))
		r.Close()
		if err != nil {
			return nil, false
		}
		left -= int64(len(inside))
		files = append(files, upload{"zip", f.Name, inside})
	}
	return files, true
}

// addImage adds an image. One that the account has already stays as it is.
func (s *Server) addImage(c *call, f upload) (object, *Error) {
	sum := md5.Sum(f.content)
	hash := hex.EncodeToString(sum[:])
	id := strings.TrimPrefix(c.rec.id, "act_") + ":" + hash
	rec := s.store.nodes[id]
	if rec == nil {
		added, err := s.store.add("AdImage", id, Node{"hash": hash, "name": f.name, "status": "ACTIVE"})
		if err != nil {
			return nil, unstored(err)
		}
		rec = added
		rec.state = storedFile(f.content)
		values := map[string]any{"url": "https://example.com/images/" + hash, "account_id": strings.TrimPrefix(c.rec.id, "act_")}
		if size, _, err := image.DecodeConfig(bytes.NewReader(f.content)); err == nil {
			for _, prefix := range []string{"", "original_"} {
				values[prefix+"width"] = json.Number(numberText(int64(size.Width)))
				values[prefix+"height"] = json.Number(numberText(int64(size.Height)))
			}
		}
		s.store.set(rec, values)
		s.stamp(&s.schema.nodes["AdImage"].structType, rec, "created_time")
		s.store.link(c.rec, "adimages", rec)
	}
	out := object{{"hash", hash}}
	for _, name := range []string{"url", "height", "width", "name"} {
		if value := rec.fields[name]; value != nil {
			out.add(name, value)
		}
	}
	return out, nil
}

// storedFile is what was uploaded: the state of an image or a video.
type storedFile []byte

// Content returns what was uploaded as an image, a video or a file, by the id
// that the upload gave (for a file, its handle), and whether there is such.
func (s *Store) Content(id string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec := s.nodes[id]
	if rec == nil {
		rec = s.hidden[id]
	}
	if rec == nil {
		return nil, false
	}
	switch state := rec.state.(type) {
	case storedFile:
		return bytes.Clone(state), true
	case *video:
		return bytes.Clone(state.content), true
	}
	return nil, false
}
