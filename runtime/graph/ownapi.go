package graph

// ownAPI describes the few calls that this package builds itself. They go to
// this version unless [WithVersion] says otherwise.
var ownAPI = API{Version: "v25.0"}
