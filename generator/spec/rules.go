package spec

// The rules that Load reports. Package check has rules of its own.
const (
	ruleUnreadable     = "unreadable"
	ruleEmptyLayer     = "empty-layer"
	ruleFileSize       = "file-size"
	ruleCharacter      = "bad-character"
	ruleSyntax         = "yaml-syntax"
	ruleEmptyFile      = "empty-file"
	ruleSecondDocument = "second-document"
	ruleAlias          = "alias"
	ruleTag            = "tag"
	ruleNesting        = "nesting"
	ruleDuplicateKey   = "duplicate-key"
	ruleWrongKind      = "wrong-kind"
	ruleUnknownKey     = "unknown-key"
	ruleFileKind       = "file-kind"
	ruleTypeSyntax     = "type-syntax"
)

// Rules returns the names of the rules that Load reports.
func Rules() []string {
	return []string{
		ruleUnreadable, ruleEmptyLayer, ruleFileSize, ruleCharacter, ruleSyntax, ruleEmptyFile, ruleSecondDocument,
		ruleAlias, ruleTag, ruleNesting, ruleDuplicateKey, ruleWrongKind, ruleUnknownKey, ruleFileKind, ruleTypeSyntax,
	}
}
