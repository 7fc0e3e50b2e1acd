"""The gallery of examples: each example has a page with its source, a picture and what it prints today."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from docs import gallery, sequences

from .pages import DOCS, ROOT, links_of
from .transcripts import FOLDER, TRANSCRIPTS, compared

EACH = pytest.mark.parametrize("name", gallery.EXAMPLES)


def test_each_file_of_the_examples_is_on_a_page_and_each_page_in_the_navigation() -> None:
    shown = {file for name, each in gallery.EXAMPLES.items() for file in each.files or (f"{name}.py",)}
    examples = ROOT / "examples"
    kept = {path.relative_to(examples).as_posix() for path in examples.rglob("*") if path.is_file()}
    assert shown == {name for name in kept if "__pycache__" not in name}
    yaml: Any = YAML(typ="safe")
    nav = yaml.load(f"nav:{(ROOT / 'mkdocs.yml').read_text('utf-8').partition(chr(10) + 'nav:')[2]}")["nav"]
    (listed,) = (pages["Examples"] for pages in nav if "Examples" in pages)
    assert set(listed) == set(gallery.pages())


@EACH
def test_an_example_prints_what_its_page_shows(name: str) -> None:
    recorded = (FOLDER / f"{name}.txt").read_text("utf-8")
    printed = TRANSCRIPTS[name]()
    assert compared(printed) == compared(recorded), f"run python -m tests.repository.transcripts {name}"


def test_a_transcript_that_lies_is_caught() -> None:
    recorded = (FOLDER / "launch.txt").read_text("utf-8")
    assert compared(recorded.replace("0.0 s", "7.1 s").replace("91b72265b1f5", "0123456789ab")) == compared(recorded)
    for true, false in (("stopped", "running"), ("UDP", "TCP"), ("my-game", "game"), ("gameport", "port")):
        assert compared(recorded.replace(true, false)) != compared(recorded)
    counted = (FOLDER / "lost_response.txt").read_text("utf-8")
    assert compared(counted.replace("2      1        1", "1      1        0")) != compared(counted)


@EACH
def test_a_page_has_an_introduction_a_picture_an_output_and_the_source(name: str) -> None:
    page = gallery.pages()[f"examples/{name}.md"]
    tokens = MarkdownIt("commonmark").parse(page)
    example = gallery.EXAMPLES[name]
    fences = [token for token in tokens if token.type == "fence"]
    output = next(token for token in fences if token.info == "console")
    assert output.content == (FOLDER / f"{name}.txt").read_text("utf-8")
    assert output.content.startswith("$ ")
    for file in example.files or (f"{name}.py",):
        (source,) = (token for token in fences if f'title="examples/{file}"' in token.info)
        assert source.content.rstrip() == (ROOT / "examples" / file).read_text("utf-8").rstrip()
    assert not [token for token in tokens if token.type == "code_block"]
    assert page.splitlines()[2][-1] in ".:"
    (picture,) = (child for token in tokens for child in token.children or () if child.type == "image")
    assert len(picture.content) > 40
    assert f"]({name}.md)" in gallery.index_page()
    for link in links_of(page):
        assert (DOCS / "examples" / link).exists() or f"examples/{link}" in gallery.pages(), link


def test_an_indented_block_of_a_docstring_is_one_of_commands(tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text('"""Do it.\n\n    make demo\n    make test\n\nThat is all.\n"""\n')
    assert gallery.introduction(file) == "Do it.\n\n```sh\nmake demo\nmake test\n```\n\nThat is all."


@EACH
def test_the_picture_is_that_of_its_sequence(name: str) -> None:
    sequence = sequences.SEQUENCES[name]
    kept = (sequences.FOLDER / f"{name}.svg").read_text("utf-8")
    assert kept == sequences.draw(name, sequence), "run python docs/sequences.py"
    root = ElementTree.fromstring(kept)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text != "✕"] == [*sequence.lanes, *(step.text for step in sequence.steps)]
    assert len(texts) - len(sequence.lanes) - len(sequence.steps) == sum(step.is_lost for step in sequence.steps)
    assert "<script" not in kept
    for step in sequence.steps:
        assert len(step.text) * sequences.CHARACTER_WIDTH <= sequences.room(step), step.text


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG between two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_the_texts_of_pictures_are_readable_on_each_of_their_backgrounds() -> None:
    (ink,) = re.findall(r"text\{[^}]*fill:(#\w+)", sequences.STYLE)
    for background in re.findall(r"\.(?:ground|ours|theirs|note)\{fill:(#\w+)", sequences.STYLE):
        assert contrast(ink, background) > 7
