package spec

import (
	"slices"
	"strconv"
)

var (
	subcodeKeys   = []string{"name", "class", "doc", "source"}
	errorCodeKeys = append(slices.Clone(subcodeKeys), "code", "subcodes")
	versionKeys   = []string{"version", "released", "expires", "marketing_expires"}
)

// errorCodes returns an entry of the catalogue and those of its subcodes.
func (d *decoder) errorCodes(e entry) []*ErrorCode {
	code, ok := d.codeNumber("code", e.name)
	entry, subcodes := d.errorCode(e.value, errorCodeKeys)
	entry.Code, entry.Pos = code, e.name.Pos
	codes := []*ErrorCode{entry}
	for _, p := range subcodes {
		sub, _ := d.errorCode(p.value, subcodeKeys)
		number, known := d.codeNumber("subcode", p.key)
		sub.Code, sub.Subcode, sub.Pos = code, number, p.key.Pos
		if known {
			codes = append(codes, sub)
		}
	}
	if !ok {
		return nil
	}
	return codes
}

func (d *decoder) errorCode(v *value, keys []string) (*ErrorCode, []pair) {
	code := &ErrorCode{}
	var subcodes []pair
	for _, p := range d.keyed("an error code", v, keys) {
		v := p.value
		key := p.key.Value
		if !slices.Contains(keys, key) {
			d.unknownKey("an error code", p.key, keys)
			continue
		}
		switch key {
		case "name":
			code.Name = d.text(key, v)
		case "class":
			code.Class = d.text(key, v)
		case "doc":
			code.Doc = d.doc(key, v)
		case "source":
			code.Source = d.source(v)
		case "subcodes":
			subcodes = d.mapping(key, v)
		}
	}
	return code, subcodes
}

// codeNumber reads a code as the API writes it: a decimal number other than
// zero. Codes of internal faults are negative.
func (d *decoder) codeNumber(what string, t Text) (int, bool) {
	n, err := strconv.ParseInt(t.Value, 10, 32)
	if err != nil || n == 0 || strconv.FormatInt(n, 10) != t.Value {
		d.diags.Errorf(t.Pos, ruleWrongKind, "a %s must be a whole number other than zero, and this is %q", what, t.Value)
		d.set.Incomplete = true
		return 0, false
	}
	return int(n), true
}

func (d *decoder) version(e entry) *Version {
	version := &Version{Name: e.name, Pos: e.name.Pos}
	for _, p := range d.keyed("a version", e.value, versionKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "version": // the entry's name
		case "released":
			version.Released = d.text(key, v)
		case "expires":
			version.Expires = d.text(key, v)
		case "marketing_expires":
			version.MarketingExpires = d.text(key, v)
		default:
			d.unknownKey("a version", p.key, versionKeys)
		}
	}
	return version
}
