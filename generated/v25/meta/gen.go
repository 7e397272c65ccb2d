package meta

//go:generate go run ../../../cmd/graphgen generate
