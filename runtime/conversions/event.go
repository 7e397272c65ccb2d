package conversions

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Event is something that a person did. Name, Time, ActionSource and User are
// required.
type Event struct {
	// Name says what the person did: a standard event, such as
	// [EventPurchase], or one of your own.
	Name EventName
	// Time is when it happened: at most 7 days ago, and at most 62 days for
	// [ActionSourcePhysicalStore].
	Time time.Time
	// ID identifies the event among those of its name. The API counts events
	// with the same name and ID once, also when one of them came from the pixel
	// of the website, where it is called eventID. Only events with an ID are
	// sent again when an answer is lost.
	ID string
	// ActionSource says where it happened.
	ActionSource ActionSource
	// SourceURL is the page where it happened, beginning with http:// or
	// https://. Events of websites need it.
	SourceURL string
	// ReferrerURL is the page before that one.
	ReferrerURL string
	// User says who did it.
	User UserData
	// Custom says what it was about.
	Custom CustomData
	// OptOut lets the event be used for attribution alone, and not to decide
	// who sees ads.
	OptOut bool
	// DataProcessing says how the API may process the event. Nil says nothing.
	DataProcessing *DataProcessing
	// Extra has members of the event that have no field here, by the API's
	// names, such as "app_data", "original_event_data" and "messaging_channel".
	// Values are what JSON can hold.
	Extra map[string]any
}

// EventName is the name of an event: a standard one, or one of your own.
type EventName string

// The standard events.
const (
	EventAddPaymentInfo       EventName = "AddPaymentInfo"
	EventAddToCart            EventName = "AddToCart"
	EventAddToWishlist        EventName = "AddToWishlist"
	EventCompleteRegistration EventName = "CompleteRegistration"
	EventContact              EventName = "Contact"
	EventCustomizeProduct     EventName = "CustomizeProduct"
	EventDonate               EventName = "Donate"
	EventFindLocation         EventName = "FindLocation"
	EventInitiateCheckout     EventName = "InitiateCheckout"
	EventLead                 EventName = "Lead"
	EventPageView             EventName = "PageView"
	EventPurchase             EventName = "Purchase"
	EventSchedule             EventName = "Schedule"
	EventSearch               EventName = "Search"
	EventStartTrial           EventName = "StartTrial"
	EventSubmitApplication    EventName = "SubmitApplication"
	EventSubscribe            EventName = "Subscribe"
	EventViewContent          EventName = "ViewContent"
)

// ActionSource says where an event happened. The API may know others than
// those listed here.
type ActionSource string

// The places where events happen.
const (
	ActionSourceApp               ActionSource = "app"
	ActionSourceBusinessMessaging ActionSource = "business_messaging" // in Messenger, WhatsApp or Instagram
	ActionSourceChat              ActionSource = "chat"
	ActionSourceEmail             ActionSource = "email"
	ActionSourceOther             ActionSource = "other"
	ActionSourcePhoneCall         ActionSource = "phone_call"
	ActionSourcePhysicalStore     ActionSource = "physical_store"
	ActionSourceSystemGenerated   ActionSource = "system_generated" // such as the renewal of a subscription
	ActionSourceWebsite           ActionSource = "website"
)

// DataProcessing is the data processing options of an event. The zero
// DataProcessing says that its processing is not limited.
type DataProcessing struct {
	// LimitedDataUse asks for limited data use ("LDU").
	LimitedDataUse bool
	// Country is 1 for the US, or 0 to let the API find it out, for which the
	// event needs the person's IP address.
	Country int
	// State is such as 1000 for California, or 0 to let the API find it out.
	// It needs Country.
	State int
}

// String returns the name and the ID, which is all of an event that is
// printed.
func (e Event) String() string {
	return strings.TrimSpace(cmp.Or(string(e.Name), "event") + " " + e.ID)
}

// GoString returns what String returns.
func (e Event) GoString() string { return e.String() }

// Format writes what String returns, whatever the verb.
func (e Event) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(e.String())) }

// LogValue returns what String returns.
func (e Event) LogValue() slog.Value { return slog.StringValue(e.String()) }

// MarshalJSON fails: an event does not give its data away, and JSON without
// them would lose them silently.
func (e Event) MarshalJSON() ([]byte, error) { return nil, errNoJSON }

var errNoJSON = errors.New("conversions: an event and its data cannot be encoded as JSON; store what they are made of")
