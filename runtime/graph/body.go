package graph

import (
	"bytes"
	"errors"
	"io"
	"math"
	"sync"
)

// ErrResponseTooLarge is what errors.Is finds in the [*DecodeError] of an answer
// with more bytes than [Config.MaxResponseBytes]. Smaller pages, or fewer
// fields, make a smaller answer; a write may have been done.
var ErrResponseTooLarge = errors.New("the answer is too large")

// largestPooled is the capacity in bytes up to which a buffer is kept for the
// next answer.
const largestPooled = 1 << 20

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readBody reads r to its end. The bound applies to what r gives, which is
// after decompression, so a small answer cannot unfold into a huge one.
func readBody(r io.Reader, most int64) (*bytes.Buffer, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	most = min(most, math.MaxInt64-1)
	n, err := b.ReadFrom(&io.LimitedReader{R: r, N: most + 1})
	if err == nil && n > most {
		err = ErrResponseTooLarge
	}
	if err != nil {
		freeBuffer(b)
		return nil, err
	}
	return b, nil
}

func freeBuffer(b *bytes.Buffer) {
	if b != nil && b.Cap() <= largestPooled {
		buffers.Put(b)
	}
}
