package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// operationDoc is the doc of the method for an operation.
func (l *lowerer) operationDoc(o *operation) ir.Doc {
	s := o.spec
	d := doc{text: paragraphs(s.Doc.Value), deprecated: s.Deprecated.Value}
	if len(d.text) == 0 {
		d.text = ir.Doc{defaultOperationDoc(o)}
	}
	d.text[0] = methodSentence(o.goName, d.text[0])
	d.text = append(d.text, l.requestText(o))
	d.addPermissions(s.Permissions)
	d.addFact(list(s.Requirements), "Requires: %s.")
	notices := []string{s.Notice.Value}
	if e := o.edge; e != nil {
		notices = append(notices, e.spec.Notice.Value)
		d.deprecated = firstText(d.deprecated, e.spec.Deprecated.Value)
		d.addFact(firstText(sourceText(s.Source), sourceText(e.spec.Source)), "Reference page: %s.")
		d.addFact(firstText(s.Range.Since.Value, e.spec.Range.Since.Value), "Since %s.")
		d.addFact(firstText(s.Range.Removed.Value, e.spec.Range.Removed.Value), "Removed in %s.")
	} else {
		d.addFact(sourceText(s.Source), "Reference page: %s.")
		d.addRange(s.Range)
	}
	d.notice = strings.Join(slices.Compact(notices), "\n\n")
	return d.paragraphs()
}

// requestText says what is sent and which errors the API documents.
func (l *lowerer) requestText(o *operation) string {
	text := o.spec.HTTPMethod() + " /" + operationPath(o) + "."
	codes := errorCodes(o)
	if len(codes) == 0 {
		return text
	}
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = fmt.Sprint(code)
		if name := l.model.sentinels[code]; name != "" {
			labels[i] += " (" + name + ")"
		}
	}
	return text + " Documented errors: " + strings.Join(labels, ", ") + "."
}

// defaultOperationDoc is for operations that the spec says nothing about.
func defaultOperationDoc(o *operation) string {
	node := o.node.spoken()
	if o.edge == nil {
		verb := map[string]string{kindRead: "Reads fields of", kindUpdate: "Changes", kindDelete: "Deletes", kindCreate: "Creates"}[o.kind()]
		return verb + " the " + node + "."
	}
	reads := o.kind() == kindRead || o.kind() == kindList
	if first, rest := cutWord(o.edge.spec.Doc.Value); reads && first == "The" {
		return map[string]string{kindRead: "Reads the", kindList: "Lists the"}[o.kind()] + " " + oneLine(rest)
	}
	verb := map[string]string{
		kindRead: "Reads", kindList: "Lists", kindCreate: "Adds to", kindUpdate: "Changes", kindDelete: "Removes from",
	}[o.kind()]
	return verb + " the " + strings.ReplaceAll(o.edge.name(), "_", " ") + " of the " + node + "."
}

func readBackDoc(o *operation) ir.Doc {
	return ir.Doc{
		o.readBackName() + " is " + o.goName + ", and reads fields of the " + o.readBack.spoken() + " in the same call: name at least one. " +
			"When only the read fails, the error matches graph.ErrReadBack: the write was done.",
	}
}
