package graph

// MatchesGeneratedCode1 is named by generated packages whose code needs this
// generation of the runtime. When generated code comes to need something that
// older runtimes lack, or the runtime drops something that older generated
// code needs, the number changes and the two stop compiling together instead
// of misbehaving. "undefined: graph.MatchesGeneratedCode1" then means: run
// go generate again, or update this module, whichever is the older.
const MatchesGeneratedCode1 = true
