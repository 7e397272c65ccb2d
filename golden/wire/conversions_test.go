package wire

import (
	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

var pixel = meta.AdsPixelByID("23")

// conversionCases are the events of the Conversions API's guide, and one that
// has what theirs lack.
var conversionCases = []wireCase{
	sends("+", pixel.SendEvents(meta.AdsPixelSendEventsParams{
		Data: []*meta.ServerEvent{{
			EventName: "Purchase", EventTime: graph.Int(1762902353),
			UserData: &meta.ServerEventUserData{
				Emails:          []string{hash.Sum("mary@example.com").String()},
				Phones:          []string{hash.Sum("16505551212").String(), hash.Sum("15559876543").String()},
				ClientIPAddress: "123.123.123.123", ClientUserAgent: "Mozilla/5.0",
				FBC: "fb.1.1554763741205.AbCdEfGhIjKlMnOpQrStUvWxYz1234567890", FBP: "fb.1.1558571054389.1098115397",
			},
			CustomData: &meta.ServerEventCustomData{
				Currency: "usd", Value: graph.Float(123.45),
				Contents: []*meta.ServerEventContent{{
					ID: "product123", Quantity: graph.Int(1), DeliveryCategory: meta.ServerEventDeliveryCategoryHomeDelivery,
				}},
			},
			EventSourceURL: "http://jaspers-market.com/product/123", ActionSource: meta.ServerEventActionSourceWebsite,
		}},
	})),
	sends("+", pixel.SendEvents(meta.AdsPixelSendEventsParams{
		Data: []*meta.ServerEvent{{
			EventName: "Lead", EventTime: graph.Int(1762902353), EventID: "lead-7",
			ActionSource: meta.ServerEventActionSourceSystemGenerated,
			UserData:     &meta.ServerEventUserData{LeadID: graph.Int(525645896321548)},
			CustomData:   &meta.ServerEventCustomData{Value: graph.Float(0)},
			OptOut:       graph.Bool(true), DataProcessingOptions: []string{},
		}},
		TestEventCode: graph.String("TEST123"), PartnerAgent: graph.String("acme"),
	})),
	sends("+", account.AdsPixels(meta.AdAccountAdsPixelsParams{
		Fields: []meta.AdsPixelField{meta.AdsPixelFieldID, meta.AdsPixelFieldName}, SortBy: meta.AdsPixelsSortByName,
	})),
	sends("+", pixel.Read(meta.AdsPixelReadParams{Fields: []meta.AdsPixelField{meta.AdsPixelFieldIsConsolidatedContainer}})),
}
