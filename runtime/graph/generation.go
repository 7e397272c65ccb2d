package graph

// GeneratedCode1OrRunGoGenerate is named by generated packages whose code
// needs this generation of the runtime. When generated code comes to need
// something that older runtimes lack, or the runtime drops something that
// older generated code needs, the number changes and the two stop compiling
// together instead of misbehaving. The compiler then prints the name, and with
// it what to do: run go generate with the graphgen of this module's version.
const GeneratedCode1OrRunGoGenerate = true
