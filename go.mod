module github.com/metagraph-go/graphgen

go 1.26

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/google/go-cmp v0.7.0
	golang.org/x/tools v0.44.0 // indirect
	gopkg.in/yaml.v3 v3.0.1
)
