package graphtest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"strings"
	"testing"
)

// curlRequest returns the text of the HTTP request that a curl command sends.
// Of curl's options it knows those that the API's documentation uses.
func curlRequest(t *testing.T, command string) string {
	t.Helper()
	words := shellWords(t, command)[1:]
	var data, fields, headers []string
	method, target, asQuery, protocol := "", "", false, "HTTP/1.1"
	for i := 0; i < len(words); i++ {
		word := words[i]
		value := func() string {
			if i++; i == len(words) {
				t.Fatalf("curl %s needs a value", word)
			}
			return words[i]
		}
		switch word {
		case "-i":
		case "-0":
			protocol = "HTTP/1.0"
		case "-I":
			method = "HEAD"
		case "-G":
			asQuery = true
		case "-X":
			method = value()
		case "-d":
			data = append(data, value())
		case "-F":
			fields = append(fields, value())
		case "-H":
			headers = append(headers, value())
		default:
			if strings.HasPrefix(word, "-") || target != "" {
				t.Fatalf("unexpected word %q of a curl command", word)
			}
			target = word
		}
	}
	_, rest, _ := strings.Cut(target, "://")
	host, query, _ := strings.Cut(rest, "/")
	requestPath := "/" + query
	body := ""
	switch {
	case asQuery && len(data) > 0:
		separator := "?"
		if strings.Contains(requestPath, "?") {
			separator = "&"
		}
		requestPath += separator + strings.Join(data, "&")
	case len(data) > 0:
		body = strings.Join(data, "&")
		headers = append(headers, "Content-Type: application/x-www-form-urlencoded")
	case len(fields) > 0:
		body = curlForm(fields)
		headers = append(headers, "Content-Type: multipart/form-data; boundary="+curlBoundary)
	}
	if strings.ContainsAny(requestPath, " \n") || strings.Contains(requestPath, "/..") {
		t.Fatalf("curl would not send the path %q as it is", requestPath)
	}
	if method == "" {
		method = "GET"
		if body != "" {
			method = "POST"
		}
	}
	lines := append([]string{method + " " + requestPath + " " + protocol, "Host: " + host, "User-Agent: curl/8.5.0", "Accept: */*"}, headers...)
	return strings.Join(lines, "\n") + "\n\n" + body
}

const curlBoundary = "------------------------d74496d66958873e"

// curlForm returns the multipart form of -F options. A file holds its own name.
func curlForm(fields []string) string {
	var b strings.Builder
	for _, field := range fields {
		name, value, _ := strings.Cut(field, "=")
		b.WriteString("--" + curlBoundary + "\n")
		if file, ok := strings.CutPrefix(value, "@"); ok {
			value = path.Base(file)
			fmt.Fprintf(&b, "Content-Disposition: form-data; name=%q; filename=%q\nContent-Type: image/jpeg\n\n%s\n", name, value, value)
			continue
		}
		fmt.Fprintf(&b, "Content-Disposition: form-data; name=%q\n\n%s\n", name, value)
	}
	b.WriteString("--" + curlBoundary + "--\n")
	return b.String()
}

// shellWords splits a command as a shell does.
func shellWords(t *testing.T, command string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	inWord, quote := false, byte(0)
	for i := 0; i < len(command); i++ {
		c := command[i]
		switch {
		case quote == 0 && c == '\\' && i+1 < len(command):
			if i++; command[i] != '\n' {
				word.WriteByte(command[i])
				inWord = true
			}
		case quote == '"' && c == '\\' && i+1 < len(command) && strings.IndexByte("\"\\$`\n", command[i+1]) >= 0:
			i++
			word.WriteByte(command[i])
		case quote == 0 && (c == '\'' || c == '"'):
			quote, inWord = c, true
		case c == quote && quote != 0:
			quote = 0
		case quote == 0 && strings.IndexByte(" \t\n", c) >= 0:
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if quote != 0 {
		t.Fatalf("a quote of the command is not closed: %s", command)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

type rawAnswer struct {
	status int
	header http.Header
	body   string
}

// sendRaw sends the text of a request over a connection of its own. The lines
// of its head, and of a multipart body, end as HTTP has them. A length is
// added, or the body is sent in chunks when the head says so.
func sendRaw(t *testing.T, serverURL, text string) rawAnswer {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	head = strings.TrimSuffix(head, "\n")
	lower := strings.ToLower(head)
	if strings.Contains(lower, "multipart/") {
		body = strings.ReplaceAll(body, "\n", "\r\n")
	} else {
		body = strings.TrimSuffix(body, "\n")
		body = strings.TrimSuffix(body, "\n")
	}
	switch {
	case strings.Contains(lower, "\ntransfer-encoding: chunked"):
		body = chunked(body)
	case !strings.Contains(lower, "\ncontent-length:") && body != "":
		head += fmt.Sprintf("\nContent-Length: %d", len(body))
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(serverURL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+body); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(head, " ")
	r := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(r, &http.Request{Method: method})
		if err != nil {
			t.Fatalf("%s: %v", head, err)
		}
		content, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatalf("%s: %v", head, err)
		}
		if resp.StatusCode != http.StatusContinue {
			return rawAnswer{resp.StatusCode, resp.Header, string(content)}
		}
	}
}

// chunked splits a body into chunks of up to seven bytes.
func chunked(body string) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(7, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}
