"""`make live`: checks on the real services what our documents know from others only, and reports each fact.

`facts.py` has the facts as data, `checks_*.py` judge them, `wire.py` keeps each response and holds the ceiling of
deployments, `clean_up.py` removes what was created, `report.py` writes what was found, and `page.py` writes the page
of the documentation that lists the facts. Only `__main__.py` reads the environment. The tests run it against the
sandbox: tests/test_live.py.
"""
