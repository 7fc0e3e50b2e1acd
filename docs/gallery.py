"""The pages of the examples: introduction, picture, output and source of each file in examples/.

MkDocs calls `on_files`. The introduction is the docstring of the example. docs/sequences.py draws the pictures, and
`python -m tests.repository.transcripts` records the outputs. Both are in docs/examples/.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
LANGUAGES: Final = {".py": "python", ".yaml": "yaml", ".conf": "nginx", "": "docker"}


class Example(NamedTuple):
    """An example.

    Attributes:
        title: The heading of its page.
        summary: A line for the list of all examples.
        picture: The alternative text of its picture.
        guide: The page that explains it, relative to the folder of the examples.
        files: Its files in examples/. If empty, its only file is `NAME.py`.
        introduction: The text at the top of its page. If empty, the docstring of its file.
    """

    title: str
    summary: str
    picture: str
    guide: str
    files: tuple[str, ...] = ()
    introduction: str = ""


EXAMPLES: Final[dict[str, Example]] = {
    "launch": Example(
        "Launch a game server",
        "A script that launches a game server, prints its address and stops it.",
        "The script creates a deployment, polls its status until it is READY, prints the address and stops it",
        "../how-to/everyday.md",
    ),
    "quickstart": Example(
        "Quickstart",
        "Applications, versions, a launch, a cancelled launch, and errors.",
        "The script creates an application and versions, launches a game server and stops it, cancels a launch, "
        "gets typed errors and deletes everything",
        "../tutorial.md",
    ),
    "lost_response": Example(
        "A lost response",
        "Raw httpx and this package lose the response to a create request. The sandbox counts the game servers.",
        "The response to the create request is lost. The client finds the server by the unique tag of the launch. One "
        "server runs, and no server is orphaned",
        "../explanation/money-safety.md",
    ),
    "matchmaker": Example(
        "A matchmaker",
        "A service with FastAPI: a player requests a match and gets the address of a game server.",
        "Players send POST /matches. The matchmaker launches a server near them, a webhook reports that it is ready, "
        "and the players get its host and ports. If a player disconnects, the launch is cancelled",
        "../how-to/matchmaker.md",
    ),
    "game_server": Example(
        "A game server",
        "A program for the container that reads its port, serves players and stops its own deployment.",
        "Edgegap starts the game server with ARBITRIUM variables. Players connect. After the match the game server "
        "stops its own deployment",
        "../how-to/in-the-container.md",
    ),
    "clean_up": Example(
        "Clean up",
        "A batch job that stops orphaned game servers and leaves matches alone.",
        "The script lists deployments with the tag launching and stops the deployment that is older than an hour. "
        "The match continues",
        "../explanation/money-safety.md",
    ),
    "whole_game": Example(
        "A whole game",
        "Matchmaking, backfills and the server browser, with up to 200 players on one machine.",
        "Players search in parties of three and get the address of a server for six players. A backfill brings a new "
        "player to a game server. A hub registers with the server browser, and a player reserves a seat there",
        "../how-to/matchmaking-preview.md",
    ),
    "replicas": Example(
        "Replicas behind nginx",
        "Three replicas of the matchmaker behind nginx, with Redis, in Docker Compose.",
        "nginx passes the request for match 4711 to any replica, which launches it and records it in Redis. A second "
        "request for the same match gets the same server",
        "../how-to/replicas.md",
        tuple(f"replicas/{name}" for name in ("compose.yaml", "nginx.conf", "Dockerfile", "prepare.py")),
        """\
Run three replicas of [the matchmaker](matchmaker.md) behind nginx, with Redis and a sandbox.

```sh
docker compose --file examples/replicas/compose.yaml up --build --detach --wait
```

You need no account. The replicas share rate limits and the ledger of launches, so you can retry a request at any
replica. For the output below, the tests ran the services as processes, without Docker.""",
    ),
}


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to the pages that MkDocs has found."""
    # The tests import this module in .venv, which does not have this package.
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    for name, content in pages().items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def pages() -> dict[str, str]:
    """The text of each page of the gallery, by its path in docs/."""
    return {
        "examples/index.md": index_page(),
        **{f"examples/{name}.md": example_page(name, example) for name, example in EXAMPLES.items()},
    }


def index_page() -> str:
    """The list of all examples."""
    lines = [
        "# Examples",
        "",
        "You can copy and adapt each example. The tests run all examples and compare their output with these pages.",
        "`make demo` runs the quickstart, the lost response and a short whole game.",
        "",
        "| example | what it shows |",
        "|---|---|",
        *(f"| [{example.title}]({name}.md) | {example.summary} |" for name, example in EXAMPLES.items()),
    ]
    return "\n".join(lines) + "\n"


def example_page(name: str, example: Example) -> str:
    """The page of an example."""
    files = example.files or (f"{name}.py",)
    output = (ROOT / "docs" / "examples" / f"{name}.txt").read_text("utf-8")
    parts = [
        f"# {example.title}",
        example.introduction or introduction(ROOT / "examples" / files[0]),
        f"![{example.picture}]({name}.svg)",
        f"Guide: [{guide_title(example.guide)}]({example.guide}).",
        "## Output",
        f"```console\n{output}```",
        "## Source",
        *(source(file) for file in files),
    ]
    return "\n\n".join(parts) + "\n"


def introduction(file: Path) -> str:
    """The docstring of a Python file as Markdown: an indented block is a block of shell commands."""
    text = ast.get_docstring(ast.parse(file.read_text("utf-8")))
    assert text, f"{file} has no docstring"
    return re.sub(
        r"(?m)(?:^ {4}.*\n)+",
        lambda found: "```sh\n" + re.sub(r"(?m)^ {4}", "", found[0]) + "```\n",
        f"{text}\n",
    ).rstrip()


def source(file: str) -> str:
    """The code block of a file in examples/, with the path of the file as its title."""
    path = ROOT / "examples" / file
    return f'```{LANGUAGES[path.suffix]} title="examples/{file}"\n{path.read_text("utf-8").rstrip()}\n```'


def guide_title(guide: str) -> str:
    """The heading of a page."""
    found = re.search(r"(?m)^# (.+)$", (ROOT / "docs" / "examples" / guide).read_text("utf-8"))
    assert found, f"{guide} has no heading"
    return found[1]
