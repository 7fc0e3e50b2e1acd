"""The pool and the exchange, written once: _transport/_sync/ is made from this folder by `make generate`."""
