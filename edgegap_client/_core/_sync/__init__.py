"""The pagers, written once: _core/_sync/ is made from this folder by `make generate`."""
# Written by `make generate` from _async/__init__.py; do not edit.
