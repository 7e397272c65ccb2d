package conversions

import (
	"fmt"
	"log/slog"
	"math"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// CustomData says what an event was about. What is zero is not sent.
type CustomData struct {
	// Value is what the event is worth, in whole units of Currency with
	// decimals: 123.45. Purchases need it.
	Value graph.Opt[float64]
	// Currency is a code of ISO 4217, such as "USD". A value needs it.
	Currency string
	// ContentIDs are the products by their ids in the catalogue, and
	// ContentType says what these are of: "product" or "product_group".
	ContentIDs  []string
	ContentType string
	// Contents are the products with their numbers and prices.
	Contents []Content
	// ContentName and ContentCategory are of the page or the product.
	ContentName, ContentCategory string
	// OrderID is the order.
	OrderID string
	// NumItems is how many items a checkout has.
	NumItems int64
	// PredictedLTV is what the person is predicted to be worth.
	PredictedLTV graph.Opt[float64]
	// SearchString is what was searched for.
	SearchString string
	// Status says what came of a registration.
	Status string
	// DeliveryCategory is how a purchase is delivered: "in_store", "curbside" or
	// "home_delivery".
	DeliveryCategory string
	// Extra has properties of your own, and members that have no field here,
	// such as "customer_segmentation". Values are what JSON can hold.
	Extra map[string]any
}

// String returns "[redacted]": what was searched for and bought may tell of the
// person.
func (c CustomData) String() string { return redacted }

// GoString returns what String returns.
func (c CustomData) GoString() string { return redacted }

// Format writes what String returns, whatever the verb.
func (c CustomData) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns what String returns.
func (c CustomData) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON fails; see [Event.MarshalJSON].
func (c CustomData) MarshalJSON() ([]byte, error) { return nil, errNoJSON }

// Content is a product that an event was about. ID and Quantity are required.
type Content struct {
	// ID is the product's id in the catalogue, and Quantity how many of it.
	ID       string
	Quantity int64
	// ItemPrice is the price of one.
	ItemPrice graph.Opt[float64]
	// DeliveryCategory is how it is delivered, as in [CustomData].
	DeliveryCategory string
}

// customData returns the member custom_data, nil where there is none.
func (m *message) customData(e *Event) map[string]any {
	c := &e.Custom
	data := map[string]any{}
	m.number(data, "custom_data.value", c.Value)
	m.number(data, "custom_data.predicted_ltv", c.PredictedLTV)
	for _, text := range []named[string]{
		{"content_type", c.ContentType}, {"content_name", c.ContentName}, {"content_category", c.ContentCategory},
		{"order_id", c.OrderID}, {"search_string", c.SearchString}, {"status", c.Status}, {"delivery_category", c.DeliveryCategory},
	} {
		m.text(data, "custom_data."+text.name, text.value)
	}
	switch {
	case !isCurrency(c.Currency) && c.Currency != "":
		m.refuse("custom_data.currency", "is no code of three letters, such as USD")
	case c.Currency != "":
		data["currency"] = strings.ToUpper(c.Currency)
	case !c.Value.IsZero():
		m.refuse("custom_data.currency", "is required beside a value")
	case e.Name == EventPurchase:
		m.refuse("custom_data.currency", "is required for Purchase")
	}
	if e.Name == EventPurchase && c.Value.IsZero() {
		m.refuse("custom_data.value", "is required for Purchase")
	}
	switch {
	case c.NumItems < 0:
		m.refuse("custom_data.num_items", "is negative")
	case c.NumItems > 0:
		data["num_items"] = c.NumItems
	}
	for i, id := range c.ContentIDs {
		if field := fmt.Sprintf("custom_data.content_ids[%d]", i); id == "" {
			m.refuse(field, "is empty")
		} else {
			m.checkUTF8(field, id)
		}
	}
	if len(c.ContentIDs) > 0 {
		data["content_ids"] = c.ContentIDs
	}
	if len(c.Contents) > 0 {
		data["contents"] = m.contents(c.Contents)
	}
	m.extra(data, "custom_data.", c.Extra)
	if len(data) == 0 {
		return nil
	}
	return data
}

func (m *message) contents(contents []Content) []map[string]any {
	list := make([]map[string]any, len(contents))
	for i, c := range contents {
		prefix := fmt.Sprintf("custom_data.contents[%d].", i)
		item := map[string]any{"quantity": c.Quantity}
		m.text(item, prefix+"id", c.ID)
		m.number(item, prefix+"item_price", c.ItemPrice)
		m.text(item, prefix+"delivery_category", c.DeliveryCategory)
		if c.ID == "" {
			m.refuse(prefix+"id", "is required")
		}
		if c.Quantity < 1 {
			m.refuse(prefix+"quantity", "is required, from 1 on")
		}
		list[i] = item
	}
	return list
}

// number adds a number that is there.
func (m *message) number(data map[string]any, field string, n graph.Opt[float64]) {
	f, ok := n.Get()
	switch {
	case n.IsNull(), ok && (math.IsNaN(f) || math.IsInf(f, 0)):
		m.refuse(field, "is no number")
	case ok:
		data[lastName(field)] = f
	}
}

// text adds text that is there.
func (m *message) text(data map[string]any, field, text string) {
	if text != "" && m.checkUTF8(field, text) {
		data[lastName(field)] = text
	}
}

func isCurrency(code string) bool {
	for i := range len(code) {
		if c := code[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(code) == 3
}

func lastName(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
