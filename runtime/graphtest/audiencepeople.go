package graphtest

import (
	"crypto/sha256"
	"slices"
)

// identifyingKeys are the keys whose values find a person alone, by the name
// that a value has with each of them: an e-mail address is the same under both
// of its keys.
var identifyingKeys = map[string]string{
	"EMAIL": "EMAIL", "EMAIL_SHA256": "EMAIL",
	"PHONE": "PHONE", "PHONE_SHA256": "PHONE",
	"MADID": "MADID", "MOBILE_ADVERTISER_ID": "MADID",
	"EXTERN_ID": "EXTERN_ID", "UID": "UID", "APPUID": "APPUID", "PAGEUID": "PAGEUID",
}

// describingKeys are the keys that say what to do with a person, and not who it
// is.
var describingKeys = []string{"LOOKALIKE_VALUE", "DATA_PROCESSING_OPTIONS", "DATA_PROCESSING_OPTIONS_COUNTRY", "DATA_PROCESSING_OPTIONS_STATE"}

// identifier is the digest of a value that finds a person, or of several.
type identifier [16]byte

// person is what a row says of who it is.
type person struct {
	// id is the digest of all that identifies the person.
	id identifier
	// found are the digests of the values that each find the person. It is nil
	// where id is the only one.
	found []identifier
}

// newPerson reads a row. Without a value that finds a person alone, all values
// together do, in any order of the columns.
func newPerson(columns []string, row []any) person {
	var finding, rest []string
	for i, key := range columns {
		value := textOf(row[i])
		name, identifies := identifyingKeys[key]
		switch {
		case value == "" || slices.Contains(describingKeys, key):
		case identifies:
			finding = append(finding, name+"="+value)
		default:
			rest = append(rest, key+"="+value)
		}
	}
	if len(finding) == 0 {
		return person{id: identify(rest...)}
	}
	p := person{id: identify(finding...)}
	if len(finding) > 1 {
		for _, value := range finding {
			p.found = append(p.found, identify(value))
		}
	}
	return p
}

func identify(values ...string) identifier {
	slices.Sort(values)
	h := sha256.New()
	for _, value := range values {
		_, _ = h.Write([]byte(value)) // Never fails.
		_, _ = h.Write([]byte{0})
	}
	return identifier(h.Sum(nil)[:16])
}

// crowd is the people of an audience.
type crowd struct {
	people map[identifier][]identifier // what finds each of them, where that is more than the id
	by     map[identifier][]identifier // the ids of the people with several values, by each of these
}

func newCrowd() *crowd {
	return &crowd{people: map[identifier][]identifier{}, by: map[identifier][]identifier{}}
}

func (c *crowd) add(p person) {
	if _, known := c.people[p.id]; known {
		return
	}
	c.people[p.id] = p.found
	for _, value := range p.found {
		c.by[value] = append(c.by[value], p.id)
	}
}

// remove removes everyone who has one of the values that find p.
func (c *crowd) remove(p person) {
	values := p.found
	if values == nil {
		values = []identifier{p.id}
	}
	for _, value := range values {
		c.forget(value) // Who has this value only.
		for _, id := range slices.Clone(c.by[value]) {
			c.forget(id)
		}
	}
}

// forget removes the person with an id.
func (c *crowd) forget(id identifier) {
	for _, value := range c.people[id] {
		left := slices.DeleteFunc(c.by[value], func(other identifier) bool { return other == id })
		if len(left) == 0 {
			delete(c.by, value)
			continue
		}
		c.by[value] = left
	}
	delete(c.people, id)
}
