"""The recording of `make demo` shows what the demo prints today, and docs/recording.py writes such pictures."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from docs import recording

MAKEFILE = (recording.ROOT / "Makefile").read_text("utf-8")


def texts(picture: str) -> list[str]:
    root = ElementTree.fromstring(picture)
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]


def headings(example: Path) -> set[str]:
    """The headings that an example prints, up to the first value that differs from run to run."""
    source = example.read_text("utf-8")
    found = re.findall(r'(?:step\(f?"|print\("\\n\* )([^"{]+)', source)
    return {f"* {text}".rstrip() for text in found}


def test_the_picture_has_each_step_of_the_demo() -> None:
    shown = texts(recording.PICTURE.read_text("utf-8"))
    examples = [word for command in recording.commands(MAKEFILE) for word in command if word.startswith("examples/")]
    assert examples == ["examples/quickstart.py", "examples/lost_response.py", "examples/whole_game.py"]
    printed = [heading for name in examples for heading in headings(recording.ROOT / name)]
    assert len(printed) > 12
    for heading in printed:
        assert any(line.startswith(heading) for line in shown), f"{heading!r}: run docs/recording.py"


def test_the_picture_is_small() -> None:
    assert recording.PICTURE.stat().st_size < 12_000


def test_the_commands_are_those_of_the_makefile_with_this_python() -> None:
    makefile = "demo: .venv-demo/.ready  \n\t.venv-demo/bin/python -m a -- .venv-demo/bin/python b.py\n\nlint:\n\tno\n"
    assert recording.commands(makefile) == [[sys.executable, "-m", "a", "--", sys.executable, "b.py"]]


def test_lines_are_recorded_with_their_moments_and_a_failure_ends_it() -> None:
    command = [sys.executable, "-c", "import os; print('a'); print(os.environ.get('EDGEGAP_API_TOKEN'))"]
    recorded = list(recording.record(command))
    assert [text for _, text in recorded] == ["a", "None"]
    assert recorded[0][0] <= recorded[1][0]
    with pytest.raises(SystemExit, match="failed with the status 3"):
        list(recording.record([sys.executable, "-c", "raise SystemExit(3)"]))


def test_a_picture_shortens_pauses_cuts_lines_and_escapes() -> None:
    many = [(100.0 + number, f"line {number}") for number in range(30)]
    lines = recording.timed([*many, (500.0, "* <tag> & 'quotes'"), (500.25, "x" * 200)])
    assert lines[-2].seconds == 30 * recording.MAX_PAUSE_SECONDS
    assert lines[-1] == (lines[-2].seconds + 0.25, "x" * (recording.SCREEN_COLUMNS - 1) + "…")
    picture = recording.draw(lines)
    assert texts(picture) == [text for _, text in lines]
    assert 'class="h"' in picture
    assert f"translateY(-{(len(lines) - recording.SCREEN_ROWS) * recording.LINE_HEIGHT}px)" in picture
    assert "<script" not in picture
