package wire

import (
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	monday  = graph.TimeOf(time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC))
	tuesday = graph.TimeOf(time.Date(2026, 11, 17, 9, 30, 0, 0, time.FixedZone("", -8*60*60)))
)

// userEdgeCases call the read edges of User with every param that is
// documented.
var userEdgeCases = []wireCase{
	sends("13", me.Accounts(meta.UserAccountsParams{
		Fields: []meta.PageField{meta.PageFieldID, meta.PageFieldName}, Limit: 50,
		AdID: "6003356308839", IsPlace: graph.Bool(false), IsPromotable: graph.Bool(true),
	})),
	sends("13", me.AdStudies(meta.UserAdStudiesParams{})),
	sends("13", me.Albums(meta.UserAlbumsParams{})),
	sends("13", me.AppRequestFormerRecipients(meta.UserAppRequestFormerRecipientsParams{})),
	sends("13", me.AppRequests(meta.UserAppRequestsParams{})),
	sends("13", me.AssignedApplications(meta.UserAssignedApplicationsParams{})),
	sends("13", me.AssignedBusinessAssetGroups(meta.UserAssignedBusinessAssetGroupsParams{ContainedAssetID: graph.String("9")})),
	sends("13", me.AssignedPages(meta.UserAssignedPagesParams{Pages: []meta.PageID{"12345678", "9007199254740993"}})),
	sends("13", me.AssignedProductCatalogs(meta.UserAssignedProductCatalogsParams{})),
	sends("13", me.BusinessUsers(meta.UserBusinessUsersParams{})),
	sends("13", me.Businesses(meta.UserBusinessesParams{})),
	sends("13", me.Conversations(meta.UserConversationsParams{
		Folder: graph.String("inbox"), Platform: meta.ConversationPlatformInstagram,
		Tags: []string{"a tag", `"quoted"`}, UserID: "4",
	})),
	sends("13", me.CustomLabels(meta.UserCustomLabelsParams{})),
	sends("13", me.Feed(meta.UserFeedParams{
		IncludeHidden: graph.Bool(true), Q: graph.String("tea & <cake>"), ShowExpired: graph.Bool(false),
		Since: monday, Until: tuesday, With: graph.String("location"),
	})),
	sends("13", me.IDsForApps(meta.UserIDsForAppsParams{App: "11"})),
	sends("13", me.IDsForBusiness(meta.UserIDsForBusinessParams{App: "12"})),
	sends("13", me.IDsForPages(meta.UserIDsForPagesParams{Page: "13"})),
	sends("13", me.Likes(meta.UserLikesParams{TargetID: "14"})),
	sends("13", me.LiveVideos(meta.UserLiveVideosParams{
		BroadcastStatus: []meta.LiveVideoBroadcastStatus{meta.LiveVideoBroadcastStatusLive, meta.LiveVideoBroadcastStatusVod},
		Source:          meta.LiveVideoSourceOwner,
	})),
	sends("13", me.Music(meta.UserMusicParams{TargetID: "15"})),
	sends("13", me.PaymentSubscriptions(meta.UserPaymentSubscriptionsParams{})),
	sends("13", me.Permissions(meta.UserPermissionsParams{Permission: graph.String("email"), Status: meta.PermissionStatusGranted})),
	sends("13", me.Photos(meta.UserPhotosParams{Type: meta.UserPhotosTypeUploaded})),
	sends("13", me.Picture(meta.UserPictureParams{
		Height: graph.Int(200), Width: graph.Int(0), Redirect: graph.Bool(false), Type: meta.ProfilePictureSizeLarge,
	})),
	sends("13", me.RichMediaDocuments(meta.UserRichMediaDocumentsParams{Query: graph.String("spring")})),
	sends("13", me.Videos(meta.UserVideosParams{Type: meta.UserVideosTypeTagged})),
}
