"""docs/words.py finds each word that STYLE.md replaces, where people read it, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import words

from .pages import ROOT


@pytest.mark.parametrize(
    ("source", "word", "line"),
    [
        ('"""The twins."""\n', "twins", 1),
        ("x = 1\n# The answer is read whole.\n", "answer", 2),
        ("def tell_all():\n    pass\n", "tell_all", 1),
        ("class LastAnswer:\n    pass\n", "LastAnswer", 1),
        ("def f(patience=1):\n    pass\n", "patience", 1),
        ("class A:\n    def __init__(self):\n        self.left_overs = []\n", "left_overs", 3),
        ("import x as twin\n", "twin", 1),
        ('raise ValueError(f"no answer of {1}")\n', "answer", 1),
        ('"""One.\n\nIt may be sent\nagain.\n"""\n', "sent again", 3),
        ("from typing import Final\nSOON: Final = make()\n", "SOON", 2),
        ("LIMIT = 60 * 60\n", "LIMIT", 1),
        ("found = a == b\n", "found", 1),
        ("found: bool = not a\n", "found", 1),
    ],
)
def test_a_word_is_found_in_code(source: str, word: str, line: int) -> None:
    findings = list(words.check_code("a.py", source))
    assert (word, line) in [(finding.word, finding.line) for finding in findings]
    assert all(finding.path == "a.py" and finding.instead for finding in findings)


@pytest.mark.parametrize(
    "source",
    [
        "key = 'answer'\n",  # data of another program
        "other.answer(twin)\n",  # names that others define
        "LIMIT_SECONDS = 60\n",
        "ROOT = make()\n",
        "found = [1]\n",
        '"""The name must not end in -S."""\n',
        '"""Saturn, return, turned."""\n',
    ],
)
def test_nothing_else_is_found_in_code(source: str) -> None:
    assert list(words.check_code("a.py", source)) == []


@pytest.mark.parametrize("instead", words.WORDS.values())
def test_each_word_of_the_table_can_be_found(instead: str) -> None:
    samples = (
        "answers, asking, sent again, time-out, patience, pause before, its turn, idle lines, twin, caller has left, "
        "left-overs, tells, ends in, stands in, mend, manners, looks after, spelling, door, way of a call, phases, "
        "forgets, unsettled"
    )
    assert instead in {finding.instead for finding in words.check_text("a.md", samples)}


def test_each_exception_is_needed() -> None:
    """One that nothing needs hides what comes later."""
    texts = [
        file.read_text("utf-8")
        for pattern in (*words.CODE, *words.TEXTS)
        for file in ROOT.glob(pattern)
        if file.is_file() and not words.UNCHECKED.match(file.relative_to(ROOT).as_posix())
    ]
    assert [each for each in words.EXCEPTIONS if not any(re.search(each, text, re.IGNORECASE) for text in texts)] == []


def test_a_planted_word_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    script = tmp_path / "docs" / "words.py"
    script.write_text((ROOT / "docs" / "words.py").read_text("utf-8"), "utf-8")
    page = tmp_path / "docs" / "page.md"
    page.write_text("# A page\n\nAll is well.\n", "utf-8")
    check = [sys.executable, str(script)]
    assert subprocess.run(check, capture_output=True, text=True, check=True).stdout == ""
    page.write_text("# A page\n\nThe synchronous twin.\n", "utf-8")
    failed = subprocess.run(check, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert failed.stdout == "docs/page.md:3: twin -> synchronous client, async client\n"


def test_this_repository_has_none() -> None:
    assert "\n".join(map(str, words.check())) == ""


def test_tests_are_checked_for_a_few_words_only() -> None:
    found = words.check_test("a.py", "# A twin that tells of a time-out.\nclass Twin:\n    answers = 1\n")
    assert [(finding.line, finding.word) for finding in found] == [(2, "Twin"), (1, "twin"), (1, "time-out")]
