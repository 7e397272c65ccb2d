package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// maxFileSize is the size in bytes above which a file is refused. The largest
// node of the API takes about a tenth of it.
const maxFileSize = 4 << 20

// readFile returns the bytes of a file, or nil and why not.
func readFile(fsys fs.FS, path, name string, diags *diag.List) []byte {
	f, err := fsys.Open(path)
	if err != nil {
		diags.Errorf(diag.Pos{File: name}, ruleUnreadable, "can't read the file: %s", reason(err))
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		diags.Errorf(diag.Pos{File: name}, ruleUnreadable, "can't read the file: %s", reason(err))
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		diags.Errorf(diag.Pos{File: name}, ruleUnreadable, "can't read the file: %s", reason(err))
		return nil
	}
	if len(data) > maxFileSize {
		diags.Errorf(diag.Pos{File: name}, ruleFileSize, "the file is larger than %d MiB; split it", maxFileSize>>20)
		return nil
	}
	if len(data) == 0 {
		data = []byte{} // nil would mean that it could not be read
	}
	return data
}

// reason drops the operation and path of a file error: the diagnostic names
// the file already.
func reason(err error) string {
	if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}

// parseFile returns the mapping that a file holds, or nil when it is refused.
func parseFile(name string, data []byte, diags *diag.List) *value {
	if !scanCharacters(name, data, diags) {
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	err := decodeYAML(decoder, &document)
	if err == io.EOF || err == nil && isEmpty(&document) {
		diags.Errorf(diag.Pos{File: name, Line: 1, Col: 1}, ruleEmptyFile, "the file is empty; fill it or take it away")
		return nil
	}
	if err != nil {
		syntaxError(name, data, err, diags)
		return nil
	}
	c := &converter{file: name, lines: strings.Split(string(data), "\n"), diags: diags}
	root := c.convert(document.Content[0], 0)
	switch err := decodeYAML(decoder, &second); {
	case err == nil:
		diags.Errorf(c.pos(second.Content[0]), ruleSecondDocument, "the file holds a second document; put it in a file of its own")
		return nil
	case err != io.EOF:
		syntaxError(name, data, err, diags)
		return nil
	}
	if root != nil && root.kind != mappingKind {
		diags.Errorf(root.pos, ruleWrongKind, "the file must be a mapping, and this is %s", root.kind)
		return nil
	}
	return root
}

// decodeYAML decodes one document. The parser panics on a few malformed
// inputs; that must not reach the caller.
func decodeYAML(decoder *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return decoder.Decode(into)
}

// isEmpty tells a document without content, such as one of comments only.
func isEmpty(document *yaml.Node) bool {
	return len(document.Content) == 0 || document.Content[0].Tag == "!!null" && document.Content[0].Value == ""
}
