package hash

const hexDigits = "0123456789abcdef"

// escapeTail escapes dst[from:], which is valid UTF-8, for a JSON string.
func escapeTail(dst []byte, from int) []byte {
	extra := 0
	for _, b := range dst[from:] {
		extra += escapedLen(b) - 1
	}
	if extra == 0 {
		return dst
	}
	read := len(dst)
	for range extra {
		dst = append(dst, 0)
	}
	for write := len(dst); read > from; {
		read--
		b := dst[read]
		write -= escapedLen(b)
		switch escapedLen(b) {
		case 1:
			dst[write] = b
		case 2:
			dst[write], dst[write+1] = '\\', b
		default:
			copy(dst[write:], `\u00`)
			dst[write+4], dst[write+5] = hexDigits[b>>4], hexDigits[b&15]
		}
	}
	return dst
}

func escapedLen(b byte) int {
	switch {
	case b == '"' || b == '\\':
		return 2
	case b < ' ':
		return 6
	}
	return 1
}

// quoteTail makes dst[from:], which needs no escaping, a JSON string.
func quoteTail(dst []byte, from int) []byte {
	dst = append(dst, `""`...)
	copy(dst[from+1:], dst[from:len(dst)-2])
	dst[from], dst[len(dst)-1] = '"', '"'
	return dst
}
