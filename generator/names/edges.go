package names

import (
	"slices"
	"strings"
)

// One returns the Go name of one item of an edge: AdCreative for AdCreatives.
// It returns a name that is no plural as it is. It knows endings and not words,
// so that the answer never changes; what it gets wrong is settled with
// go_name.
func One(edge string) string {
	list := Words(edge)
	if len(list) == 0 {
		return edge
	}
	last := list[len(list)-1]
	return strings.TrimSuffix(edge, last) + one(last)
}

// irregular are words that the endings get wrong, and those in s that are names
// for one thing as well. The list is closed.
var irregular = map[string]string{
	"canvas": "canvas", "canvases": "canvas", "details": "details", "insights": "insights", "lens": "lens", "movies": "movie",
	"news": "news", "series": "series", "settings": "settings",
}

func one(word string) string {
	if known, ok := irregular[strings.ToLower(word)]; ok {
		return word[:1] + known[1:]
	}
	has := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(ending string) bool {
			return len(word) > len(ending) && strings.HasSuffix(word, ending)
		})
	}
	switch {
	case has("ss", "us", "is", "ics"):
		return word
	case len(word) > len("ties") && has("ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case has("sses", "shes", "ches", "xes", "zzes"):
		return strings.TrimSuffix(word, "es")
	case has("s"):
		return strings.TrimSuffix(word, "s")
	}
	return word
}
