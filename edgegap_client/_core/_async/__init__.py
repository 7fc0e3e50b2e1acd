"""The pagers, written once: _core/_sync/ is made from this folder by `make generate`."""
