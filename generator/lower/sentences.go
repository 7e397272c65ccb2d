package lower

import (
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// Docs in specs are sentences about an element that do not name it: "An
// account that owns campaigns." Go wants the comment of a type or a method to
// begin with its name: "AdAccount is an account that owns campaigns." The
// comment of a field need not, and stays as it is.

// articles begin sentences that say what something is.
var articles = map[string]bool{
	"A": true, "An": true, "The": true, "One": true, "What": true, "Whoever": true, "Someone": true, "Something": true,
}

// questions begin sentences that say what something tells.
var questions = map[string]bool{"Whether": true, "How": true, "Which": true, "When": true, "Where": true, "Why": true, "Who": true, "For": true}

// typeVerbs are verbs that begin sentences about types. Other words in -s
// are taken for plurals.
var typeVerbs = map[string]bool{
	"Adds": true, "Asks": true, "Bundles": true, "Collects": true, "Configures": true, "Connects": true, "Contains": true,
	"Controls": true, "Counts": true, "Decides": true, "Defines": true, "Describes": true, "Gives": true, "Groups": true, "Has": true,
	"Holds": true, "Identifies": true, "Is": true, "Keeps": true, "Links": true, "Lists": true, "Maps": true, "Marks": true,
	"Measures": true, "Names": true, "Owns": true, "Points": true, "Records": true, "Represents": true, "Says": true,
	"Selects": true, "Sets": true, "Shows": true, "Stands": true, "Stores": true, "Tells": true, "Tracks": true,
}

// typeSentence makes the doc of a type begin with its name. Plain nouns follow
// behind noun: "CampaignStatus is one of the statuses of a campaign."
func typeSentence(name, doc string, noun func(firstWord string) string) string {
	first, rest := cutWord(doc)
	switch {
	case first == name:
		return doc
	case articles[first]:
		return name + " is " + strings.ToLower(first) + rest
	case questions[first]:
		return name + " says " + strings.ToLower(first) + rest
	case typeVerbs[first]:
		return name + " " + strings.ToLower(first) + rest
	}
	return name + " " + noun(first) + " " + lowerFirst(doc)
}

// holdsNoun introduces nouns in the docs of structs: "Settings of a page."
func holdsNoun(string) string { return "holds" }

// oneOfNoun introduces nouns in the docs of enums: "Statuses of a campaign.",
// "Status of a campaign."
func oneOfNoun(first string) string {
	if isPlural(first) {
		return "is one of the"
	}
	return "is the"
}

// methodSentence makes the doc of a method begin with its name. Docs of
// operations begin with a verb: "Lists the ads."
func methodSentence(name, doc string) string {
	first, rest := cutWord(doc)
	switch {
	case first == name:
		return doc
	case articles[first]:
		return name + " answers with " + strings.ToLower(first) + rest
	case questions[first]:
		return name + " tells " + strings.ToLower(first) + rest
	case isPlural(first):
		return name + " " + strings.ToLower(first) + rest
	}
	return name + ": " + doc
}

// isPlural reports whether a word ends as a plural does, and as a verb of the
// third person.
func isPlural(word string) bool {
	if !strings.HasSuffix(word, "s") {
		return false
	}
	for _, singular := range []string{"ss", "us", "is"} {
		if strings.HasSuffix(word, singular) {
			return false
		}
	}
	return true
}

// lowerFirst writes the first word small, unless it is a name: a word with
// capitals or digits behind its first letter, or a name that the API uses.
func lowerFirst(doc string) string {
	first, rest := cutWord(doc)
	if properNames[first] || len(first) > 1 && strings.ContainsAny(first[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
		return doc
	}
	return strings.ToLower(first) + rest
}

var properNames = map[string]bool{
	"Facebook": true, "Google": true, "Instagram": true, "Messenger": true, "Meta": true, "Apple": true, "Android": true,
}

// cutWord cuts a text behind its first word.
func cutWord(text string) (first, rest string) {
	if i := strings.IndexAny(text, " ,.;:'"); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// paragraphs splits the doc of a spec at blank lines.
func paragraphs(doc string) ir.Doc {
	var split ir.Doc
	for paragraph := range strings.SplitSeq(doc, "\n\n") {
		if text := oneLine(paragraph); text != "" {
			split = append(split, text)
		}
	}
	return split
}

// oneLine is a text with its blanks and line ends as single blanks.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\n\r\t") && !strings.Contains(text, "  ") {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

// endSentence ends a text with a full stop, if nothing ends it.
func endSentence(text string) string {
	if text == "" || strings.ContainsRune(".!?:", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}
