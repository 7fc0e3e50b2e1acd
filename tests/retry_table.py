"""How often the server sees a request that keeps failing: the one table of tests/test_retries.py and the documentation.

Written by hand, from what each failure says about the request, and not by asking the client's own rule.

    python -m tests.retry_table    # writes it into docs/how-to/retries-and-limits.md
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

METHODS: Final = ("GET", "PUT", "DELETE", "PATCH", "POST")
RETRIES: Final = 2

NEVER_MADE: Final = "the connection is never made"
UNTRUSTED: Final = "the server's certificate is not trusted"
RESET: Final = "the connection is reset before the response"
READ_TIMEOUT: Final = "no response in time (read timeout)"
MALFORMED: Final = "200 with a malformed body"


@dataclass(frozen=True)
class Row:
    """One failure that persists.

    Attributes:
        failure: What it is called.
        why: Why it is repeated or not.
        requests: How often the request is sent with `RETRIES` retries, by method in the order of `METHODS`.
        statuses: The statuses that the row stands for; none where there is no response.
    """

    failure: str
    why: str
    requests: tuple[int, int, int, int, int]
    statuses: tuple[int, ...] = ()


TABLE: Final = (
    Row(NEVER_MADE, "nothing was sent", (3, 3, 3, 3, 3)),
    Row(UNTRUSTED, "nothing was sent, and the certificate would be the same", (1, 1, 1, 1, 1)),
    Row(RESET, "it may have been carried out", (3, 3, 3, 1, 1)),
    Row(READ_TIMEOUT, "it may have been carried out", (3, 3, 3, 1, 1)),
    Row("408 Request Timeout", "it may have been carried out", (3, 3, 3, 1, 1), (408,)),
    Row("409 Conflict", "the next response would be the same", (1, 1, 1, 1, 1), (409,)),
    Row("425 Too Early", "the server did nothing", (3, 3, 3, 3, 3), (425,)),
    Row("429 Too Many Requests", "the server did nothing", (3, 3, 3, 3, 3), (429,)),
    Row("500 Internal Server Error", "it may have been carried out", (3, 3, 3, 1, 1), (500,)),
    Row("502 Bad Gateway", "it may have been carried out", (3, 3, 3, 1, 1), (502,)),
    Row("503 Service Unavailable", "it may have been carried out", (3, 3, 3, 1, 1), (503,)),
    Row("504 Gateway Timeout", "it may have been carried out", (3, 3, 3, 1, 1), (504,)),
    Row("520 to 524 (from a proxy)", "it may have been carried out", (3, 3, 3, 1, 1), (520, 521, 522, 523, 524)),
    Row(MALFORMED, "it was carried out", (1, 1, 1, 1, 1)),
)

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "retries-and-limits.md"
START: Final = "<!-- retry table -->"
END: Final = "<!-- /retry table -->"


def markdown() -> str:
    """The table as the page shows it."""
    lines = [f"| what keeps failing | {' | '.join(METHODS)} | because |", f"|---|{'--:|' * len(METHODS)}---|"]
    lines += [f"| {row.failure} | {' | '.join(map(str, row.requests))} | {row.why} |" for row in TABLE]
    return "\n".join(lines)


def page_table() -> str:
    """What the page has between the markers."""
    return PAGE.read_text("utf-8").split(START, 1)[1].split(END, 1)[0].strip()


def main() -> None:
    before, rest = PAGE.read_text("utf-8").split(START, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{START}\n\n{markdown()}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
