package names

import "strings"

// File returns the name of the Go file for a node, or for a file of shared
// types: "ad_account.go" for "AdAccount". Names that the go tool would build
// only for tests or for one system, and those of files that every package has,
// end in "_node".
func File(name string) string {
	base := Snake(name)
	_, last, found := cutLast(base, "_")
	if found && buildSuffixes[last] || base == "api" || base == "errors" || base == "doc" {
		base += "_node"
	}
	return base + ".go"
}

// Snake returns a name in small letters with underscores: "ig_user" for
// "IGUser". The variable in a node's path is named so, with "_id" behind it.
func Snake(name string) string {
	return strings.ToLower(strings.Join(Words(name), "_"))
}

// Spoken returns the name of a type as words in a sentence: "ad account" for
// "AdAccount", "IG user" for "IGUser".
func Spoken(name string) string {
	words := Words(name)
	for i, word := range words {
		if len(word) == 1 || word != strings.ToUpper(word) {
			words[i] = strings.ToLower(word)
		}
	}
	return strings.Join(words, " ")
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// buildSuffixes are the last parts of file names that the go tool gives a
// meaning: tests, systems and processors.
var buildSuffixes = map[string]bool{
	"test": true,

	"aix": true, "android": true, "darwin": true, "dragonfly": true, "freebsd": true,
	"hurd": true, "illumos": true, "ios": true, "js": true, "linux": true, "nacl": true,
	"netbsd": true, "openbsd": true, "plan9": true, "solaris": true, "wasip1": true,
	"windows": true, "zos": true,

	"386": true, "amd64": true, "amd64p32": true, "arm": true, "armbe": true, "arm64": true,
	"arm64be": true, "loong64": true, "mips": true, "mipsle": true, "mips64": true,
	"mips64le": true, "mips64p32": true, "mips64p32le": true, "ppc": true, "ppc64": true,
	"ppc64le": true, "riscv": true, "riscv64": true, "s390": true, "s390x": true,
	"sparc": true, "sparc64": true, "wasm": true,
}
