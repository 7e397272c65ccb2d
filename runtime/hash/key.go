package hash

import "strings"

// Key is a key of a custom audience schema, as the API spells it, or one of the
// user_data of an event of the Conversions API, as a path: "user_data.em".
// [UserDataKeys] lists the latter.
type Key string

// The keys of the list schemas: any number of them, in any order.
const (
	KeyEmail                        Key = "EMAIL"
	KeyPhone                        Key = "PHONE"
	KeyGen                          Key = "GEN"  // gender
	KeyDOBY                         Key = "DOBY" // year of birth
	KeyDOBM                         Key = "DOBM" // month of birth
	KeyDOBD                         Key = "DOBD" // day of birth
	KeyLN                           Key = "LN"   // last name
	KeyFN                           Key = "FN"   // first name
	KeyFI                           Key = "FI"   // first letter of the first name
	KeyCT                           Key = "CT"   // city
	KeyST                           Key = "ST"   // state or province
	KeyZip                          Key = "ZIP"
	KeyCountry                      Key = "COUNTRY"
	KeyMADID                        Key = "MADID"           // mobile advertiser id
	KeyExternID                     Key = "EXTERN_ID"       // the advertiser's own id of the person
	KeyLookalikeValue               Key = "LOOKALIKE_VALUE" // what the person is worth, for value-based audiences
	KeyUID                          Key = "UID"             // Facebook user id
	KeyAppUID                       Key = "APPUID"          // user id scoped to an app
	KeyPageUID                      Key = "PAGEUID"         // user id scoped to a Page
	KeyDataProcessingOptions        Key = "DATA_PROCESSING_OPTIONS"
	KeyDataProcessingOptionsCountry Key = "DATA_PROCESSING_OPTIONS_COUNTRY"
	KeyDataProcessingOptionsState   Key = "DATA_PROCESSING_OPTIONS_STATE"
)

// The keys that are a schema on their own and cannot be listed with others.
const (
	KeyEmailSHA256        Key = "EMAIL_SHA256"
	KeyPhoneSHA256        Key = "PHONE_SHA256"
	KeyMobileAdvertiserID Key = "MOBILE_ADVERTISER_ID"
)

// Form says how the values of a key are written in a payload or an event.
type Form uint8

// FormUnknown is the form of a key that this package does not know. The
// others are the four ways in which a value is written.
const (
	FormUnknown Form = iota
	FormHashed       // SHA-256 of the normalised value: a JSON string of 64 lowercase hex digits
	FormText         // the normalised value in clear: a JSON string
	FormNumber       // the normalised value in clear: a JSON number
	FormList         // the normalised value in clear, in a JSON list: ["LDU"], or [] for none
)

// keySpec is a row of the one table that says what is done with each key.
type keySpec struct {
	key  Key
	form Form
	use  use
	rule rule
}

// use says where a key stands.
type use uint8

const (
	inList   use = iota // in a schema, beside others
	alone               // a schema on its own
	userData            // in the user_data of the Conversions API
)

var keySpecs = [...]keySpec{
	{KeyEmail, FormHashed, inList, email},
	{KeyPhone, FormHashed, inList, phone},
	{KeyGen, FormHashed, inList, gender},
	{KeyDOBY, FormHashed, inList, birthYear},
	{KeyDOBM, FormHashed, inList, birthMonth},
	{KeyDOBD, FormHashed, inList, birthDay},
	{KeyLN, FormHashed, inList, name},
	{KeyFN, FormHashed, inList, name},
	{KeyFI, FormHashed, inList, firstInitial},
	{KeyCT, FormHashed, inList, city},
	{KeyST, FormHashed, inList, state},
	{KeyZip, FormHashed, inList, zip},
	{KeyCountry, FormHashed, inList, countryCode},
	{KeyMADID, FormText, inList, mobileAdvertiserID},
	{KeyExternID, FormText, inList, opaque},
	{KeyLookalikeValue, FormNumber, inList, number},
	{KeyUID, FormText, inList, numericID},
	{KeyAppUID, FormText, inList, numericID},
	{KeyPageUID, FormText, inList, numericID},
	{KeyDataProcessingOptions, FormList, inList, processingOption},
	{KeyDataProcessingOptionsCountry, FormNumber, inList, processingCountry},
	{KeyDataProcessingOptionsState, FormNumber, inList, processingState},
	{KeyEmailSHA256, FormHashed, alone, email},
	{KeyPhoneSHA256, FormHashed, alone, phone},
	{KeyMobileAdvertiserID, FormText, alone, mobileAdvertiserID},

	{"user_data.em", FormHashed, userData, email},
	{"user_data.ph", FormHashed, userData, phone},
	{"user_data.fn", FormHashed, userData, name},
	{"user_data.ln", FormHashed, userData, name},
	{"user_data.ge", FormHashed, userData, gender},
	{"user_data.db", FormHashed, userData, birthDate},
	{"user_data.ct", FormHashed, userData, city},
	{"user_data.st", FormHashed, userData, state},
	{"user_data.zp", FormHashed, userData, zip},
	{"user_data.country", FormHashed, userData, countryCode},
	{"user_data.external_id", FormHashed, userData, opaque},
	{"user_data.client_ip_address", FormText, userData, ipAddress},
	{"user_data.client_user_agent", FormText, userData, userAgent},
	{"user_data.fbc", FormText, userData, cookieID},
	{"user_data.fbp", FormText, userData, cookieID},
	{"user_data.subscription_id", FormText, userData, opaque},
	{"user_data.fb_login_id", FormNumber, userData, integerID},
	{"user_data.lead_id", FormNumber, userData, integerID},
	{"user_data.anon_id", FormText, userData, opaque},
	{"user_data.madid", FormText, userData, mobileAdvertiserID},
	{"user_data.page_id", FormText, userData, numericID},
	{"user_data.page_scoped_user_id", FormText, userData, numericID},
	{"user_data.ctwa_clid", FormText, userData, opaque},
	{"user_data.whatsapp_business_account_id", FormText, userData, numericID},
	{"user_data.ig_account_id", FormText, userData, numericID},
	{"user_data.ig_sid", FormText, userData, numericID},
}

// specsByKey finds the row of a key.
var specsByKey = func() map[Key]*keySpec {
	byKey := make(map[Key]*keySpec, len(keySpecs))
	for i := range keySpecs {
		byKey[keySpecs[i].key] = &keySpecs[i]
	}
	return byKey
}()

// Keys returns the keys of custom audience schemas.
func Keys() []Key {
	return keysFor(func(u use) bool { return u != userData })
}

// UserDataKeys returns the keys of the user_data of events.
func UserDataKeys() []Key {
	return keysFor(func(u use) bool { return u == userData })
}

func keysFor(wanted func(use) bool) []Key {
	var keys []Key
	for i := range keySpecs {
		if wanted(keySpecs[i].use) {
			keys = append(keys, keySpecs[i].key)
		}
	}
	return keys
}

// Form says how the values of k are written, FormUnknown for an unknown key.
func (k Key) Form() Form {
	if spec := specsByKey[k]; spec != nil {
		return spec.form
	}
	return FormUnknown
}

// Single reports whether k is a schema on its own, such as EMAIL_SHA256:
// the payload's schema is then the key itself, and no list of keys.
func (k Key) Single() bool {
	spec := specsByKey[k]
	return spec != nil && spec.use == alone
}

// suggestion returns a question for the key that an unknown one may stand for:
// one that differs in case, spaces and punctuation only. It is "" for none.
func suggestion(unknown Key) string {
	wanted := plainKey(unknown)
	for _, spec := range keySpecs {
		if plainKey(spec.key) == wanted {
			return "; did you mean " + string(spec.key) + "?"
		}
	}
	return ""
}

// plainKey returns the letters and digits of a key in lowercase.
func plainKey(key Key) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + ('a' - 'A')
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			return r
		}
		return -1
	}, string(key))
}
