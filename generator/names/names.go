// Package names turns the API's names into Go names.
//
// A Go name that was generated once is in somebody's program, so it never
// changes. Everything here follows from that. Each function looks at one name
// of the API and at nothing else: not at the names beside it, not at what is
// generated, not at the order of files. Two names of the API that become one
// Go name are therefore not told apart here. Package lower reports them, and
// the spec settles them with go_name. A scheme that numbers clashing names
// would rename them when an element is added before them; an author's choice
// stays. For the same reason the lists of initialisms and of compounds are
// closed: taking another word in would rename every name that holds it.
//
// Names of types, such as Campaign and IGUser, are written in the API as Go
// writes them and stay as they are. Others come as snake_case
// (ad_account_id), camelCase (inclusionOperator) or ALL_CAPS (LINK_CLICKS),
// with dots, dashes, slashes and blanks between. They are split into words;
// each word gets a capital first letter or, if it is an initialism, capitals
// throughout; words that the API runs together are told apart where they are
// known (adset_id is AdSetID). A word in capitals inside a word of mixed case stays
// (useWAMOSpec is UseWAMOSpec), because somebody chose it; a name that is all
// capitals says nothing about its words (LAST_7D is Last7d). Where one word ends
// in a digit and the next begins with one, an underscore keeps them apart:
// 18-24 is 18_24 and not 1824.
//
// A Go identifier does not begin with a digit, and an exported one begins
// with a capital letter. A field named 1d_click is X1dClick: one prefix for all
// that cannot stand first. Values of enums need none, because the name of
// their type stands before them. The empty value is Empty, a minus before a
// number is Minus, and %, & and + are words too, since they are often all that
// tells two values apart.
package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Exported returns the exported Go name of a field, a param or an edge of the
// API: AdAccountID for "ad_account_id". It returns "" when the name holds
// neither letters nor digits.
func Exported(name string) string {
	joined := join(name)
	if joined == "" {
		return ""
	}
	if first, _ := utf8.DecodeRuneInString(joined); !unicode.IsUpper(first) {
		return "X" + joined
	}
	return joined
}

// Value returns what the value of an enum adds to the name of the enum:
// LinkClicks for "LINK_CLICKS", 7dClick for "7d_click", Empty for "". It
// returns "" when the value holds nothing that a name can be made of.
func Value(value string) string {
	if value == "" {
		return "Empty"
	}
	if !strings.ContainsAny(value, "%&+-") {
		return join(value)
	}
	var spelled strings.Builder
	for i, r := range value {
		switch {
		case r == '%':
			spelled.WriteString("_percent_")
		case r == '&':
			spelled.WriteString("_and_")
		case r == '+':
			spelled.WriteString("_plus_")
		case r == '-' && i == 0 && startsWithDigit(value[1:]):
			spelled.WriteString("minus_")
		default:
			spelled.WriteRune(r)
		}
	}
	return join(spelled.String())
}

// Type returns the Go name of a node or a struct. That is the API's name. Only
// a name that ends in ID gets "Object" behind it, because CampaignID is the
// type of the ids of a Campaign, whether or not there is a Campaign today.
func Type(name string) string {
	made := Enum(name)
	if strings.HasSuffix(made, "ID") {
		return made + "Object"
	}
	return made
}

// Enum returns the Go name of an enum: the name that the spec gives it, or what
// Exported makes of one that is not written as Go writes types.
func Enum(name string) string {
	if name != "" && name[0] >= 'A' && name[0] <= 'Z' && !strings.Contains(name, "_") {
		return name
	}
	return Exported(name)
}

// Unexported returns an exported Go name as an unexported one: adAccountRead
// for "AdAccountRead", igUserRead for "IGUserRead".
func Unexported(name string) string {
	words := Words(name)
	if len(words) == 0 {
		return name
	}
	return strings.ToLower(words[0]) + name[len(words[0]):]
}

// IsExported reports whether a name can be given with go_name: it is an
// exported Go identifier of ASCII letters and digits.
func IsExported(name string) bool {
	for i, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
		case i > 0 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_'):
		default:
			return false
		}
	}
	return name != ""
}

func startsWithDigit(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9'
}
