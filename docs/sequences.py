"""The pictures of the examples: `python docs/sequences.py` writes docs/examples/NAME.svg from `SEQUENCES`.

Each picture is a sequence diagram of messages in the order of time. It has a background of its own, so that it is
readable on light and on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).resolve().parent / "examples"
# These are in units of the picture.
LANE_WIDTH: Final = 190
STEP_HEIGHT: Final = 38
HEADER_HEIGHT: Final = 44
PICTURE_MARGIN: Final = 14
CHARACTER_WIDTH: Final = 7.2
STYLE: Final = """\
.ground{fill:#f6f7fb}.lane{stroke:#9aa3b5;stroke-dasharray:3 4}.box{stroke:#3b4252;stroke-width:1.5}
.ours{fill:#d9f0e3}.theirs{fill:#dfe6fb}.note{fill:#fbe7d3;stroke:#8a4b12}
text{font-size:13px;fill:#1f2430;text-anchor:middle}.name{font-weight:600}
.way{stroke:#3b4252;stroke-width:1.8;marker-end:url(#head)}.lost{stroke:#b3261e;stroke-width:1.8;stroke-dasharray:6 4}
.missing{fill:#b3261e}"""


class Step(NamedTuple):
    """A message, or a note if sender and receiver are the same lane.

    Attributes:
        sender: The number of a lane.
        receiver: The number of a lane.
        text: The message or the note.
        is_lost: Whether the message never arrives.
    """

    sender: int
    receiver: int
    text: str
    is_lost: bool = False


class Sequence(NamedTuple):
    """A picture.

    Attributes:
        lanes: The participants, from left to right.
        steps: The messages and notes, in the order of time.
        ours: The number of the example's lane.
    """

    lanes: tuple[str, ...]
    steps: tuple[Step, ...]
    ours: int = 0


SEQUENCES: Final[dict[str, Sequence]] = {
    "launch": Sequence(
        ("launch.py", "Edgegap", "game server"),
        (
            Step(0, 1, "create a deployment"),
            Step(1, 2, "start"),
            Step(0, 1, "get status until READY"),
            Step(1, 0, "host and ports"),
            Step(0, 0, "print the address"),
            Step(0, 1, "stop"),
            Step(1, 2, "end"),
        ),
    ),
    "quickstart": Sequence(
        ("quickstart.py", "Edgegap", "game server"),
        (
            Step(0, 1, "create app and versions"),
            Step(0, 1, "update, list, link"),
            Step(0, 1, "launch"),
            Step(1, 2, "start"),
            Step(0, 1, "stop"),
            Step(0, 1, "launch, then cancel"),
            Step(0, 1, "stop that one too"),
            Step(1, 0, "409, 404: typed errors"),
            Step(0, 1, "delete everything"),
        ),
    ),
    "lost_response": Sequence(
        ("lost_response.py", "Edgegap"),
        (
            Step(0, 1, "create"),
            Step(1, 1, "a server starts"),
            Step(1, 0, "response", is_lost=True),
            Step(0, 1, "list by the unique tag"),
            Step(1, 0, "the same server"),
            Step(0, 0, "1 server, 0 orphans"),
        ),
    ),
    "whole_game": Sequence(
        ("players", "matchmaker", "game servers", "server browser"),
        (
            Step(0, 1, "search in parties of 3"),
            Step(1, 2, "a server for 6 players"),
            Step(1, 0, "the address"),
            Step(2, 1, "backfill: a free seat"),
            Step(0, 1, "search alone"),
            Step(1, 2, "a new player"),
            Step(2, 3, "list a hub, 50 seats"),
            Step(0, 3, "find the hub and reserve a seat"),
        ),
        ours=2,
    ),
    "matchmaker": Sequence(
        ("players", "matchmaker.py", "Edgegap"),
        (
            Step(0, 1, "POST /matches"),
            Step(1, 2, "launch near the players"),
            Step(2, 1, "webhook: it is ready"),
            Step(1, 0, "host and ports"),
            Step(0, 1, "DELETE /matches/{id}"),
            Step(1, 2, "stop"),
            Step(0, 1, "POST, then hangs up"),
            Step(1, 2, "cancel the launch"),
        ),
        ours=1,
    ),
    "game_server": Sequence(
        ("Edgegap", "game_server.py", "players"),
        (
            Step(0, 1, "start: ARBITRIUM_..."),
            Step(1, 1, "listen on gameport"),
            Step(2, 1, "connect"),
            Step(1, 2, "welcome"),
            Step(1, 1, "the match is over"),
            Step(1, 0, "stop my deployment"),
        ),
        ours=1,
    ),
    "clean_up": Sequence(
        ("clean_up.py", "Edgegap", "game servers"),
        (
            Step(2, 2, "one is orphaned"),
            Step(0, 1, "list the tag launching"),
            Step(1, 0, "1 is older than 1 hour"),
            Step(0, 1, "stop it"),
            Step(1, 2, "end"),
            Step(2, 2, "the match goes on"),
        ),
    ),
    "replicas": Sequence(
        ("player", "nginx", "replicas 1 to 3", "Redis"),
        (
            Step(0, 1, "POST, match 4711"),
            Step(1, 2, "to any replica"),
            Step(2, 3, "who launches 4711?"),
            Step(3, 2, "you do"),
            Step(2, 0, "a server"),
            Step(0, 1, "POST, match 4711"),
            Step(1, 2, "to any replica"),
            Step(3, 2, "4711 is launched"),
            Step(2, 0, "the same server"),
        ),
        ours=2,
    ),
}


def draw(name: str, sequence: Sequence) -> str:
    """A picture as an SVG without a script or a font of its own."""
    width = LANE_WIDTH * len(sequence.lanes)
    height = 2 * PICTURE_MARGIN + HEADER_HEIGHT + STEP_HEIGHT * len(sequence.steps)
    body = "\n".join((*_lanes(sequence, height), *_steps(sequence)))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" \
aria-labelledby="title" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">
<title id="title">What the example {name} does</title>
<style>
{STYLE}
</style>
<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">\
<path d="M0 0 10 5 0 10z" fill="#3b4252"/></marker></defs>
<rect class="ground" width="{width}" height="{height}" rx="10"/>
{body}
</svg>
"""


def middle(lane: int) -> int:
    """The x coordinate of a lane's middle."""
    return LANE_WIDTH * lane + LANE_WIDTH // 2


def room(step: Step) -> float:
    """The maximum width of a step's text."""
    return (LANE_WIDTH - 16) * max(1, abs(step.receiver - step.sender))


def _lanes(sequence: Sequence, height: int) -> Iterator[str]:
    for number, name in enumerate(sequence.lanes):
        x, kind = middle(number), "ours" if number == sequence.ours else "theirs"
        top = PICTURE_MARGIN + 30
        yield f'<path class="lane" d="M{x} {top}V{height - PICTURE_MARGIN}"/>'
        left = x - LANE_WIDTH // 2 + 12
        yield f'<rect class="box {kind}" x="{left}" y="{PICTURE_MARGIN}" width="{LANE_WIDTH - 24}" height="30" rx="6"/>'
        yield f'<text class="name" x="{x}" y="{PICTURE_MARGIN + 20}">{escape(name)}</text>'


def _steps(sequence: Sequence) -> Iterator[str]:
    for number, step in enumerate(sequence.steps):
        y = PICTURE_MARGIN + HEADER_HEIGHT + STEP_HEIGHT * number + 26
        text = escape(step.text, quote=False)
        if step.sender == step.receiver:
            x, width = middle(step.sender), LANE_WIDTH - 16
            yield f'<rect class="box note" x="{x - width // 2}" y="{y - 20}" width="{width}" height="26" rx="6"/>'
            yield f'<text x="{x}" y="{y - 2}">{text}</text>'
            continue
        start, end = middle(step.sender), middle(step.receiver)
        centre = (start + end) // 2
        if step.is_lost:
            yield f'<path class="lost" d="M{start} {y}H{centre}"/>'
            yield f'<text class="missing name" x="{centre}" y="{y + 5}">✕</text>'
        else:
            yield f'<path class="way" d="M{start} {y}H{end}"/>'
        # A stroke of the background, where the text crosses a lane.
        yield f'<text x="{centre}" y="{y - 6}" stroke="#f6f7fb" stroke-width="4" paint-order="stroke">{text}</text>'


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name, sequence in SEQUENCES.items():
        (FOLDER / f"{name}.svg").write_text(draw(name, sequence), "utf-8")


if __name__ == "__main__":
    main()
