package audience

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
)

// rowDigest is a digest of the rows read so far, to tell whether a resumed
// upload is given the same rows. It is cut to 64 bits.
type rowDigest struct {
	hash hash.Hash
	row  []byte
}

func newRowDigest() *rowDigest { return &rowDigest{hash: sha256.New()} }

// add adds a row. Lengths stand before the cells, so that two rows that divide
// the same text otherwise differ.
func (d *rowDigest) add(cells []string) {
	d.row = binary.AppendUvarint(d.row[:0], uint64(len(cells)))
	for _, cell := range cells {
		d.row = binary.AppendUvarint(d.row, uint64(len(cell)))
		d.row = append(d.row, cell...)
	}
	d.hash.Write(d.row)
}

func (d *rowDigest) String() string { return hex.EncodeToString(d.hash.Sum(nil)[:8]) }

// settingsDigest is a digest of all settings that decide on the bytes of the
// batches: a resumed upload has to send the same ones.
func settingsDigest(c Config, f frame) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %t %t %q %d %d %d",
		f.head+f.tail, c.Normalizer.Country, c.Normalizer.Digests, c.Normalizer.DetectDigests, c.Normalizer.SendInvalid,
		c.OnInvalid, c.MaxRows, c.MaxBytes, c.EstimatedTotal))
	return hex.EncodeToString(sum[:8])
}
