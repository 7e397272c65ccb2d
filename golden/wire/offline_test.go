package wire

import (
	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var upload = meta.OfflineConversionDataSetUploadByID("1234567890")

var offlineCases = []wireCase{
	sends("1", upload.Read(meta.OfflineConversionDataSetUploadReadParams{})),
	sends("1", upload.Read(meta.OfflineConversionDataSetUploadReadParams{
		Fields: []meta.OfflineConversionDataSetUploadField{
			meta.OfflineConversionDataSetUploadFieldID,
			meta.OfflineConversionDataSetUploadFieldMatchRateApprox,
			meta.OfflineConversionDataSetUploadFieldUploadTag,
		},
	})),
	sends("2", upload.Progress(meta.OfflineConversionDataSetUploadProgressParams{})),
	sends("3", upload.PullSessions(meta.OfflineConversionDataSetUploadPullSessionsParams{})),
	sends("B", meta.OfflineConversionDataSetByID("55").Uploads(meta.OfflineConversionDataSetUploadsParams{
		StartTime: monday, EndTime: tuesday, UploadTag: graph.String("spring"),
		SortBy: meta.DataSetUploadsSortByLastUploadTime, Order: meta.DataSetUploadsOrderDescending,
	})),
}
