// Package hash normalises customer data and hashes it with SHA-256, in the
// way that Meta's custom audiences and Conversions API match people by.
//
// [Normalize] and [Hash] treat single values. A [Normalizer] has options,
// such as the country of phone numbers, and appends to buffers without
// allocating. A [Schema] encodes whole rows as the JSON of a payload:
//
//	schema, err := hash.NewSchema(hash.Normalizer{Country: "US"}, hash.KeyEmail, hash.KeyPhone, hash.KeyFN)
//	...
//	data, err = schema.AppendRow(data, 1, []string{"mary@example.com", "(650) 555-1212", "Mary"})
//
// # What is done with a value
//
// White space, control and format characters are cut off both ends. What is
// then empty stays empty and is never hashed. The rule of the key makes the
// normalised form; the README beside this package lists the rules and where
// they come from. Keys of [FormHashed] are hashed: SHA-256 over the UTF-8
// bytes, in lowercase hex.
//
// Text is put into Unicode normalisation form C, of the Unicode version of
// nfc_tables.go, so that é gives one digest whether it is written as one
// character or two. Lowercase follows no language. Compatibility characters,
// such as fullwidth letters, stay what they are; decimal digits of all
// scripts are read as digits.
//
// # What cannot be right
//
// A month 13, a phone number without digits and the like are reported as an
// [*Error] with the key, the row and the reason, and never with the value.
// They are left out unless Normalizer.SendInvalid is set. Text that is not
// UTF-8 is invalid for every key. So is a value that looks like a SHA-256
// digest, for keys that are hashed: whether values are digests already has to
// be said, by Normalizer.Digests or Normalizer.DetectDigests.
package hash
