package hash_test

import (
	"testing"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// The digests that Meta prints in its guides, and more computed for the
// normalised values given there.
func TestVectors(t *testing.T) {
	us := hash.Normalizer{Country: "US"}
	for _, test := range []struct {
		key        hash.Key
		value      string
		normalized string
		digest     string
	}{
		{hash.KeyEmail, "John_Smith@gmail.com", "john_smith@gmail.com", "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"},
		{hash.KeyPhone, "(650)555-1212", "16505551212", "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"},
		{hash.KeyFN, "Mary", "mary", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"},
		{hash.KeyFN, "정", "정", "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"},
		{hash.KeyFN, "Valéry", "valéry", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"},
		{hash.KeyCountry, "United States", "us", "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"},
		{hash.KeyEmail, "mary@example.com", "mary@example.com", "f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79"},
		{hash.KeyPhone, "15559876543", "15559876543", "1ef970831d7963307784fa8688e8fce101a15685d62aa765fed23f3a2c576a4e"},
		{hash.KeyGen, "Male", "m", "62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a"},
		{hash.KeyGen, "F", "f", "252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111"},
		{hash.KeyDOBY, "1997", "1997", "0985b889a1fe4f4e1fb925061ac6fb2247f10875f5fcbe63eec2ab55ed68970e"},
		{hash.KeyDOBM, "2", "02", "a953f09a1b6b6725b81956e9ad0b1eb49e3ad40004c04307ef8af6246a054116"},
		{hash.KeyDOBD, "16", "16", "b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9"},
		{hash.KeyST, "California", "ca", "6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126"},
		{hash.KeyST, "AZ", "az", "9c0ada37bf74aeefae949fdfc90db0cf6eaf90192eff67d65887771f0585e055"},
		{hash.KeyCT, "New York", "newyork", "350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5"},
		{hash.KeyZip, "94035-1234", "94035", "1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e"},
		{hash.KeyLN, "Smith", "smith", "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd"},
		{hash.KeyEmail, "test1@example.com", "test1@example.com", "9b431636bd164765d63c573c346708846af4f68fe3701a77a3bdd7e7e5166254"},
		{hash.KeyEmail, "test2@example.com", "test2@example.com", "8cc62c145cd0c6dc444168eaeb1b61b351f9b1809a579cc9b4c9e9d7213a39ee"},
		{hash.KeyEmail, "test3@example.com", "test3@example.com", "4eaf70b1f7a797962b9d2a533f122c8039012b31e0a52b34a426729319cb792a"},
		{hash.KeyEmail, "test4@example.com", "test4@example.com", "98df8d46f118f8bef552b0ec0a3d729466a912577830212a844b73960777ac56"},
	} {
		checkVector(t, us, test.key, test.value, test.normalized, test.digest)
	}
	uk := hash.Normalizer{Country: "UK"}
	checkVector(t, uk, hash.KeyZip, "M1 1AE", "m11ae", "1dc694c2070e697769fb959b50671d76cafd430d8ca191fbdd0affcaea344ac5")

	// A whole date is a key of the Conversions API only, so its digest comes
	// from the normalised text.
	if got, want := hash.Sum("19970216").String(), "01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c"; got != want {
		t.Errorf("Sum of a date = %s, want %s", got, want)
	}
}

func checkVector(t *testing.T, n hash.Normalizer, key hash.Key, value, normalized, digest string) {
	t.Helper()
	got, err := n.AppendNormalized(nil, key, value)
	if err != nil || string(got) != normalized {
		t.Errorf("%s: normalised = %q, %v, want %q", key, got, err, normalized)
	}
	got, err = n.AppendHash(nil, key, value)
	if err != nil || string(got) != digest {
		t.Errorf("%s: hash = %s, %v, want %s", key, got, err, digest)
	}
}
