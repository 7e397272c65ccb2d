package conversions

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// message is an event as it is sent, with what is wrong with it.
type message struct {
	ref  Ref
	json []byte
	// refused is why the event cannot be sent.
	refused []Problem
	// leftOut are values of user data that cannot be right.
	leftOut []Problem
}

func (m *message) refuse(field, reason string) { m.refused = append(m.refused, Problem{field, reason}) }

func (m *message) leaveOut(field, reason string) {
	m.leftOut = append(m.leftOut, Problem{field, reason})
}

// newMessage checks and encodes an event. It returns an error when the event
// cannot be sent.
func newMessage(e *Event, index int, config *Config, now time.Time) (*message, *EventError) {
	m := &message{ref: Ref{Index: index, Name: e.Name, ID: e.ID}}
	data := map[string]any{}
	m.event(data, e)
	m.time(data, e, now)
	user := m.userData(&e.User, config.Country)
	if len(user) > 0 {
		data["user_data"] = user
	}
	if e.ActionSource == ActionSourceWebsite && user["client_user_agent"] == nil {
		m.refuse("user_data.client_user_agent", "is required for events of websites")
	}
	if custom := m.customData(e); custom != nil {
		data["custom_data"] = custom
	}
	m.dataProcessing(data, e)
	m.extra(data, "", e.Extra)
	if e.ActionSource == ActionSourceApp && data["app_data"] == nil {
		m.refuse("app_data", "is required for events of apps: put it into Extra")
	}
	if config.Strict || len(m.refused) > 0 {
		m.refused = append(m.refused, m.leftOut...)
	}
	if len(m.refused) == 0 {
		text, err := graph.ObjectOf(data)
		if err == nil {
			m.json = text
			return m, nil
		}
		m.refuse("Extra", "holds a value that JSON cannot express")
	}
	return nil, &EventError{Event: m.ref, Problems: m.refused}
}

// event adds the members that are text, and those that are required.
func (m *message) event(data map[string]any, e *Event) {
	for _, text := range []named[string]{
		{"event_name", string(e.Name)}, {"event_id", e.ID}, {"action_source", string(e.ActionSource)},
		{"event_source_url", e.SourceURL}, {"referrer_url", e.ReferrerURL},
	} {
		m.text(data, text.name, text.value)
	}
	if e.Name == "" {
		m.refuse("event_name", "is required")
	}
	if e.ActionSource == "" {
		m.refuse("action_source", "is required")
	}
	switch {
	case e.SourceURL == "" && e.ActionSource == ActionSourceWebsite:
		m.refuse("event_source_url", "is required for events of websites")
	case e.SourceURL != "" && !isWebAddress(e.SourceURL):
		m.refuse("event_source_url", "does not begin with http:// or https:// and a host")
	}
	if e.OptOut {
		data["opt_out"] = true
	}
}

func isWebAddress(url string) bool {
	scheme, rest, ok := strings.Cut(url, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) && strings.Trim(rest[:min(1, len(rest))], "/?#: ") != ""
}

const (
	maxAge      = 7 * 24 * time.Hour
	maxStoreAge = 62 * 24 * time.Hour
	// maxSkew is how far the clocks of two machines may differ.
	maxSkew = time.Minute
)

func (m *message) time(data map[string]any, e *Event, now time.Time) {
	age := now.Sub(e.Time)
	switch store := e.ActionSource == ActionSourcePhysicalStore; {
	case e.Time.IsZero():
		m.refuse("event_time", "is required")
	case age < -maxSkew:
		m.refuse("event_time", "is in the future")
	case store && age > maxStoreAge:
		m.refuse("event_time", "is more than 62 days ago")
	case !store && age > maxAge:
		m.refuse("event_time", "is more than 7 days ago")
	}
	data["event_time"] = e.Time.Unix()
}

// tooLittle are combinations of user data that the API refuses, with all of
// their parts, because they fit too many people.
var tooLittle = [][]string{
	{"ct", "country", "st", "zp", "ge", "client_user_agent"},
	{"db", "client_user_agent"},
	{"fn", "ge"},
	{"ln", "ge"},
}

// userData returns the member user_data.
func (m *message) userData(u *UserData, home string) map[string]any {
	n := normalizer(u, home)
	data := map[string]any{}
	for _, member := range u.hashed() {
		texts, digests := member.value.get()
		var list []string
		for _, text := range texts {
			value, reason := hashedValue(n, hash.Key("user_data."+member.name), text, digests)
			if reason != "" {
				m.leaveOut("user_data."+member.name, reason)
			} else if value != "" && !slices.Contains(list, value) {
				list = append(list, value)
			}
		}
		if len(list) > 0 {
			data[member.name] = list
		}
	}
	for _, member := range u.clear() {
		key := hash.Key("user_data." + member.name)
		value, err := n.AppendNormalized(nil, key, member.value)
		switch {
		case err != nil:
			m.leaveOut(string(key), reasonOf(err))
		case len(value) == 0:
		case key.Form() == hash.FormNumber:
			data[member.name] = json.Number(value)
		default:
			data[member.name] = string(value)
		}
	}
	m.extra(data, "user_data.", u.Extra)
	for _, member := range u.hashed() {
		if _, clear := u.Extra[member.name]; clear && member.name != "external_id" {
			m.refuse("user_data."+member.name, "is never sent in clear: use the field and not Extra")
		}
	}
	if len(data) == 0 {
		m.refuse("user_data", "has nothing to match a person by")
		return data
	}
	for _, names := range tooLittle {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(data)), func(name string) bool { return !slices.Contains(names, name) }) {
			m.refuse("user_data", "fits too many people with nothing but "+strings.Join(slices.Sorted(maps.Keys(data)), ", ")+
				": add such as em, ph, external_id, fbc, fbp or client_ip_address")
			break
		}
	}
	return data
}

// normalizer returns the rules to read a person's data by: those of the
// person's own country, else of home. Where a country is given that cannot be
// read, none is known, and neither home nor a calling code is taken for
// granted.
func normalizer(u *UserData, home string) hash.Normalizer {
	known := hash.Normalizer{Country: home, CallingCodes: true}
	texts, digests := u.Country.get()
	if digests {
		if home != "" && !slices.ContainsFunc(texts, func(digest string) bool { return isDigestOf(home, digest) }) {
			return hash.Normalizer{}
		}
		return known
	}
	for _, text := range texts {
		code, err := hash.Normalize("user_data.country", text)
		switch {
		case code != "":
			return hash.Normalizer{Country: code}
		case err != nil:
			known = hash.Normalizer{}
		}
	}
	return known
}

// isDigestOf reports whether digest is that of a country.
func isDigestOf(country, digest string) bool {
	hashed, err := hash.Hash("user_data.country", country)
	return err == nil && strings.EqualFold(hashed, strings.TrimSpace(digest))
}

// hashedValue returns the digest of a value, or why it cannot be right.
func hashedValue(n hash.Normalizer, key hash.Key, text string, digest bool) (value, reason string) {
	parsed, err := hash.ParseDigest(strings.TrimSpace(text))
	switch {
	case digest && err != nil:
		return "", "is given as Hashed and is no SHA-256 digest of 64 hex digits"
	case digest:
		return parsed.String(), ""
	case err == nil:
		return "", "looks like a SHA-256 digest and would be hashed twice: give it as Hashed"
	}
	hashed, err := n.AppendHash(nil, key, text)
	if err != nil {
		return "", reasonOf(err)
	}
	return string(hashed), ""
}

func (m *message) dataProcessing(data map[string]any, e *Event) {
	p := e.DataProcessing
	if p == nil {
		return
	}
	const country, state = "data_processing_options_country", "data_processing_options_state"
	noCountry := numberProblem(hash.KeyDataProcessingOptionsCountry, p.Country)
	noState := numberProblem(hash.KeyDataProcessingOptionsState, p.State)
	switch {
	case !p.LimitedDataUse && (p.Country != 0 || p.State != 0):
		m.refuse("data_processing_options", "has a country or a state without limited data use")
	case noCountry != "":
		m.refuse(country, noCountry)
	case noState != "":
		m.refuse(state, noState)
	case p.State != 0 && p.Country == 0:
		m.refuse(country, "is required beside a state: 1 (US)")
	case p.LimitedDataUse && p.State == 0 && e.User.ClientIPAddress == "":
		m.refuse(state, "is required where user_data has no client_ip_address to find it out by")
	}
	data["data_processing_options"] = []string{}
	if p.LimitedDataUse {
		data["data_processing_options"] = []string{"LDU"}
		data[country], data[state] = p.Country, p.State
	}
}

// numberProblem returns why a number cannot be right, "" where it can.
func numberProblem(key hash.Key, n int) string {
	if _, err := hash.Normalize(key, strconv.Itoa(n)); err != nil {
		return reasonOf(err)
	}
	return ""
}

// extra adds members that have no field, which a field may not have set.
func (m *message) extra(data map[string]any, prefix string, extra map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if _, taken := data[name]; taken {
			m.refuse(prefix+name, "is set twice: by a field and in Extra")
			continue
		}
		data[name] = extra[name]
	}
}

// checkUTF8 reports whether text is valid UTF-8; encoding/json would put other
// characters into it otherwise.
func (m *message) checkUTF8(field, text string) bool {
	if utf8.ValidString(text) {
		return true
	}
	m.refuse(field, "is not valid UTF-8")
	return false
}

// reasonOf returns the reason of an error of package hash.
func reasonOf(err error) string {
	if invalid, ok := err.(*hash.Error); ok {
		return invalid.Reason
	}
	return fmt.Sprint(err)
}
