package names

// initialisms are the words that Go names write in capitals, also with an s
// behind them. The list is closed; see the package comment. Words that are
// also English words (us, it, pin, zip) or country codes are not in it.
var initialisms = map[string]bool{
	"aem": true, "ai": true, "api": true, "ascii": true, "asid": true,
	"capi": true, "ccpa": true, "cdn": true, "cpa": true, "cpas": true,
	"cpc": true, "cpi": true, "cpl": true, "cpm": true, "cpp": true,
	"cpu": true, "cpv": true, "crm": true, "css": true, "csv": true,
	"cta": true, "ctr": true, "ctwa": true, "ctx": true, "cvr": true,
	"dma": true, "dns": true, "dpa": true, "dsa": true, "ean": true,
	"fb": true, "fbc": true, "fbid": true, "fbp": true, "gdpr": true,
	"gif": true, "gps": true, "gtin": true, "guid": true, "hd": true,
	"hmac": true, "html": true, "http": true, "https": true, "id": true,
	"idfa": true, "ig": true, "io": true, "ios": true, "ip": true,
	"isbn": true, "isrc": true, "jpg": true, "json": true, "kpi": true,
	"ltv": true, "madid": true, "md5": true, "mpn": true, "nfc": true,
	"nlp": true, "os": true, "otp": true, "pdf": true, "pii": true,
	"png": true, "psid": true, "qr": true, "roas": true, "rss": true,
	"rtb": true, "sd": true, "sdk": true, "sha": true, "sha256": true,
	"sku": true, "sms": true, "sql": true, "ssl": true, "sso": true,
	"tls": true, "tos": true, "ttl": true, "tv": true, "ui": true,
	"uid": true, "upc": true, "uri": true, "url": true, "utc": true,
	"utf8": true, "utm": true, "uuid": true, "vast": true, "vat": true,
	"vin": true, "vr": true, "waba": true, "xml": true,
}
