"""`make live` checks the facts that are not yet confirmed against the live service, and reports each of them.

`facts.py` has the facts as data, and `checks_*.py` check them. `wire.py` records each response and enforces the ceiling
of deployments. `clean_up.py` removes everything that the run created. `report.py` writes the report, and `page.py`
writes the page of the documentation that lists the facts. Only `__main__.py` reads the environment. The tests in
tests/test_live.py run it against the sandbox.
"""
