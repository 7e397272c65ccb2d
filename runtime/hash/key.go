package hash

// Key is a key of a custom audience schema, as the API spells it.
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

// Form says how the values of a key are written in a payload.
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
	key    Key
	form   Form
	single bool // a schema on its own
	rule   rule
}

var keySpecs = [...]keySpec{
	{KeyEmail, FormHashed, false, email},
	{KeyPhone, FormHashed, false, phone},
	{KeyGen, FormHashed, false, gender},
	{KeyDOBY, FormHashed, false, birthYear},
	{KeyDOBM, FormHashed, false, birthMonth},
	{KeyDOBD, FormHashed, false, birthDay},
	{KeyLN, FormHashed, false, name},
	{KeyFN, FormHashed, false, name},
	{KeyFI, FormHashed, false, firstInitial},
	{KeyCT, FormHashed, false, city},
	{KeyST, FormHashed, false, state},
	{KeyZip, FormHashed, false, zip},
	{KeyCountry, FormHashed, false, countryCode},
	{KeyMADID, FormText, false, mobileAdvertiserID},
	{KeyExternID, FormText, false, opaque},
	{KeyLookalikeValue, FormNumber, false, number},
	{KeyUID, FormText, false, numericID},
	{KeyAppUID, FormText, false, numericID},
	{KeyPageUID, FormText, false, numericID},
	{KeyDataProcessingOptions, FormList, false, processingOption},
	{KeyDataProcessingOptionsCountry, FormNumber, false, processingCountry},
	{KeyDataProcessingOptionsState, FormNumber, false, processingState},
	{KeyEmailSHA256, FormHashed, true, email},
	{KeyPhoneSHA256, FormHashed, true, phone},
	{KeyMobileAdvertiserID, FormText, true, mobileAdvertiserID},
}

// specsByKey finds the row of a key.
var specsByKey = func() map[Key]*keySpec {
	byKey := make(map[Key]*keySpec, len(keySpecs))
	for i := range keySpecs {
		byKey[keySpecs[i].key] = &keySpecs[i]
	}
	return byKey
}()

// Keys returns every key that this package has a rule for.
func Keys() []Key {
	keys := make([]Key, len(keySpecs))
	for i := range keySpecs {
		keys[i] = keySpecs[i].key
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
	return spec != nil && spec.single
}
