"""llms.txt and the Markdown copies of the site, made as MkDocs makes them: every page is there, and no link is dead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from docs import gallery, hooks, llms, reference_pages

from .pages import DOCS, ROOT
from .test_reference import SPECS

NAV_TEXT: Final = "nav:" + (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
NAV: Final[list[Any]] = YAML(typ="safe").load(NAV_TEXT)["nav"]  # pyright: ignore[reportUnknownMemberType]


def pages() -> Iterator[tuple[str, str]]:
    """Each page of the site: those in docs/, and those that hooks.py, reference_pages.py and gallery.py add."""
    for path in sorted(DOCS.rglob("*.md")):
        yield path.relative_to(DOCS).as_posix(), path.read_text("utf-8")
    yield from gallery.pages().items()
    yield "changelog.md", (ROOT / "CHANGELOG.md").read_text("utf-8")
    yield "figures.md", hooks.figures_page(json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8")))
    yield from reference_pages.pages(SPECS).items()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with what docs/llms.py writes into it."""
    site = tmp_path_factory.mktemp("site")
    for picture in DOCS.rglob("*.svg"):
        place = site / picture.relative_to(DOCS)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    config = {"site_dir": str(site), "nav": NAV}
    llms.on_pre_build(config)
    for name, text in pages():
        llms.on_page_markdown(text, SimpleNamespace(file=SimpleNamespace(src_uri=name)), config, None)
    llms.on_post_build(config)
    return site


def test_each_page_of_the_navigation_is_in_llms_txt_and_has_a_copy(site: Path) -> None:
    text = (site / "llms.txt").read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    named = {name for entry in NAV for name in llms.section_of(entry)[1]}
    assert named <= set(links)
    assert {name for name, _ in pages()} == named
    assert links[0] == "AGENTS.md"
    assert [link for link in links if not (site / link).is_file()] == []
    assert "- [Let an agent run game servers](how-to/agents.md)" in text


def test_a_copy_is_what_a_reader_of_the_page_sees(site: Path) -> None:
    for name, _ in pages():
        copy = (site / name).read_text("utf-8")
        assert ":::" not in copy, name
        assert "\n<!-- needs:" not in copy, name
        assert "][edgegap_client" not in copy, name
    deployments = (site / "reference" / "resources" / "deployments.md").read_text("utf-8")
    assert "async def launch(*, application: str, version: str," in deployments
    assert "The same key gives the same deployment" in deployments
    assert "class NoCapacityError" in (site / "reference" / "errors.md").read_text("utf-8")


def test_a_dead_link_ends_the_build(site: Path) -> None:
    assert llms.dead_links(site) == []
    (site / "how-to" / "agents.md").rename(site / "agents.md")
    try:
        (site / "how-to" / "agents.md").write_text("[x](nowhere.md) `[y](code.md)` [z](../tutorial.md#a)", "utf-8")
        assert llms.dead_links(site) == ["how-to/agents.md: nowhere.md"]
    finally:
        (site / "agents.md").replace(site / "how-to" / "agents.md")
