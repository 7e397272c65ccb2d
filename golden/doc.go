// Package golden holds inputs of the generator with what it makes of them.
//
// The folders under errors are spec sets that are wrong, each with the
// messages in want.txt.
//
// The folders under cases are specs with the packages that are made of them:
//
//	specs/*.yaml     the specs
//	graphgen*.yaml   one config for each package
//	want/            the package, where the config's output says
//
// The packages are real ones of this module, so that go vet compiles them.
// Tests in them, written by hand, show that they work.
//
// The folder coverage checks that what the generator makes of the built-in
// specs has everything that the API's reference pages describe. The
// folder wire holds the requests that the calls of the generated package send,
// and the folder decode has what they make of the API's answers.
//
//	go test ./golden ./golden/wire -update
//
// accepts what the generator makes now.
//
// The folder analysis reads every generated package with types, and the folder
// bench measures what they cost.
package golden
