"""`edgegap doctor` finds problems between this computer and the API, and says how to solve them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from ..errors import ConfigurationError
from .options import Command, pass_session
from .output import cell, note, write, write_json
from .session import Session

if TYPE_CHECKING:
    from .checks import Finding

COLOURS: Final = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command("doctor", cls=Command)
@pass_session
def doctor(session: Session) -> None:
    """Check the address, the network, certificates, the token, the clock and rate limits, with one read of the API.

    Each line is ok, a warning or an error, with the next step. The exit status is that of the first error, 0 without
    one.
    """
    findings: list[Finding] = []
    for finding in _findings(session):
        findings.append(finding)
        if not session.json:
            _show(finding)
    errors = [each for each in findings if each.level == "error"]
    if session.json:
        checks = [
            {"name": each.name, "level": each.level, "message": each.message, "advice": each.advice or None}
            for each in findings
        ]
        write_json({"ok": not errors, "checks": checks})
    elif not {"token", "limits"} & {each.name for each in findings}:
        note("The token, the clock and rate limits were not checked, because the API was not reached.")
    if errors:
        raise click.exceptions.Exit(errors[0].status)


def _show(finding: Finding) -> None:
    level = click.style(f"{finding.level:<8}", fg=COLOURS[finding.level]) if _has_colours() else f"{finding.level:<8}"
    write(f"{level}{finding.name:<14}{cell(finding.message)}")
    if finding.advice:
        write(f"{'':<22}{cell(finding.advice)}")


def _has_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _findings(session: Session) -> Iterator[Finding]:
    """Run the checks and yield their findings. After a failure, later checks that need the same thing are skipped."""
    import httpx

    from .. import Edgegap
    from .checks import (
        API_TIMEOUT_SECONDS,
        SETUP_STATUS,
        Finding,
        check_address,
        check_api,
        check_certificates,
        check_connection,
        check_dns,
        check_proxy,
        check_versions,
    )

    yield check_versions()
    try:
        source = session.source()
        token = source.token()
    except ConfigurationError as error:
        yield Finding("settings", "error", str(error), "", SETUP_STATUS)
        return
    yield Finding("settings", "ok", f"the token is from {source.label}")
    yield check_address(source)
    found, proxy = check_proxy(source.base_url)
    reached = [found, check_certificates(source.base_url)]
    yield from reached
    if any(each.level == "error" for each in reached):
        return
    # A proxy resolves the host name and connects to it.
    if proxy is None:
        for check, place in ((check_dns, httpx.URL(source.base_url).host), (check_connection, source.base_url)):
            finding = check(place)
            yield finding
            if finding.level == "error":
                return
    try:
        edgegap = Edgegap(
            token=token,
            base_url=source.base_url,
            timeout=session.timeout or API_TIMEOUT_SECONDS,
            max_retries=0,
            handle_sigterm=False,
        )
    except ConfigurationError as error:
        yield Finding("token", "error", str(error), "", SETUP_STATUS)
        return
    with edgegap:
        yield from check_api(edgegap)
