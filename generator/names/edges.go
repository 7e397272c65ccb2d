package names

import "strings"

// Edge returns the Go name of an edge and the name of one of its items, which
// is "" unless the edge is named after the node it leads to. The API writes
// such edges without a break, so the words are taken from the node: the edge
// "adcreatives" of AdCreative is AdCreatives, its item AdCreative.
func Edge(edge, node string) (name, item string) {
	run := strings.ToLower(strings.ReplaceAll(edge, "_", ""))
	for _, plural := range plurals(node) {
		if strings.ToLower(plural) == run {
			return plural, node
		}
	}
	return Exported(edge), ""
}

// plurals returns the ways in which the API writes more than one of a node.
func plurals(node string) []string {
	if node == "" {
		return nil
	}
	forms := []string{node + "s", node + "es"}
	if stem, ok := strings.CutSuffix(node, "y"); ok {
		forms = append(forms, stem+"ies")
	}
	return forms
}
