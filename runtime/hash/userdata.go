package hash

import "net/netip"

// ipAddress: IPv4 or IPv6 in its usual spelling, in clear.
func ipAddress(dst []byte, value string, _ origin) ([]byte, string) {
	addr, err := netip.ParseAddr(value)
	if err != nil {
		if _, err := netip.ParseAddrPort(value); err == nil {
			return dst, "has a port behind the address"
		}
		return dst, "is no single IPv4 or IPv6 address"
	}
	if addr.Zone() != "" {
		return dst, "has a zone behind the address, which means something on one machine only"
	}
	return addr.Unmap().AppendTo(dst), ""
}

// userAgent: as it is, in clear.
func userAgent(dst []byte, value string, _ origin) ([]byte, string) {
	if looksLikeDigest(value) {
		return dst, reasonMustBeClear
	}
	return append(dst, value...), ""
}

const reasonMustBeClear = "looks like a SHA-256 digest, but is not to be hashed"

// cookieID: what the cookies _fbc and _fbp hold, as it is, in clear: "fb", the
// level of the domain, the time in milliseconds, and an id in which case
// matters.
func cookieID(dst []byte, value string, _ origin) ([]byte, string) {
	if looksLikeDigest(value) {
		return dst, reasonMustBeClear
	}
	rest, ok := value, len(value) > 3 && value[:3] == "fb."
	if ok {
		rest = rest[3:]
	}
	for range 2 {
		digits := 0
		for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
			digits++
		}
		if ok = ok && digits > 0 && digits+1 < len(rest) && rest[digits] == '.'; !ok {
			return dst, "does not have the form fb.1.1554763741205.ID of the cookie"
		}
		rest = rest[digits+1:]
	}
	return append(dst, value...), ""
}

// maxIntegerID is the most digits of an id that is sent as a number.
const maxIntegerID = 19

// integerID: digits, sent as a number.
func integerID(dst []byte, value string, home origin) ([]byte, string) {
	if allDigits(value) && (value[0] == '0' || len(value) > maxIntegerID) {
		return dst, "is no id: it begins with 0 or has more than 19 digits"
	}
	return numericID(dst, value, home)
}
