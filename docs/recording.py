"""The recording of `make demo`: `python docs/recording.py` runs the demo and writes docs/images/demo.svg.

It runs the commands of the Makefile with this Python, which needs the package with the extra `sandbox`. The picture
shows each line at the time of its output, but no pause is longer than `MAX_PAUSE_SECONDS`. It plays once and then shows
its end.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "docs" / "images" / "demo.svg"
PYTHON: Final = ".venv-demo/bin/python"
MAX_PAUSE_SECONDS: Final = 1.0
# How long the picture stays after the last line, so that people can read it.
SCROLL_SECONDS: Final = 0.2
SCREEN_COLUMNS: Final = 92
SCREEN_ROWS: Final = 24
# These are in units of the picture.
LINE_HEIGHT: Final = 18
COLUMN_WIDTH: Final = 7.9
SCREEN_MARGIN: Final = 14


class Line(NamedTuple):
    """A line of the output.

    Attributes:
        seconds: When it is shown, from the beginning of the recording.
        text: Its text, without the line break.
    """

    seconds: float
    text: str


def commands(makefile: str) -> list[list[str]]:
    """The commands of `make demo`, for this Python."""
    (recipe,) = re.findall(r"(?m)^demo:.*\n((?:\t.*\n)+)", makefile)
    return [shlex.split(line.replace(PYTHON, shlex.quote(sys.executable))) for line in recipe.splitlines()]


def record(command: list[str]) -> Iterator[tuple[float, str]]:
    """Run a command. Yields its lines, each with its moment of the monotonic clock."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EDGEGAP_")}
    environment["PYTHONUNBUFFERED"] = "1"
    with subprocess.Popen(  # noqa: S603  # the Makefile's own commands
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield time.monotonic(), line.rstrip("\n")
    if process.returncode:
        raise SystemExit(f"{shlex.join(command)} failed with the status {process.returncode}")


def timed(lines: Iterable[tuple[float, str]]) -> list[Line]:
    """The lines with the times of the recording. Long pauses are shortened, and long lines are cut."""
    recorded: list[Line] = []
    shown = last = 0.0
    for moment, text in lines:
        if recorded:
            shown += min(moment - last, MAX_PAUSE_SECONDS)
        last = moment
        recorded.append(Line(shown, text if len(text) <= SCREEN_COLUMNS else f"{text[: SCREEN_COLUMNS - 1]}…"))
    return recorded


def draw(lines: list[Line]) -> str:
    """Draw the recording as an SVG that needs no script and no font of its own."""
    width, height = (
        round(SCREEN_COLUMNS * COLUMN_WIDTH + 2 * SCREEN_MARGIN),
        SCREEN_ROWS * LINE_HEIGHT + 2 * SCREEN_MARGIN,
    )
    total = max(lines[-1].seconds, 0.1) + SCROLL_SECONDS
    frames = [
        f"{100 * line.seconds / total:.1f}%{{transform:translateY(-{(number - SCREEN_ROWS) * LINE_HEIGHT}px)}}"
        for number, line in enumerate(lines, 1)
        if number > SCREEN_ROWS
    ]
    end = max(0, len(lines) - SCREEN_ROWS) * LINE_HEIGHT
    texts = "\n".join(
        f'<text class="{"h" if line.text.startswith("*") else "t"}" y="{number * LINE_HEIGHT}"'
        f' style="animation-delay:{line.seconds:.1f}s">{escape(line.text, quote=False)}</text>'
        for number, line in enumerate(lines, 1)
        if line.text
    )
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title">
<title id="title">The output of make demo</title>
<style>
text{{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d8dee9;white-space:pre}}
text{{animation:show 1ms both}}
.h{{fill:#a3d9a5;font-weight:600}}
#screen{{transform:translateY(-{end}px);animation:scroll {total:.1f}s step-end both}}
@keyframes show{{from{{opacity:0}}}}
@keyframes scroll{{0%{{transform:none}}{"".join(frames)}to{{transform:translateY(-{end}px)}}}}
@media(prefers-reduced-motion:reduce){{text,#screen{{animation:none}}}}
</style>
<clipPath id="window"><rect y="{SCREEN_MARGIN}" width="{width}" height="{height - 2 * SCREEN_MARGIN}"/></clipPath>
<rect width="{width}" height="{height}" rx="8" fill="#1f2430"/>
<g clip-path="url(#window)"><g id="screen"><g transform="translate({SCREEN_MARGIN} {SCREEN_MARGIN - 4})">
{texts}
</g></g></g>
</svg>
"""


def main() -> None:
    """Run the demo, and write the picture."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    begin = time.monotonic()
    printed = (line for command in commands(makefile) for line in record(command))
    lines = timed([(begin, "$ make demo"), *printed])
    while not lines[-1].text:
        lines.pop()
    PICTURE.write_text(draw(lines), "utf-8")


if __name__ == "__main__":
    main()
