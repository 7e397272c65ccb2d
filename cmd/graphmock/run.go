package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/specs"
)

// shutdownTime is how long calls may go on after the end was asked for.
const shutdownTime = 3 * time.Second

// options are the flags.
type options struct {
	addr, load            string
	specs                 specFlags
	appID, appSecret      string
	tokens                []graphtest.Token
	remote, strict, empty bool
	flaky                 float64
	allowance, pageSize   int
}

// parse reads the flags. It returns [flag.ErrHelp] when they ask for help.
func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("graphmock", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "the `address` to listen on; port 0 is any free port")
	flags.StringVar(&o.specs.version, "version", "", "the API `version` of paths that name none; without it that of -config, or "+specs.DefaultVersion)
	flags.StringVar(&o.specs.list, "specs", "", "`folders` of spec files, with commas, each laid over those before; builtin is the built-in set: builtin,./specs")
	flags.StringVar(&o.specs.config, "config", "", "serve the specs and the version of a graphgen.yaml `file`; what it includes and excludes does not matter")
	flags.StringVar(&o.load, "load", "", loadUsage)
	flags.BoolVar(&o.empty, "empty", false, "start without sample data")
	flags.BoolVar(&o.strict, "strict", false, "refuse params that an operation does not have, which the API ignores")
	flags.Float64Var(&o.flaky, "flaky", 0, "the `part` of calls that fail for a moment, from 0 to 1")
	flags.IntVar(&o.pageSize, "page-size", 0, "how many `items` a page has when a call has no limit; 0 means 25")
	flags.StringVar(&o.appID, "app-id", "100000000000001", "the `id` of the app")
	flags.StringVar(&o.appSecret, "app-secret", "", "the `secret` of the app, which calls then have to prove; empty means that any will do")
	flags.Func("token", tokenUsage, func(text string) error {
		token, err := parseToken(text)
		o.tokens = append(o.tokens, token)
		return err
	})
	flags.IntVar(&o.allowance, "allowance", 0, "how many `calls` an hour are allowed; 0 is no bound")
	flags.BoolVar(&o.remote, "allow-remote", false, "listen on addresses that other machines can reach")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q; run graphmock -h for the flags", flags.Arg(0))
	}
	if o.flaky < 0 || o.flaky > 1 {
		return o, fmt.Errorf("-flaky is %v; it is a part from 0 to 1", o.flaky)
	}
	if o.pageSize < 0 || o.allowance < 0 {
		return o, errors.New("-page-size and -allowance are numbers of 0 or more")
	}
	return o, checkAddress(o)
}

const (
	loadUsage = `a JSON ` + "`file`" + ` of nodes to add, by type and id; what an edge holds is a list that has its name:
{"AdAccount": {"act_1": {"name": "Acme", "campaigns": [{"id": "7", "name": "Spring"}]}}}`
	tokenUsage = `an access ` + "`token`" + ` that calls may have, or token=id for that of the user with the id; repeat it for more.
None means that calls need none, and that all are those of the first user. The users of the sample data are 1001 and 1002`
)

// parseToken reads a token with or without the id of its user.
func parseToken(text string) (graphtest.Token, error) {
	token, user, named := strings.Cut(text, "=")
	switch {
	case token == "":
		return graphtest.Token{}, errors.New("it is empty")
	case named && user == "":
		return graphtest.Token{}, errors.New("there is no id of a user behind the =")
	}
	return graphtest.Token{Text: token, UserID: user}, nil
}

// checkAddress refuses addresses that other machines can reach: the fake has
// no auth.
func checkAddress(o options) error {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return fmt.Errorf("-addr %q: %w", o.addr, err)
	}
	ip := net.ParseIP(host)
	if o.remote || host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("-addr %q is not of this machine alone; use 127.0.0.1, or -allow-remote if other machines are to reach it", o.addr)
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	layers, version, err := o.specs.open()
	if err != nil {
		return err
	}
	api, err := newAPI(ctx, o, layers, version)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	base := "http://" + listener.Addr().String()
	fmt.Fprintf(stdout, "The fake Graph API %s listens on %s. Open it for a list of what it serves.\n", version, base)
	fmt.Fprintf(stdout, "Try: curl '%s/%s/me?fields=id,name'\n", base, version)
	return serve(ctx, listener, api)
}

// newAPI returns the handler: the fake, and a page about it.
func newAPI(ctx context.Context, o options, layers []generator.Layer, version string) (http.Handler, error) {
	config := graphtest.Config{
		Specs: layers, Version: version, IgnoreUnknownParams: !o.strict, Allowance: o.allowance, PageSize: o.pageSize,
		AppID: o.appID, AppSecret: o.appSecret, Tokens: o.tokens,
	}
	if o.remote {
		config.CallbackTransport = noCallbacks{}
	}
	srv, err := graphtest.NewHandler(config)
	if err != nil {
		return nil, err
	}
	if !o.empty {
		srv.Store().AddSamples()
	}
	if o.load != "" {
		if err := loadFile(srv, o.load); err != nil {
			return nil, err
		}
	}
	if err := checkUsers(srv.Store(), o.tokens); err != nil {
		return nil, err
	}
	if o.flaky > 0 {
		srv.Fault(graphtest.On("*"), graphtest.Transient().Probability(o.flaky))
	}
	if err := srv.Err(); err != nil {
		return nil, err
	}
	pkg, _, err := generator.Resolve(ctx, generator.Config{Specs: layers, APIVersion: version, Package: "graphmock"})
	if found, ok := errors.AsType[*diag.Errors](err); ok {
		return nil, fmt.Errorf("the specs have mistakes:\n%w", found.WithoutWarnings())
	}
	if err != nil {
		return nil, err
	}
	index := &index{version: version, operations: pkg.Operations, store: srv.Store(), needs: needs(o)}
	index.app.id, index.app.secret = o.appID, "any"
	if o.appSecret != "" {
		index.app.secret = "SECRET"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.RawQuery == "" {
			index.ServeHTTP(w, r)
			return
		}
		srv.ServeHTTP(w, r)
	}), nil
}

// checkUsers refuses tokens of users who are not there.
func checkUsers(store *graphtest.Store, tokens []graphtest.Token) error {
	users := store.IDs("User")
	for _, token := range tokens {
		if token.UserID != "" && !slices.Contains(users, token.UserID) {
			return fmt.Errorf("-token: there is no user %s; there are the users %s", token.UserID, strings.Join(users, ", "))
		}
	}
	return nil
}

// noCallbacks sends no notification of an async request set: other machines
// shall not have this one call services that only it can reach.
type noCallbacks struct{}

func (noCallbacks) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("callbacks are off with -allow-remote")
}

// needs says what calls have to have that the examples lack.
func needs(o options) string {
	switch {
	case len(o.tokens) > 0 && o.appSecret != "":
		return "Calls need an access_token and its appsecret_proof, which the examples leave out.\n"
	case len(o.tokens) > 0:
		return "Calls need an access_token, which the examples leave out.\n"
	case o.appSecret != "":
		return "Calls that have an access_token need its appsecret_proof.\n"
	}
	return ""
}

func loadFile(srv *graphtest.Server, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := srv.Store().Load(f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// serve serves until the context ends, and then lets calls end.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(end); err != nil {
		return server.Close()
	}
	return nil
}
