package emit_test

import "github.com/metagraph-go/graphgen/generator/ir"

// Short forms for types.
func named(name string) ir.Type       { return ir.Type{Kind: ir.Named, Name: name} }
func pointer(elem ir.Type) ir.Type    { return ir.Type{Kind: ir.Pointer, Elem: &elem} }
func list(elem ir.Type) ir.Type       { return ir.Type{Kind: ir.List, Elem: &elem} }
func opt(kind ir.Kind) ir.Type        { return ir.Type{Kind: ir.Opt, Elem: &ir.Type{Kind: kind}} }
func page(elem ir.Type) ir.Type       { return ir.Type{Kind: ir.Page, Elem: &elem} }
func mapTo(key, elem ir.Type) ir.Type { return ir.Type{Kind: ir.Map, Key: &key, Elem: &elem} }

var str = ir.Type{Kind: ir.String}

// sample is a package with one of everything that the IR can say.
func sample() *ir.Package {
	return &ir.Package{
		Name:    "sample",
		Version: "v25.0",
		Doc:     ir.Doc{"Package sample has one of everything that the generator can print."},
		Errors: []ir.ErrorCode{
			{
				Code: 100, GoName: "ErrInvalidParameter", Name: "InvalidParameter", Class: "bad request",
				Meaning: "A param is missing, unknown or has a bad value, or the object does not support the operation.",
				Doc:     ir.Doc{"ErrInvalidParameter is code 100: a param is missing, unknown or has a bad value, or the object does not support the operation."},
			},
			{
				Code: 100, Subcode: 33, GoName: "ErrObjectNotFound", Name: "ObjectNotFound", Class: "not found", Meaning: "No such object.",
				Doc: ir.Doc{"ErrObjectNotFound is code 100, subcode 33: no such object."},
			},
		},
		Files: []ir.File{adFile(), campaignFile(), progressFile()},
	}
}

func adFile() ir.File {
	return ir.File{Name: "ad.go", Nodes: []ir.Node{{
		GoName: "Ad", Doc: ir.Doc{"Ad is shown to people."},
		IDName: "AdID", IDDoc: ir.Doc{"AdID is the id of an Ad."},
		Fields:     []ir.Field{{GoName: "ID", Wire: "id", Type: named("AdID"), Doc: ir.Doc{"ID is the ad's id."}}},
		FieldName:  "AdField",
		FieldConst: []ir.Const{{GoName: "AdFieldID", Value: "id"}},
	}}}
}

func progressFile() ir.File {
	return ir.File{Name: "upload_progress.go", Nodes: []ir.Node{{
		GoName: "UploadProgress", Opaque: true,
		Doc: ir.Doc{"UploadProgress is a range of an upload. The API publishes no fields for it."},
	}}}
}

func campaignFile() ir.File {
	return ir.File{
		Name:  "campaign.go",
		Nodes: []ir.Node{campaign()},
		Structs: []ir.Struct{{
			GoName: "IssuesInfo", Doc: ir.Doc{"IssuesInfo says why a campaign is not delivered."},
			Fields: []ir.Field{
				{GoName: "Level", Wire: "level", Type: str, Doc: ir.Doc{"Level is where the issue is."}},
				{GoName: "ClickRate", Wire: "1d_click", Type: opt(ir.Float64)},
				{GoName: "ActionType", Wire: "action.type", Type: list(str)},
				{GoName: "Raw", Wire: "raw", Type: ir.Type{Kind: ir.Object}},
				{GoName: "Labels", Wire: "labels", Type: mapTo(str, list(pointer(named("IssuesInfo"))))},
				{GoName: "Size", Wire: "size", Type: opt(ir.Uint64)},
			},
		}},
		Enums: []ir.Enum{{
			GoName: "CampaignStatus", ValuesFunc: "CampaignStatusValues",
			Doc: ir.Doc{"CampaignStatus is what a campaign does. The API adds values; unknown ones decode and survive."},
			Values: []ir.Const{
				{GoName: "CampaignStatusActive", Value: "ACTIVE", Doc: ir.Doc{"CampaignStatusActive means that the campaign runs."}},
				{GoName: "CampaignStatusPaused", Value: "PAUSED"},
				{GoName: "CampaignStatusDeleted", Value: "DELETED"},
			},
		}},
	}
}

func campaign() ir.Node {
	return ir.Node{
		GoName: "Campaign", IDName: "CampaignID", FieldName: "CampaignField",
		Doc: ir.Doc{
			"Campaign groups ad sets that share one objective.",
			"- It has one budget, or its ad sets have one each.",
			"- It can be paused.",
			"Reference page: Campaign, v25.0.",
			"Deprecated: this sample goes away.",
		},
		IDDoc: ir.Doc{"CampaignID is the id of a Campaign."},
		Fields: []ir.Field{
			{GoName: "ID", Wire: "id", Type: named("CampaignID"), Doc: ir.Doc{"ID is the campaign's id. Returned by default."}},
			{GoName: "DailyBudget", Wire: "daily_budget", Type: opt(ir.Int64), Doc: ir.Doc{"DailyBudget is in the currency's minor unit, and is spent evenly over the day unless the campaign asks for more."}},
			{GoName: "Status", Wire: "status", Type: named("CampaignStatus")},
			{GoName: "StartTime", Wire: "start_time", Type: ir.Type{Kind: ir.Time}},
			{GoName: "Issues", Wire: "issues_info", Type: list(pointer(named("IssuesInfo")))},
		},
		FieldConst: []ir.Const{
			{GoName: "CampaignFieldID", Value: "id"},
			{GoName: "CampaignFieldDailyBudget", Value: "daily_budget"},
			{GoName: "CampaignFieldStatus", Value: "status"},
		},
		Expansions: []ir.Expansion{{
			ConstName: "CampaignExpandAds", Wire: "ads", ChildField: "AdField", GoName: "Ads", Type: page(pointer(named("Ad"))),
			Doc: ir.Doc{"Ads are the ads of the campaign; filled when the read expands CampaignExpandAds."},
		}},
		Handle: &ir.Handle{
			GoName: "CampaignNode", Doc: ir.Doc{"CampaignNode addresses one Campaign. Its methods build calls."},
			Constructor: "CampaignByID", ConstructorDoc: ir.Doc{"CampaignByID returns the node with an id."},
			Operations: []ir.Operation{campaignRead(), campaignUpdate(), campaignDelete(), campaignAds(), campaignProgress(), campaignUpload()},
		},
	}
}

func campaignRead() ir.Operation {
	return ir.Operation{
		GoName: "Read", Var: "campaignRead", Node: "Campaign", Kind: "read", Method: "GET", Path: "{campaign_id}", Errors: []int{100},
		Doc:        ir.Doc{"Read reads fields of the campaign.", "GET /{campaign_id}. Documented errors: 100 (ErrInvalidParameter)."},
		ParamsName: "CampaignReadParams", ParamsDoc: ir.Doc{"CampaignReadParams are the params of CampaignNode.Read."},
		Params: []ir.Param{{GoName: "Fields", Wire: "fields", Type: list(named("CampaignField")), CSV: true, Doc: ir.Doc{"Fields are the fields to return. None means the API's default fields."}}},
		Result: pointer(named("Campaign")),
	}
}

func campaignUpdate() ir.Operation {
	return ir.Operation{
		GoName: "Update", Var: "campaignUpdate", Node: "Campaign", Kind: "update", Method: "POST", Path: "{campaign_id}", ReadAfterWrite: true,
		Doc:        ir.Doc{"Update changes the campaign."},
		ParamsName: "CampaignUpdateParams", ParamsDoc: ir.Doc{"CampaignUpdateParams are the params of CampaignNode.Update."},
		Params: []ir.Param{
			{GoName: "Name", Wire: "name", Type: opt(ir.String)},
			{GoName: "Status", Wire: "status", Type: named("CampaignStatus"), Required: true, Doc: ir.Doc{"Status is required."}},
			{GoName: "Value", Wire: "value", Type: ir.Type{Kind: ir.Any}},
		},
		Result: ir.Type{Kind: ir.Success},
		ReadBack: &ir.ReadBack{
			GoName: "UpdateAndRead", FieldName: "CampaignField", Result: pointer(named("Campaign")),
			Doc: ir.Doc{"UpdateAndRead is Update, and reads fields of the campaign in the same call. When only the read fails the error matches graph.ErrReadBack: the write was done."},
		},
	}
}

func campaignDelete() ir.Operation {
	return ir.Operation{
		GoName: "Delete", Var: "campaignDelete", Node: "Campaign", Kind: "delete", Method: "DELETE", Path: "{campaign_id}",
		Doc: ir.Doc{"Delete deletes the campaign."}, Result: ir.Type{Kind: ir.Success},
	}
}

func campaignAds() ir.Operation {
	return ir.Operation{
		GoName: "Ads", Var: "campaignAds", Node: "Campaign", Edge: "ads", Kind: "list", Method: "GET", Path: "{campaign_id}/ads",
		Doc:        ir.Doc{"Ads lists the ads of the campaign."},
		ParamsName: "CampaignAdsParams", ParamsDoc: ir.Doc{"CampaignAdsParams are the params of CampaignNode.Ads."},
		Params: []ir.Param{
			{GoName: "Fields", Wire: "fields", Type: list(named("AdField")), CSV: true},
			{GoName: "Limit", Wire: "limit", Type: ir.Type{Kind: ir.Int}},
		},
		Result: pointer(named("Ad")), Page: true,
	}
}

func campaignProgress() ir.Operation {
	return ir.Operation{
		GoName: "Progress", Var: "campaignProgress", Node: "Campaign", Edge: "progress", Kind: "list", Method: "GET", Path: "{campaign_id}/progress",
		Doc:        ir.Doc{"Progress lists the ranges that were received."},
		ParamsName: "CampaignProgressParams", ParamsDoc: ir.Doc{"CampaignProgressParams are the params of CampaignNode.Progress."},
		Params: []ir.Param{{GoName: "Fields", Wire: "fields", Type: list(str), CSV: true}},
		Result: named("UploadProgress"), Page: true,
	}
}

func campaignUpload() ir.Operation {
	return ir.Operation{
		GoName: "UploadVideo", Var: "campaignUploadVideo", Node: "Campaign", Edge: "videos", Kind: "create", Method: "POST", Path: "{campaign_id}/videos",
		Host: "graph-video", Doc: ir.Doc{"UploadVideo uploads a video."},
		ParamsName: "CampaignUploadVideoParams", ParamsDoc: ir.Doc{"CampaignUploadVideoParams are the params of CampaignNode.UploadVideo."},
		Params: []ir.Param{{GoName: "Title", Wire: "title", Type: opt(ir.String)}},
		Result: ir.Type{Kind: ir.Object},
	}
}
