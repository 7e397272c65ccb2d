package graph

import (
	"context"
	"fmt"
	"net/http"
)

// Image is an image in the library of an ad account.
type Image struct {
	// Hash identifies the image within the account; ad creatives refer to it.
	Hash string `json:"hash"`
	// Name is the image's name in the library.
	Name string `json:"name"`
	// URL is where the image can be seen for a while.
	URL string `json:"url"`
	// Width and Height are in pixels.
	Width  int64 `json:"width"`
	Height int64 `json:"height"`
}

var imagesOperation = Operation{API: &ownAPI, Node: "AdAccount", Edge: "adimages", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/adimages"}

// UploadImages puts images into the library of an ad account, in one request,
// and returns them by the name of the file. Each file needs a name of its own.
// A zip file gives an image for each file in it.
func UploadImages[ID ~string](ctx context.Context, c *Client, accountID ID, files []File, opts ...Option) (map[string]Image, error) {
	return c.uploadImages(ctx, string(accountID), files, collect(opts))
}

func (c *Client) uploadImages(ctx context.Context, accountID string, files []File, o options) (map[string]Image, error) {
	seen := map[string]bool{}
	for i, file := range files {
		switch {
		case file.IsZero():
			return nil, fmt.Errorf("graph: %s: file %d of %d has no content", &imagesOperation, i+1, len(files))
		case file.Name == "" || seen[file.Name]:
			return nil, fmt.Errorf("graph: %s: file %d of %d needs a name of its own: the answer tells images apart by it", &imagesOperation, i+1, len(files))
		}
		seen[file.Name] = true
		o.extra = append(o.extra, extraParam{file.Name, file})
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("graph: %s: no files", &imagesOperation)
	}
	var answer struct {
		Images map[string]Image `json:"images"`
	}
	if err := c.run(ctx, Request{Operation: &imagesOperation, ID: accountID}, o, &answer); err != nil {
		return nil, err
	}
	return answer.Images, nil
}
