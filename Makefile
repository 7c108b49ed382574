# Names only: each target calls one file of scripts/. Nothing is decided here.
.PHONY: install serve check test lock
install: ; scripts/install
serve: ; scripts/serve
check: ; scripts/check
test: ; scripts/test
lock: ; scripts/lock
