"""Completion by `edgegap completion`, in each shell that is installed: names from the API, and never an error."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest

from edgegap_client import Edgegap
from edgegap_client._core.redaction import Secret
from edgegap_client.cli import contexts, live_values, root
from edgegap_client.sandbox import Sandbox

from .servers.ports import silent_port, unused_port
from .test_cli import ROOT, TOKEN, base_url, edgegap, game, launch, sandbox, served

__all__ = ["base_url", "edgegap", "game", "sandbox", "served"]

PROMPT: Final = "READY> "
START: Final = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
EVALUATE: Final = {
    "bash": 'eval "$(edgegap completion bash)"; PS1="READY""> "',
    "zsh": 'autoload -Uz compinit && compinit -D -u; eval "$(edgegap completion zsh)"; PS1="READY""> "',
}


def needed(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEGAP_CONFIG_DIR", str(tmp_path / "settings"))


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command `edgegap` on the path, of the package that is tested."""
    script = tmp_path / "bin" / "edgegap"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom edgegap_client.cli import main\nmain()\n", "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


class Shell:
    """A shell on a terminal, at which somebody types."""

    def __init__(self, name: str) -> None:
        self.shown = ""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:  # pragma: no cover
            os.execvpe(START[name][0], START[name], {**os.environ, "TERM": "dumb", "PS1": "first> "})
        self.type(f"{EVALUATE[name]}\n")
        self.until(PROMPT)

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def until(self, pattern: str) -> None:
        """Read until a text is shown; what was read before is dropped."""
        deadline = time.monotonic() + 120
        while not (match := re.search(pattern, self.shown)):
            assert time.monotonic() < deadline, self.shown
            if select.select([self._terminal], [], [], 0.5)[0]:
                self.shown += os.read(self._terminal, 65536).decode(errors="replace")
        self.shown = self.shown[match.end() :]

    def close(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._pid, 0)


@pytest.fixture
def shell_of() -> Iterator[Callable[[str], Shell]]:
    opened: list[Shell] = []

    def start(name: str) -> Shell:
        opened.append(Shell(name))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


# Each word starts the command once, which takes seconds on a computer that is busy.
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("command", "game")
@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_press_of_the_tab_key_completes(name: str, shell_of: Callable[[str], Shell], edgegap: Edgegap) -> None:
    needed(name)
    deployment = launch(edgegap, "match-7")
    shell = shell_of(name)
    for typed, completed in (
        ("edgegap deployme", "nts"),
        ("edgegap apps get my", "-game"),
        ("edgegap versions get my-game v", "1"),
        (f"edgegap deployments get {deployment[:4]}", deployment[4:]),
        ("edgegap deployments stop --tag mat", "ch-7"),
    ):
        shell.type(f"{typed}\t")
        shell.until(re.escape(completed))
        shell.type("\x15")  # the line is emptied


# Each word starts the command once, which takes seconds on a computer that is busy.
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("command", "game")
def test_fish_completes(edgegap: Edgegap) -> None:
    needed("fish")
    deployment = launch(edgegap, "match-7")
    words = ("apps get my", "versions get my-game v", f"deployments get {deployment[:4]}")
    asked = "; ".join(f"complete -C 'edgegap {each}'" for each in (*words, "deployments stop --tag mat"))
    # As fish starts, that file is in its folder of completions.
    code = f"edgegap completion fish | source; {asked}"
    ran = subprocess.run(["fish", "--no-config", "-c", code], capture_output=True, text=True, check=True)
    found = [line.split("\t")[0] for line in ran.stdout.splitlines()]
    assert found == ["my-game", "v1", deployment, "match-7"]
    assert f"{deployment}\tready match-7" in ran.stdout
    assert ran.stderr == ""


Complete = Callable[..., list[str]]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Complete:
    """What bash is given for a line whose last word is being typed; nothing else is written."""

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        monkeypatch.setenv("_EDGEGAP_COMPLETE", "bash_complete")
        monkeypatch.setattr(sys, "argv", ["edgegap"])
        capfd.readouterr()
        with suppress(SystemExit):
            root.run([])
        out, err = capfd.readouterr()
        assert err == ""
        assert TOKEN not in out
        return [text.partition(",")[2] for text in out.splitlines() if text]

    return complete


@pytest.mark.usefixtures("game")
def test_what_is_completed_with_what(complete: Complete, edgegap: Edgegap, sandbox: Sandbox) -> None:
    sandbox.add_version("other", "v2", token=TOKEN)
    deployment, second = launch(edgegap, "match-7"), launch(edgegap, "match-8")
    for line in (
        "apps get ",
        "apps delete ",
        "versions list ",
        "versions create ",
        "deploy ",
        "smoke ",
        "prune versions ",
    ):
        assert complete(f"edgegap {line}") == ["my-game", "other"], line
    for line in (
        "versions get other ",
        "deploy other ",
        "locations --app other --version ",
        "versions create other v3 --from ",
    ):
        assert complete(f"edgegap {line}") == ["v2"], line
    for line in ("deployments get ", "deployments logs ", "deployments wait ", "deployments stop ", "tags list "):
        assert set(complete(f"edgegap {line}")) == {deployment, second}, line
    assert {"match-7", "match-8"} < set(complete("edgegap deployments list --tag "))
    assert complete(f"edgegap tags delete {deployment} match-") == ["match-7"]
    for line in (
        "apps create ",
        "versions create other ",
        f"tags add {deployment} ",
        "deploy --tag ",
        "registry list ",
    ):
        assert complete(f"edgegap {line}") == [], line


def test_contexts_are_completed_without_the_api(complete: Complete, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("studio-a", "studio-b"):
        contexts.save(name, "http://127.0.0.1:1", Secret(TOKEN), use_keyring=False)
    for line in ("apps list --context ", "--context ", "context use ", "context remove "):
        assert complete(f"edgegap {line}studio") == ["studio-a", "studio-b"], line


def test_the_context_that_was_typed_is_asked(
    complete: Complete, base_url: str, game: None, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    sandbox.add_version("of-another", "v1", token="another-token-1")
    contexts.save("studio-b", base_url, Secret("another-token-1"), use_keyring=False)
    assert complete("edgegap --context studio-b apps get ") == ["of-another"]
    assert complete("edgegap apps get --context studio-b ") == ["of-another"]
    assert complete("edgegap apps get ") == ["my-game"], "what another token sees is cached apart"


@pytest.mark.usefixtures("game")
def test_values_are_cached_for_some_seconds(
    complete: Complete, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(3):
        assert complete("edgegap apps get ") == ["my-game"]
    assert len(sandbox.requests) == 1
    files = list((tmp_path / "settings" / "cache").iterdir())
    assert len(files) == 1
    assert TOKEN not in files[0].read_text("utf-8") + files[0].name
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + live_values.CACHE_SECONDS + 1)
    assert complete("edgegap apps get ") == ["my-game"]
    assert len(sandbox.requests) == 2
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    complete("edgegap apps get ")
    assert len(sandbox.requests) == 3, "a clock that was set back"


def test_old_files_of_the_cache_are_deleted(complete: Complete, game: None, tmp_path: Path) -> None:
    folder = tmp_path / "settings" / "cache"
    folder.mkdir(parents=True, mode=0o700)
    old = folder / "values-old.json"
    old.write_text("{}", "utf-8")
    os.utime(old, (1, 1))
    complete("edgegap apps get ")
    assert not old.exists()
    assert len(list(folder.iterdir())) == 1


def test_without_a_token_there_are_no_values(complete: Complete) -> None:
    assert complete("edgegap apps get ") == []
    assert "operations" in complete("edgegap op")


def test_an_api_that_is_away_is_not_waited_for_again(
    complete: Complete, monkeypatch: pytest.MonkeyPatch, base_url: str, tmp_path: Path
) -> None:
    monkeypatch.setattr(live_values, "READ_TIMEOUT_SECONDS", 0.2)
    with silent_port() as port:
        for address in (f"http://127.0.0.1:{port}", f"http://127.0.0.1:{unused_port()}"):
            monkeypatch.setenv("EDGEGAP_BASE_URL", address)
            assert complete("edgegap apps get ") == []
    kept = [file.read_text("utf-8") for file in (tmp_path / "settings" / "cache").iterdir()]
    assert len(kept) == 2
    assert all('"values": []' in text for text in kept), "the next press of the key does not wait"


@pytest.mark.parametrize("trouble", ["damaged", "others can write it", "no folder"])
def test_a_cache_that_cannot_be_used_is_replaced(
    complete: Complete, trouble: str, game: None, tmp_path: Path, sandbox: Sandbox
) -> None:
    folder = tmp_path / "settings" / "cache"
    if trouble == "no folder":
        folder.parent.mkdir()
        folder.write_text("a file", "utf-8")
        assert complete("edgegap apps get ") == ["my-game"]
        return
    assert complete("edgegap apps get ") == ["my-game"]
    (file,) = folder.iterdir()
    if trouble == "damaged":
        file.write_text("{", "utf-8")
    else:
        file.write_text(file.read_text("utf-8").replace("my-game", "planted"), "utf-8")
        file.chmod(0o666)
    assert complete("edgegap apps get ") == ["my-game"]
    assert complete("edgegap apps get ") == ["my-game"]
    assert len(sandbox.requests) == 2


def test_a_token_is_not_read_from_the_terminal(complete: Complete, monkeypatch: pytest.MonkeyPatch, game: None) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert complete("edgegap --token-file - apps get ") == []


def test_every_parameter_of_these_names_is_completed() -> None:
    import click

    def leaves(group: click.Group) -> Iterator[click.Command]:
        for each in group.commands.values():
            if isinstance(each, click.Group):
                yield from leaves(each)
            else:
                yield each

    found: list[Any] = [each.type for command in leaves(root.edgegap) for each in command.params if each.name == "app"]
    assert len(found) >= 7
    assert all(isinstance(each, live_values.LiveText) for each in found)
