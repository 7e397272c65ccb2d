package wire

import "github.com/metagraph-go/graphgen/generated/v25/meta"

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
}
