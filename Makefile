# make help lists the targets.

GO          ?= go
STATICCHECK ?= $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 20s

.PHONY: help generate check test test-long vet lint golden fuzz bench

help: ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/	/'

generate: ## Write every generated package anew.
	$(GO) generate ./...

check: generate ## Fail when committed generated code is stale.
	@test -z "$$(git status --porcelain)" || { git status --short; git diff | head -100; exit 1; }

test: ## Run the tests: what users may rely on, in a few minutes.
	$(GO) test ./...

test-long: ## Run the long suites too, under the race detector.
	GRAPHGEN_LONG=1 $(GO) test -race -timeout 60m ./...

vet: ## Run go vet.
	$(GO) vet ./...

lint: vet ## Run go vet, gofmt and staticcheck.
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-clean:"; gofmt -l .; exit 1; }
	$(STATICCHECK) ./...

golden: ## Rewrite the golden files.
	$(GO) test ./golden ./golden/wire -update

fuzz: ## Run every fuzz test for FUZZTIME.
	@for pkg in $$($(GO) list ./...); do \
	  for name in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    $(GO) test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

bench: ## Run the benchmarks; ratios are printed side by side.
	$(GO) test -run '^$$' -bench . -benchmem -p 1 ./...
