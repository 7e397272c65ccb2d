package graphtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// commonParams are what the API understands on every path.
var commonParams = map[string]bool{
	"access_token": true, "appsecret_proof": true, "appsecret_time": true, "fields": true, "ids": true, "id": true,
	"method": true, "pretty": true, "format": true, "locale": true, "debug": true, "metadata": true, "date_format": true,
	"suppress_http_code": true, "callback": true, "include_headers": true, "redownload": true, "return_ssl_resources": true,
	"limit": true, "after": true, "before": true, "offset": true, "summary": true, "since": true, "until": true, "order": true,
	"__paging_token": true, "__previous": true,
}

// args are the params of an operation, decoded.
type args map[string]any

func (a args) text(name string) string { return textOf(a[name]) }

// check decodes the params of a call by what the specs say about them.
func (s *Server) check(sc *schema, c *call) (args, *Error) {
	decoded := args{}
	o := c.target
	c.debug.element("The operation "+o.label(), o.deprecated, spec.Text{})
	for _, name := range keys(c.params) {
		f, ok := o.params[name]
		if !ok {
			if !commonParams[name] && !s.config.IgnoreUnknownParams {
				return nil, paramError([]string{name}, "Unknown param %s of %s%s", name, o.label(), nearest(name, o.order))
			}
			if !commonParams[name] {
				c.debug.warn("The param %s is unknown and was ignored%s", name, nearest(name, o.order))
			}
			continue
		}
		c.debug.element("The param "+name, f.Deprecated, f.EmptySince)
		if f.Type.Name == "file" {
			return nil, paramError([]string{name}, "Param %s must be an uploaded file", name)
		}
		k := &checker{schema: sc, strict: !s.config.IgnoreUnknownParams}
		value, err := k.param(f, c.params[name])
		if err != nil {
			return nil, paramError(append([]string{name}, k.path...), "Param %s %s", strings.Join(append([]string{name}, k.path...), "."), err)
		}
		decoded[name] = value
	}
	for _, name := range o.order {
		_, given := decoded[name]
		if _, isFile := c.file(name); !given && !isFile && o.params[name].Required {
			return nil, paramError([]string{name}, "The parameter %s is required", name)
		}
	}
	if limit := c.params["limit"]; limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 0 {
			return nil, paramError([]string{"limit"}, "Param limit must be a number of 0 or more")
		}
		if s.config.MaxPageSize > 0 && n > s.config.MaxPageSize {
			return nil, reduceData()
		}
	}
	return decoded, nil
}

// checker checks one param. The path leads to what is wrong.
type checker struct {
	schema *schema
	strict bool
	path   []string
}

// param decodes the text of a param.
func (k *checker) param(f *spec.Field, text string) (any, error) {
	var value any = text
	switch k.shape(f.Type) {
	case "list":
		list, err := k.listOf(f.Type.Args[0], strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		value = list
	case "object":
		parsed, err := looseJSON(text)
		if err != nil {
			return nil, errors.New("must be a valid JSON object")
		}
		value = parsed
	case "any":
		if parsed, err := looseJSON(text); err == nil {
			value = parsed
		}
	}
	return value, k.value(f, f.Type, value)
}

// listOf decodes a list: one in JSON or, where its items are scalars, one with
// commas between the items.
func (k *checker) listOf(item spec.Type, text string) (any, error) {
	if strings.HasPrefix(text, "[") {
		list, err := looseJSON(text)
		if err != nil {
			return nil, errors.New("must be an array: it is not valid JSON")
		}
		return list, nil
	}
	if k.shape(item) != "scalar" || strings.HasPrefix(text, "{") {
		return nil, errors.New("must be an array")
	}
	items := []any{}
	if text == "" {
		return items, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		items = append(items, strings.TrimSpace(part))
	}
	return items, nil
}

// shape says how a type is written in a form: as a list, an object, any JSON
// or a scalar.
func (k *checker) shape(t spec.Type) string {
	switch t.Name {
	case "list":
		return "list"
	case "map":
		return "object"
	case "object", "any":
		return "any"
	}
	if k.schema.structs[t.Name] != nil {
		return "object"
	}
	return "scalar"
}

// value checks a decoded value against a type.
func (k *checker) value(f *spec.Field, t spec.Type, value any) error {
	switch t.Name {
	case "list":
		return k.list(f, t, value)
	case "map":
		return k.mapping(f, t, value)
	case "object", "any":
		return nil
	}
	if st := k.schema.structs[t.Name]; st != nil {
		return k.structure(st, value)
	}
	switch value.(type) {
	case map[string]any, []any:
		return fmt.Errorf("must be %s", describeType(t))
	}
	return k.scalar(f, t, textOf(value))
}

func (k *checker) list(f *spec.Field, t spec.Type, value any) error {
	items, ok := value.([]any)
	if !ok {
		return errors.New("must be an array")
	}
	for i, item := range items {
		if text, isText := item.(string); isText && k.shape(t.Args[0]) == "object" {
			// Meta's SDK for Python sends lists of objects as lists of their JSON.
			if parsed, err := looseJSON(text); err == nil {
				item, items[i] = parsed, parsed
			}
		}
		if err := k.in(strconv.Itoa(i), func() error { return k.value(f, t.Args[0], item) }); err != nil {
			return err
		}
	}
	return nil
}

func (k *checker) mapping(f *spec.Field, t spec.Type, value any) error {
	members, ok := value.(map[string]any)
	if list, isList := value.([]any); isList && len(list) == 0 {
		return nil // PHP's empty map.
	}
	if !ok {
		return errors.New("must be a JSON object")
	}
	for _, name := range keys(members) {
		if err := k.in(name, func() error { return k.value(f, t.Args[len(t.Args)-1], members[name]) }); err != nil {
			return err
		}
	}
	return nil
}

func (k *checker) structure(st *structType, value any) error {
	members, ok := value.(map[string]any)
	if list, isList := value.([]any); isList && len(list) == 0 {
		return nil
	}
	if !ok {
		return fmt.Errorf("must be a JSON object (%s)", st.name)
	}
	for _, name := range keys(members) {
		f := st.fields[name]
		if f == nil && !k.strict || members[name] == nil {
			continue
		}
		if unchecked(st.name, name, f != nil, members[name]) {
			continue
		}
		err := k.in(name, func() error {
			if f == nil {
				return fmt.Errorf("is no key of %s%s", st.name, nearest(name, st.order))
			}
			return k.value(f, f.Type, members[name])
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// in checks a part of a value.
func (k *checker) in(name string, check func() error) error {
	before := k.path
	k.path = append(slices.Clip(k.path), name)
	err := check()
	if err == nil {
		k.path = before
	}
	return err
}

func (k *checker) scalar(f *spec.Field, t spec.Type, text string) error {
	ok := true
	switch t.Name {
	case "bool":
		ok = slices.Contains([]string{"true", "false", "1", "0"}, strings.ToLower(text))
	case "int32", "int64", "integer":
		_, err := strconv.ParseInt(text, 10, 64)
		ok = err == nil
	case "unsigned int32", "unsigned int64":
		_, err := strconv.ParseUint(text, 10, 64)
		ok = err == nil
	case "float":
		_, err := json.Number(text).Float64()
		ok = err == nil
	case "numeric string":
		ok = numericID.MatchString(text)
	case "id":
		ok = anyID.MatchString(text)
	case "datetime", "timestamp":
		_, ok = parseTime(text, time.Unix(0, 0))
	case "enum":
		return oneOf(enumValues(t), text)
	case "field":
		if of := k.schema.typeNamed(t.Args[0].Name); of != nil && of.fields[text] == nil {
			return fmt.Errorf("names a nonexisting field (%s) of %s%s", text, of.name, nearest(text, of.order))
		}
		return nil
	default:
		if values := k.schema.enums[t.Name]; values != nil {
			if caselessEnums[t.Name] {
				text = strings.ToUpper(text)
			}
			return oneOf(values, text)
		}
		if k.schema.nodes[t.Name] != nil {
			ok = anyID.MatchString(text)
		}
	}
	if !ok {
		return fmt.Errorf("must be %s", describeType(t))
	}
	return inBounds(f, text)
}

var (
	numericID = regexp.MustCompile(`^(act_)?-?[0-9]+(_[0-9]+)?$`)
	anyID     = regexp.MustCompile(`^[A-Za-z0-9_:.\-]+$`)
)

// caselessEnums are enums of upper-case values that the API's guides write in
// lower case too.
var caselessEnums = map[string]bool{"AdAsyncRequestStatus": true}

func enumValues(t spec.Type) []string {
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		values[i] = v.Value.Value
	}
	return values
}

func oneOf(values []string, text string) error {
	if slices.Contains(values, text) {
		return nil
	}
	return fmt.Errorf("must be one of {%s}", strings.Join(values, ", "))
}

func describeType(t spec.Type) string {
	switch t.Name {
	case "bool":
		return "a boolean"
	case "int32", "int64", "integer":
		return "an integer"
	case "unsigned int32", "unsigned int64":
		return "an integer of 0 or more"
	case "float":
		return "a number"
	case "numeric string":
		return "a numeric ID"
	case "id":
		return "a valid ID"
	case "datetime", "timestamp":
		return "a valid time"
	}
	return "a " + t.Name
}

// inBounds checks a number against the bounds of its field.
func inBounds(f *spec.Field, text string) error {
	least, hasLeast := new(big.Float).SetString(f.Min.Value)
	most, hasMost := new(big.Float).SetString(f.Max.Value)
	if !hasLeast && !hasMost {
		return nil
	}
	n, ok := new(big.Float).SetString(text)
	if !ok {
		return nil
	}
	switch {
	case hasLeast && n.Cmp(least) < 0:
		return fmt.Errorf("must be at least %s", f.Min.Value)
	case hasMost && n.Cmp(most) > 0:
		return fmt.Errorf("must be at most %s", f.Max.Value)
	}
	return nil
}
