package graph

// DefaultVersion is the API version of the calls that this package and its
// neighbours build themselves, such as uploads, unless [Config.Version] or
// [WithVersion] names another one.
const DefaultVersion = "v25.0"

// ownAPI describes the calls that this package builds itself.
var ownAPI = API{Version: DefaultVersion}
