"""Find and record the documents that Edgegap publishes; for drift.py.

A source is a file or an address: of a document, of a running instance, whose page names its document, or of a page of
Edgegap's documentation in Markdown, which has a document for each operation.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx
from facts import DocumentError, Node, parse, tree
from keywords import Json, without_texts

TIMEOUT_SECONDS: Final = 30
# The paths at which frameworks serve the document of a running instance. The instance's page is requested first.
WELL_KNOWN: Final = ("/swagger/v1/swagger.json", "/openapi.json", "/openapi/v1.json", "/swagger.json", "/v3/api-docs")
# How the pages of Swagger UI, Redoc and Scalar, and their scripts, name the document.
NAMED_IN_A_PAGE: Final = re.compile(
    r"""(?:["']?\burl["']?\s*:\s*|\b(?:spec-url|data-url|href)=)["']([^"'\s]+\.(?:json|ya?ml)|[^"'\s]*api-docs)["']"""
)
IN_MARKDOWN: Final = re.compile(r"""^```json[^\n]*\n(\{\s*"openapi".*?)\n```""", re.MULTILINE | re.DOTALL)
SCRIPT: Final = re.compile(r"""<script[^>]*\bsrc=["']([^"']*(?:index|swagger-initializer)\.js)["']""", re.IGNORECASE)


def documents(source: str, token: str = "") -> list[Json]:
    """Read the OpenAPI documents at a path or URL.

    Args:
        source: A path or URL.
        token: The value of the `Authorization` header, sent only to the host of the URL.

    Raises:
        DocumentError: There is no document, or it cannot be read.
    """
    try:
        if not source.startswith(("http://", "https://")):
            return _parsed(Path(source).read_text("utf-8"))
        headers = {"Authorization": token} if token else {}
        with httpx.Client(headers=headers, follow_redirects=True, timeout=TIMEOUT_SECONDS) as client:
            return _served(client, source)
    except (OSError, UnicodeDecodeError, httpx.HTTPError, httpx.InvalidURL) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise DocumentError(f"{source}: {reason}") from None
    except DocumentError as error:
        raise DocumentError(f"{source}: {error}") from None


def _parsed(text: str) -> list[Json]:
    """The document in a text, or the documents in a page of Markdown."""
    return [parse(block) for block in IN_MARKDOWN.findall(text)] or [parse(text)]


def _served(client: httpx.Client, address: str) -> list[Json]:
    """The documents at an address, or the document of the instance whose page is at the address."""
    response = client.get(address).raise_for_status()
    page = response.text
    if not page.lstrip().startswith("<"):
        return _parsed(page)
    here = str(response.url)
    places = [urljoin(here, name) for name in NAMED_IN_A_PAGE.findall(page)]
    for script in SCRIPT.findall(page):
        where = urljoin(here, script)
        found = client.get(where)
        places += [urljoin(here, name) for name in NAMED_IN_A_PAGE.findall(found.text if found.is_success else "")]
    for place in dict.fromkeys([*places, *(urljoin(here, path) for path in WELL_KNOWN)]):
        if httpx.URL(place).host != response.url.host:
            continue
        found = client.get(place)
        if found.is_success and not found.text.lstrip().startswith("<"):
            return [parse(found.text)]
    raise DocumentError("a page that names no OpenAPI document; give the address of the document itself")


def together(found: Iterable[tuple[str, Json]]) -> Node:
    """All documents, each with its source, as one tree.

    Raises:
        DocumentError: A document cannot be read, or two describe the same operation differently.
    """
    whole: Node | None = None
    for source, document in found:
        try:
            more = tree(document)
        except DocumentError as error:
            raise DocumentError(f"{source}: {error}") from None
        if whole is None:
            whole = more
        elif twice := sorted(key for key in whole.keys() & more.keys() if whole[key] != more[key]):
            raise DocumentError(
                f"{source}: {more[twice[0]].place.operation} is in another document too, and not the same there"
            )
        else:
            whole.update(more)
    if whole is None:
        raise DocumentError("there is no document")
    return whole


def record(folder: Path, found: Iterable[tuple[str, Json]]) -> None:
    """Replace the record in `folder` by these documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for number, (source, document) in enumerate(found):
        info = {"title": "Facts only, recorded by `make drift RECORD=1`", "version": str(document["info"]["version"])}
        facts = {**without_texts(document), "info": info}
        name = re.sub(r"[^\w.-]", "-", source.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0])
        if (folder / f"{name}.json").exists():
            name = f"{name}-{number}"
        (folder / f"{name}.json").write_text(json.dumps(facts, indent=1, default=str) + "\n", "utf-8")


def recorded(folder: Path) -> Iterator[tuple[str, Json]]:
    """The documents that `record` wrote, each with its path."""
    for path in sorted(folder.glob("*.json")):
        yield str(path), documents(str(path))[0]
