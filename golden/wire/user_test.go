package wire

//lint:file-ignore SA1019 Deprecated params have a wire form too.

import (
	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	me       = meta.UserByID("me")
	person   = meta.UserByID("4")
	testUser = meta.UserByID("100012345678901")
	page     = meta.PageByID("12345678")
)

var userCases = []wireCase{
	sends("5", person.Read(meta.UserReadParams{})),
	sends("5", me.Read(meta.UserReadParams{Fields: []meta.UserField{meta.UserFieldID, meta.UserFieldName, meta.UserFieldPicture}})),
	sends("7", testUser.Update(meta.UserUpdateParams{
		EmojiColorPref:                  graph.Int(0),
		Firstname:                       graph.String("Ada"),
		Lastname:                        graph.String("Lovelace"),
		LocalNewsMegaphoneDismissStatus: meta.UserUpdateLocalNewsMegaphoneDismissStatusYes,
		LocalNewsSubscriptionStatus:     meta.UserUpdateLocalNewsSubscriptionStatusStatusOff,
		Name:                            graph.String("Ada & Co. = 100%"),
		Password:                        graph.Secret("päss wörd+"),
	})),
	sends("7", testUser.UpdateAndRead(meta.UserUpdateParams{Name: graph.String("")}, meta.UserFieldID, meta.UserFieldName)),
	sends("9", testUser.Delete()),
	sends("10", page.Unblock(meta.PageUnblockParams{
		ASID: graph.String("1"), PSID: graph.String("2"), UID: graph.String("3"), User: graph.String("4"),
	})),
	sends("11", account.DeleteAssignedUser(meta.AdAccountDeleteAssignedUserParams{User: "4"})),
	sends("30", me.AdAccounts(meta.UserAdAccountsParams{})),
	sends("30", me.AdAccounts(meta.UserAdAccountsParams{}), graph.WithIfNoneMatch(`"7776cdb01f44354af8bfa4db0c56eebcb1378975"`)),
	sends("+", page.Blocked(meta.PageBlockedParams{UID: "4", User: "5"})),
	sends("+", page.Block(meta.PageBlockParams{
		ASID: []string{"1"}, PSID: []string{"2", "3"}, UID: []string{"4"}, User: []string{"5", "6"},
	})),
	sends("+", account.AssignedUsers(meta.AdAccountAssignedUsersParams{Business: "77"})),
	sends("+", account.CreateAssignedUser(meta.AdAccountCreateAssignedUserParams{
		User: "4", Tasks: []meta.AdAccountTask{meta.AdAccountTaskAdvertise, meta.AdAccountTaskAnalyze},
	})),
	sends("+", me.DeletePermissions(meta.UserDeletePermissionsParams{Permission: graph.String("email")})),
}
