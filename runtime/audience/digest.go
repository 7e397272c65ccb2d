package audience

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"strings"
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
	text := fmt.Appendf(nil, "%q %q %q %t %t %q %d %d %d",
		f.head+f.tail, c.Normalizer.Country, c.Normalizer.Digests, c.Normalizer.DetectDigests, c.Normalizer.SendInvalid,
		c.OnInvalid, c.MaxRows, c.MaxBytes, c.EstimatedTotal)
	if c.Normalizer.CallingCodes { // Which checkpoints of old do not have.
		text = append(text, " calling codes"...)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// settings returns the settings that settingsDigest is made of, but for the
// schema, by the names of their fields.
func (c Config) settings() map[string]string {
	return map[string]string{
		"Normalizer.Country":       c.Normalizer.Country,
		"Normalizer.CallingCodes":  fmt.Sprint(c.Normalizer.CallingCodes),
		"Normalizer.Digests":       joinKeys(c.Normalizer.Digests),
		"Normalizer.DetectDigests": fmt.Sprint(c.Normalizer.DetectDigests),
		"Normalizer.SendInvalid":   fmt.Sprint(c.Normalizer.SendInvalid),
		"Config.OnInvalid":         string(c.OnInvalid),
		"Config.MaxRows":           fmt.Sprint(c.MaxRows),
		"Config.MaxBytes":          fmt.Sprint(c.MaxBytes),
		"Config.EstimatedTotal":    fmt.Sprint(c.EstimatedTotal),
		"Config.IsRaw":             jsonText(c.IsRaw),
		"Config.AppIDs":            strings.Join(c.AppIDs, ", "),
		"Config.PageIDs":           strings.Join(c.PageIDs, ", "),
		"Config.DataSource":        jsonText(c.DataSource),
		"Config.Metadata":          jsonText(c.Metadata),
	}
}

// jsonText returns the JSON of a member of the payload, which newFrame has
// encoded before.
func jsonText(member any) string {
	text, _ := json.Marshal(member)
	return string(text)
}
