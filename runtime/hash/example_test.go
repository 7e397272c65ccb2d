package hash_test

import (
	"errors"
	"fmt"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

func ExampleNormalize() {
	for _, name := range []string{"O'Brién", "Zoe\u0308", "李"} {
		normalized, err := hash.Normalize(hash.KeyLN, name)
		fmt.Println(normalized, err)
	}
	// Output:
	// obrién <nil>
	// zoë <nil>
	// 李 <nil>
}

func ExampleHash() {
	digest, err := hash.Hash(hash.KeyEmail, " Mary@Example.com")
	fmt.Println(digest, err)
	madid, err := hash.Hash(hash.KeyMADID, "AECE52E7-03EE-455A-B3C4-E57283966239") // sent in clear
	fmt.Println(madid, err)
	// Output:
	// f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79 <nil>
	// aece52e7-03ee-455a-b3c4-e57283966239 <nil>
}

func ExampleNormalizer() {
	n := hash.Normalizer{Country: "Germany"}
	for _, number := range []string{"0170 1234567", "+33 6 12 34 56 78", "110"} {
		phone, err := n.AppendNormalized(nil, hash.KeyPhone, number)
		fmt.Printf("%s %v\n", phone, err)
	}
	// Output:
	// 491701234567 <nil>
	// 33612345678 <nil>
	//  hash: PHONE has a number of digits that no number of its country has
}

func ExampleSchema() {
	schema, err := hash.NewSchema(hash.Normalizer{}, hash.KeyExternID, hash.KeyEmail, hash.KeyLookalikeValue)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", schema.AppendSchema(nil))
	for i, row := range [][]string{
		{"c-1", "test1@example.com", "44.50"},
		{"c-2", "", "140"},
		{"c-3", "not an address", "0.9"},
	} {
		encoded, err := schema.AppendRow(nil, i+1, row)
		var invalid *hash.RowError
		if errors.As(err, &invalid) {
			fmt.Println(invalid) // the row goes without the cell, or not at all: as you choose
		}
		fmt.Printf("%s\n", encoded)
	}
	// Output:
	// ["EXTERN_ID","EMAIL","LOOKALIKE_VALUE"]
	// ["c-1","9b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254",44.5]
	// ["c-2","",140]
	// hash: row 3: EMAIL has no @
	// ["c-3","",0.9]
}
