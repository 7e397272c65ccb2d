package conversions

import (
	"fmt"
	"log/slog"
	"slices"
)

// UserData says who did something. All fields are optional, but together they
// have to be enough to match a person by: a name and a gender, or the address
// and the browser, are not. What is empty is not sent.
//
// Of [Values] there may be several, such as two phone numbers of one person.
type UserData struct {
	// Email are e-mail addresses.
	Email Values
	// Phone are phone numbers. Those without a calling code are read by the
	// person's Country, else by Config.Country. Without either, a number is
	// taken to have its calling code. With a Country that cannot be read, or
	// with the digest of another one than Config.Country, only numbers that
	// begin with + or 00 are sent.
	Phone Values
	// FirstName and LastName are names in any script, and Gender is m or f.
	FirstName, LastName, Gender Values
	// BirthDate is such as 19970216 or 1997-02-16.
	BirthDate Values
	// City, State and Zip are of the address. State and Zip are read by the
	// country, as phone numbers are: a state of the US may be a code or a name.
	City, State, Zip Values
	// Country is a code of ISO 3166-1, or a name in English or the country's own
	// language. Of several, the other fields are read by the first that can be
	// read.
	Country Values
	// ExternalID are your own ids of the person, in the form in which other
	// channels send them. They are hashed, as the API recommends; put ids that
	// have to go in clear into Extra, as "external_id".
	ExternalID Values

	// What follows is sent in clear, as it is.

	// ClientIPAddress is the IPv4 or IPv6 address of the person's device.
	ClientIPAddress string
	// ClientUserAgent is the User-Agent header of the person's browser. Events
	// of websites need it.
	ClientUserAgent string
	// FBC and FBP are what the cookies _fbc (the click) and _fbp (the browser)
	// of the website hold.
	FBC, FBP string
	// SubscriptionID is the id of the subscription that was bought.
	SubscriptionID string
	// LeadID is the id of a lead of Lead Ads, and FBLoginID the id of the
	// person for your app.
	LeadID, FBLoginID string
	// AnonID is the id of the app's installation, and MADID the mobile
	// advertiser id.
	AnonID, MADID string
	// PageID is the page and IGAccountID the Instagram account that the person
	// wrote to; PageScopedUserID and IGSID are the person's ids for them.
	PageID, PageScopedUserID, IGAccountID, IGSID string
	// CTWAClickID is the id of a click to WhatsApp, and
	// WhatsAppBusinessAccountID the account that was written to.
	CTWAClickID, WhatsAppBusinessAccountID string

	// Extra has members of user_data that have no field here, by the API's
	// names. They are sent as they are.
	Extra map[string]any
}

// named is a member of user_data with its name in the API.
type named[T any] struct {
	name  string
	value T
}

// hashed returns the members that are hashed.
func (u *UserData) hashed() []named[Values] {
	return []named[Values]{
		{"em", u.Email}, {"ph", u.Phone}, {"fn", u.FirstName}, {"ln", u.LastName}, {"ge", u.Gender}, {"db", u.BirthDate},
		{"ct", u.City}, {"st", u.State}, {"zp", u.Zip}, {"country", u.Country}, {"external_id", u.ExternalID},
	}
}

// clear returns the members that are sent in clear.
func (u *UserData) clear() []named[string] {
	return []named[string]{
		{"client_ip_address", u.ClientIPAddress}, {"client_user_agent", u.ClientUserAgent}, {"fbc", u.FBC}, {"fbp", u.FBP},
		{"subscription_id", u.SubscriptionID}, {"lead_id", u.LeadID}, {"fb_login_id", u.FBLoginID},
		{"anon_id", u.AnonID}, {"madid", u.MADID},
		{"page_id", u.PageID}, {"page_scoped_user_id", u.PageScopedUserID}, {"ig_account_id", u.IGAccountID}, {"ig_sid", u.IGSID},
		{"ctwa_clid", u.CTWAClickID}, {"whatsapp_business_account_id", u.WhatsAppBusinessAccountID},
	}
}

const redacted = "[redacted]"

// String returns "[redacted]".
func (u UserData) String() string { return redacted }

// GoString returns what String returns.
func (u UserData) GoString() string { return redacted }

// Format writes what String returns, whatever the verb.
func (u UserData) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns what String returns.
func (u UserData) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON fails; see [Event.MarshalJSON].
func (u UserData) MarshalJSON() ([]byte, error) { return nil, errNoJSON }

// Values are the values of one member of [UserData] that is hashed. [Raw] and
// [Hashed] make them. They print as "[redacted]", also in unexported fields of
// structs. The zero Values are none.
type Values struct {
	// reveal is a function because nothing that prints values by reflection
	// can look into one.
	reveal func() (texts []string, digests bool)
}

// Raw returns values in clear, as the person or your database writes them. They
// are normalised and hashed before they are sent. Empty ones are left away.
func Raw(values ...string) Values { return newValues(values, false) }

// Hashed returns values that are hashed already: SHA-256 of the normalised
// value, in 64 hex digits. They are sent as they are, in lowercase. Empty ones
// are left away.
func Hashed(digests ...string) Values { return newValues(digests, true) }

func newValues(texts []string, digests bool) Values {
	texts = slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return text == "" })
	if len(texts) == 0 {
		return Values{}
	}
	return Values{reveal: func() ([]string, bool) { return texts, digests }}
}

// get returns the values, and whether they are digests.
func (v Values) get() (texts []string, digests bool) {
	if v.reveal == nil {
		return nil, false
	}
	return v.reveal()
}

// IsZero reports whether there are no values.
func (v Values) IsZero() bool { return v.reveal == nil }

// Equal reports whether both hold the same values. go-cmp asks it.
func (v Values) Equal(other Values) bool {
	texts, digests := v.get()
	otherTexts, otherDigests := other.get()
	return digests == otherDigests && slices.Equal(texts, otherTexts)
}

// String returns "[redacted]", or "" for no values.
func (v Values) String() string {
	if v.IsZero() {
		return ""
	}
	return redacted
}

// GoString returns what String returns.
func (v Values) GoString() string { return v.String() }

// Format writes what String returns, whatever the verb.
func (v Values) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(v.String())) }

// LogValue returns what String returns.
func (v Values) LogValue() slog.Value { return slog.StringValue(v.String()) }

// MarshalJSON fails; see [Event.MarshalJSON].
func (v Values) MarshalJSON() ([]byte, error) { return nil, errNoJSON }
