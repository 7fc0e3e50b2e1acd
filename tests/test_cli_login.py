"""`edgegap login`, contexts and `--env-file`: which token goes where, who can read it, and that it never shows."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click
import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import ConfigurationError, Edgegap
from edgegap_client._core.redaction import Secret
from edgegap_client.cli import contexts, keyring_store, private_files, root
from edgegap_client.cli.env_files import parse_env_file
from edgegap_client.cli.session import Session
from edgegap_client.sandbox import Sandbox

from .test_cli import COMMAND, Ran, served, terminal

__all__ = ["served"]

A: Final = "token-of-studio-a-1111"
B: Final = "token-of-studio-b-2222"
NEEDS_POSIX: Final = pytest.mark.skipif(os.name != "posix", reason="Windows has no permission bits")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where contexts are stored; not there yet."""
    place = tmp_path / "settings" / "edgegap"
    monkeypatch.setenv("EDGEGAP_CONFIG_DIR", str(place))
    for name in ("CI", "EDGEGAP_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def url(served: tuple[Sandbox, str], folder: Path) -> str:
    sandbox, base_url = served
    sandbox.reset()
    for token, name in ((A, "game-a"), (B, "game-b")):
        sandbox.add_version(name, "v1", token=token)
    return base_url


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 5  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.stored: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.stored[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.stored.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.stored[service, username]


class FailingKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"no D-Bus for {password}")

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("no D-Bus")


@pytest.fixture(autouse=True)
def _restore_keyring() -> Iterator[None]:
    # One that stores nothing, as on a server: not that of who runs the tests.
    stores_nothing: Callable[[], keyring.backend.KeyringBackend] = keyring.backends.fail.Keyring
    keyring.set_keyring(stores_nothing())
    yield
    keyring.set_keyring(stores_nothing())


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; no token may show."""

    def run(*arguments: str, typed: str = "") -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = root.run(arguments)
        shown = capsys.readouterr()
        for token in (A, B):
            assert token not in shown.out + shown.err
        assert "Traceback" not in shown.err
        return Ran(status, shown.out, shown.err)

    return run


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def apps(ran: Ran) -> list[str]:
    assert ran.status == 0, ran.err
    return [each["name"] for each in ran.data]


def test_a_login_is_used_by_later_commands(run: Run, url: str, folder: Path) -> None:
    logged_in = run("login", "--with-token", "--base-url", url, typed=f"{A}\n")
    assert logged_in.status == 0, logged_in.err
    assert f"Logged in to {url}: context default, now the current one." in logged_in.out
    assert apps(run("apps", "list", "--json")) == ["game-a"]
    assert run("logout").status == 0
    refused = run("apps", "list")
    assert refused.status == 2
    assert "`edgegap login`" in refused.err
    assert list(folder.iterdir()) == []


def test_the_token_is_asked_for_and_not_shown(url: str, folder: Path) -> None:
    screen = terminal("login", "--base-url", url, typed={r"not shown\): $": f"{A}\r"})
    assert screen.status == 0, screen.text
    assert A not in screen.raw
    assert "Logged in to" in screen.text
    assert contexts.get("default").token().reveal() == A


def test_without_a_terminal_nobody_is_asked(run: Run, url: str) -> None:
    refused = run("login", "--base-url", url)
    assert refused.status == 2
    assert "--with-token" in refused.err


def test_a_token_that_the_api_refuses_is_not_stored(run: Run, httpserver: HTTPServer, folder: Path) -> None:
    httpserver.expect_request("/v1/apps").respond_with_json({"message": "Unauthorized"}, status=401)
    refused = run("login", "--with-token", "--base-url", httpserver.url_for("").rstrip("/"), typed=A)
    assert refused.status == 3
    assert not folder.exists()
    assert len(httpserver.log) == 1


def test_a_token_that_must_not_list_applications_is_stored(run: Run, httpserver: HTTPServer, folder: Path) -> None:
    httpserver.expect_request("/v1/apps").respond_with_json({"message": "Forbidden"}, status=403)
    accepted = run("login", "--with-token", "--base-url", httpserver.url_for("").rstrip("/"), typed=A)
    assert accepted.status == 0
    assert "must not list applications" in accepted.err
    assert (folder / "context-default.json").exists()


def test_several_organisations(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, token in (("studio-a", A), ("studio-b", B)):
        assert run("login", "--with-token", "--base-url", url, "--context", name, typed=token).status == 0
    assert apps(run("apps", "list", "--json")) == ["game-b"]
    assert apps(run("apps", "list", "--json", "--context", "studio-a")) == ["game-a"]
    assert apps(run("--context", "studio-a", "apps", "list", "--json")) == ["game-a"]
    monkeypatch.setenv("EDGEGAP_CONTEXT", "studio-a")
    assert apps(run("apps", "list", "--json")) == ["game-a"]
    assert apps(run("apps", "list", "--json", "--context", "studio-b")) == ["game-b"], "an argument comes first"
    monkeypatch.delenv("EDGEGAP_CONTEXT")

    assert run("context", "use", "studio-a").out == f"The current context is studio-a, at {url}.\n"
    assert apps(run("apps", "list", "--json")) == ["game-a"]
    listed = run("context", "list", "--json").data
    assert [(each["name"], each["current"], each["token_in"]) for each in listed] == [
        ("studio-a", True, "file"),
        ("studio-b", False, "file"),
    ]
    assert run("context", "list").out.splitlines()[1].split() == ["*", "studio-a", url, "file"]

    unasked = run("context", "remove", "studio-a")
    assert unasked.status == 2
    assert unasked.err.endswith("There is no terminal to ask on: pass --yes to confirm.\n")
    assert run("context", "remove", "studio-a", "--yes").status == 0
    unknown = run("context", "use", "studio-a")
    assert unknown.status == 2
    assert "There is no context studio-a: the contexts are studio-b." in unknown.err
    assert run("apps", "list").status == 2, "the current context is gone, and no other one takes its place"


def test_the_environment_comes_before_the_current_context(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("login", "--with-token", "--base-url", url, "--context", "studio-a", typed=A)
    monkeypatch.setenv("EDGEGAP_API_TOKEN", B)
    monkeypatch.setenv("EDGEGAP_BASE_URL", url)
    assert apps(run("apps", "list", "--json")) == ["game-b"]
    monkeypatch.setenv("EDGEGAP_CONTEXT", "studio-a")
    assert apps(run("apps", "list", "--json")) == ["game-b"], "the variable with the token says more"
    assert "EDGEGAP_API_TOKEN is set" in run("context", "list").err
    assert apps(run("apps", "list", "--json", "--context", "studio-a")) == ["game-a"]


def test_the_token_of_a_file_comes_before_all_but_not_beside_a_context(run: Run, url: str, tmp_path: Path) -> None:
    run("login", "--with-token", "--base-url", url, "--context", "studio-a", typed=A)
    (tmp_path / "token").write_text(f"{B}\n", "utf-8")
    given = ("--token-file", str(tmp_path / "token"))
    assert apps(run("apps", "list", "--json", "--base-url", url, *given)) == ["game-b"]
    assert run("apps", "list", *given, "--context", "studio-a").status == 2


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_token_of_a_context_is_sent_to_its_own_address_only(
    run: Run, url: str, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    run("login", "--with-token", "--base-url", url, "--context", "studio-a", typed=A)
    other = httpserver.url_for("").rstrip("/")
    options: list[str] = []
    if way == "option":
        options = ["--base-url", other]
    else:
        monkeypatch.setenv("EDGEGAP_BASE_URL", other)
    refused = run("apps", "list", *options)
    assert refused.status == 2
    assert f"the context studio-a is for {url}" in refused.err
    assert not httpserver.log
    if way == "environment":
        assert apps(run("apps", "list", "--json", "--context", "studio-a")) == ["game-a"], "an argument comes first"


def test_the_library_does_not_read_contexts(run: Run, url: str) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    with pytest.raises(ConfigurationError, match="no API token"):
        Edgegap(base_url=url)


def test_a_context_does_not_reach_other_services(run: Run, url: str) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    refused = run("matchmaker", "tickets", "get", "some-id", "--context", "default", "--base-url", url)
    assert refused.status == 2
    assert "--context is only for Edgegap's API" in refused.err


@pytest.mark.parametrize("name", ["Studio", "../elsewhere", "", ".hidden", "a b", "x" * 65])
def test_odd_names_are_refused(run: Run, url: str, name: str, folder: Path) -> None:
    assert run("login", "--with-token", "--base-url", url, "--context", name, typed=A).status == (2 if name else 0)
    assert [path.name for path in folder.glob("context-*")] == ([] if name else ["context-default.json"])


# Who can read it.


@NEEDS_POSIX
def test_only_their_owner_can_read_the_files(run: Run, url: str, folder: Path) -> None:
    before = os.umask(0)
    try:
        run("login", "--with-token", "--base-url", url, typed=A)
    finally:
        os.umask(before)
    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == {"context-default.json": 0o600, "current": 0o600}


@NEEDS_POSIX
def test_a_file_that_others_can_read_is_made_private_with_a_warning(run: Run, url: str, folder: Path) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    file = folder / "context-default.json"
    file.chmod(0o644)
    ran = run("apps", "list", "--json")
    assert apps(ran) == ["game-a"]
    assert f"other users could read {file}" in ran.err
    assert mode(file) == 0o600
    assert run("apps", "list").err == ""


@NEEDS_POSIX
@pytest.mark.parametrize(("name", "bits"), [("context-default.json", 0o666), ("current", 0o620), (".", 0o777)])
def test_what_others_can_change_is_not_used(run: Run, url: str, folder: Path, name: str, bits: int) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    (folder / name).chmod(bits)
    refused = run("apps", "list")
    assert refused.status == 2
    assert "Other users can change" in refused.err
    assert f"chmod {700 if name == '.' else 600}" in refused.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files to another user")
def test_what_belongs_to_another_user_is_not_used(run: Run, url: str, folder: Path) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    os.chown(folder / "context-default.json", 12345, 12345)
    refused = run("apps", "list")
    assert refused.status == 2
    assert "belongs to another user" in refused.err


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "private" / "file"
    private_files.write_private(file, "old")

    def fail(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ConfigurationError, match="No space left"):
        private_files.write_private(file, "new")
    assert file.read_text("utf-8") == "old"
    assert list(file.parent.iterdir()) == [file]


def test_logins_at_the_same_time_lose_nothing(folder: Path) -> None:
    names = [f"studio-{number}" for number in range(20)]
    threads = [
        threading.Thread(
            target=contexts.save, args=(name, "https://api.example", Secret(A)), kwargs={"use_keyring": False}
        )
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contexts.names() == sorted(names)
    assert len(list(folder.iterdir())) == 20


def test_a_damaged_context_says_how_to_replace_it_and_is_replaced(run: Run, url: str, folder: Path) -> None:
    run("login", "--with-token", "--base-url", url, typed=A)
    (folder / "context-default.json").write_text(f'{{"token": "{A}"', "utf-8")
    refused = run("apps", "list")
    assert refused.status == 2
    assert "edgegap login --context default" in refused.err
    assert run("login", "--with-token", "--base-url", url, typed=A).status == 0
    assert run("apps", "list").status == 0


@pytest.mark.parametrize(
    ("platform", "variables", "place"),
    [
        ("linux", {"XDG_CONFIG_HOME": "/xdg"}, "/xdg/edgegap"),
        ("linux", {"XDG_CONFIG_HOME": "relative"}, "/home/ann/.config/edgegap"),
        ("linux", {}, "/home/ann/.config/edgegap"),
        ("darwin", {}, "/home/ann/Library/Application Support/edgegap"),
        ("win32", {"APPDATA": "/Users/ann/AppData"}, "/Users/ann/AppData/edgegap"),
    ],
)
def test_the_platforms_place(
    platform: str, variables: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EDGEGAP_CONFIG_DIR", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    monkeypatch.setattr(sys, "platform", platform)
    assert private_files.config_folder() == Path(place)


# The keyring.


def test_the_keyring_has_the_token_if_there_is_one(run: Run, url: str, folder: Path) -> None:
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    logged_in = run("login", "--with-token", "--base-url", url, typed=A)
    assert "The token is in the keyring." in logged_in.out
    ((service, entry),) = memory.stored
    assert memory.stored == {(service, entry): A}
    assert (service, entry.startswith("default-")) == ("edgegap", True)
    assert A not in (folder / "context-default.json").read_text("utf-8")
    assert apps(run("apps", "list", "--json")) == ["game-a"]
    assert run("context", "list", "--json").data[0]["token_in"] == "keyring"
    assert run("login", "--with-token", "--no-keyring", "--base-url", url, typed=B).status == 0
    assert memory.stored == {}, "the token that was replaced is deleted"
    assert run("login", "--with-token", "--base-url", url, typed=A).status == 0
    assert run("logout").status == 0
    assert memory.stored == {}


def test_contexts_of_one_name_in_two_folders_have_tokens_of_their_own(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With one token for both, a login in one folder would send its token to the address of the other one.
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    run("login", "--with-token", "--base-url", url, typed=A)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("EDGEGAP_CONFIG_DIR", str(tmp_path / "other"))
        run("login", "--with-token", "--base-url", url, typed=B)
        assert apps(run("apps", "list", "--json")) == ["game-b"]
    assert apps(run("apps", "list", "--json")) == ["game-a"]
    run("login", "--with-token", "--base-url", url, typed=B)
    assert sorted(memory.stored.values()) == [B, B], "the token that was replaced is deleted"


def test_a_token_that_the_keyring_has_lost_says_what_to_do(run: Run, url: str) -> None:
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    run("login", "--with-token", "--base-url", url, typed=A)
    memory.stored.clear()
    refused = run("apps", "list")
    assert refused.status == 2
    assert "edgegap login --context default" in refused.err


@pytest.mark.parametrize("backend", [FailingKeyring, keyring.backends.fail.Keyring])
def test_a_keyring_that_fails_is_replaced_by_the_file_with_one_sentence(
    run: Run, url: str, folder: Path, backend: Callable[[], Any]
) -> None:
    keyring.set_keyring(backend())
    logged_in = run("login", "--with-token", "--base-url", url, typed=A)
    assert logged_in.status == 0
    assert logged_in.err.count("\n") == 1
    assert logged_in.err.startswith("The keyring was not used, because ")
    assert json.loads((folder / "context-default.json").read_text("utf-8"))["token"] == A
    assert apps(run("apps", "list", "--json")) == ["game-a"]


def test_a_keyring_that_hangs_is_abandoned(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    released = threading.Event()

    class Hanging(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            released.wait(30)
            return None

    keyring.set_keyring(Hanging())
    try:
        with pytest.raises(ConfigurationError, match=r"did not respond within 0\.1 s"):
            keyring_store.required("default", "default-1", timeout=0.1)
    finally:
        released.set()


def test_ci_never_uses_the_keyring(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    monkeypatch.setenv("CI", "true")
    assert "which only you can read" in run("login", "--with-token", "--base-url", url, typed=A).out
    assert memory.stored == {}
    monkeypatch.delenv("CI")
    run("login", "--with-token", "--base-url", url, typed=A)
    monkeypatch.setenv("CI", "true")
    refused = run("apps", "list")
    assert refused.status == 2
    assert "no keyring is used in CI" in refused.err
    assert "EDGEGAP_API_TOKEN" in refused.err


def test_keyring_is_only_imported_when_it_is_needed(url: str) -> None:
    code = (
        "import sys; from edgegap_client.cli.root import run; run(['apps', 'list']);sys.exit('keyring' in sys.modules)"
    )
    environment = {**os.environ, "EDGEGAP_API_TOKEN": A, "EDGEGAP_BASE_URL": url}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert ran.returncode == 0


def test_without_keyring_the_file_is_used_silently(url: str, folder: Path) -> None:
    code = "import sys; sys.modules['keyring'] = None; from edgegap_client.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, "login", "--with-token", "--base-url", url],
        input=A,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "which only you can read" in ran.stdout


# --env-file.


def test_an_env_file_is_read_when_it_is_named(run: Run, url: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text(f'# mine\nexport EDGEGAP_API_TOKEN="{A}"\nEDGEGAP_BASE_URL={url}  # here\nODD LINE\n', "utf-8")
    assert apps(run("apps", "list", "--json", "--env-file", str(file))) == ["game-a"]
    assert apps(run("--env-file", str(file), "apps", "list", "--json")) == ["game-a"]
    assert "EDGEGAP_API_TOKEN" not in os.environ


def test_an_env_file_comes_before_the_environment(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", B)
    monkeypatch.setenv("EDGEGAP_BASE_URL", url)
    (tmp_path / "settings.env").write_text(f"EDGEGAP_API_TOKEN={A}\n", "utf-8")
    assert apps(run("apps", "list", "--json", "--env-file", str(tmp_path / "settings.env"))) == ["game-a"]


def test_a_dotenv_file_is_never_found_by_itself(url: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"EDGEGAP_API_TOKEN={A}\nEDGEGAP_BASE_URL={url}\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    ran = subprocess.run(
        [*COMMAND, "apps", "list"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "There is no API token" in ran.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("EDGEGAP_BASE_URL=https://elsewhere.example", "without EDGEGAP_API_TOKEN"),
        (f"EDGEGAP_API_TOKEN={A}\nEDGEGAP_BASE_URL=http://elsewhere.example", "must start with https://"),
        (f"EDGEGAP_API_TOKEN={A}\nEDGEGAP_BASE_URL=http://127.0.0.1.elsewhere.example", "must start with https://"),
        (f"EDGEGAP_API_TOKEN={A}\nEDGEGAP_SB_URL=https://elsewhere.example", "without EDGEGAP_SB_SERVER_TOKEN or"),
        ("EDGEGAP_API_TOKEN", "Line 1 of"),
    ],
)
def test_an_env_file_cannot_redirect_a_token(
    run: Run, tmp_path: Path, text: str, told: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", B)
    (tmp_path / "settings.env").write_text(text, "utf-8")
    refused = run("apps", "list", "--env-file", str(tmp_path / "settings.env"))
    assert refused.status == 2
    assert told in refused.err


def test_an_env_file_sets_nothing_else() -> None:
    text = f"HTTPS_PROXY=http://elsewhere\nSSL_CERT_FILE=mine.pem\nEDGEGAP_CONFIG_DIR=/tmp\nEDGEGAP_API_TOKEN='{A}'\n"
    assert list(parse_env_file(Secret(text), "x.env")) == ["EDGEGAP_API_TOKEN"]


def test_the_env_file_of_a_container_does_not_get_the_token(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.env").write_text(f"EDGEGAP_API_TOKEN={A}\nEDGEGAP_BASE_URL={url}\n", "utf-8")
    file, container = str(tmp_path / "settings.env"), str(tmp_path / "container.env")
    update = ("--env-file", file, "versions", "update", "game-a", "v1", "--env-file")
    monkeypatch.setenv("EDGEGAP_API_TOKEN", B)
    for line in (
        f"EDGEGAP_API_TOKEN={A}",
        f" export  EDGEGAP_API_TOKEN = {A}",
        "EDGEGAP_API_TOKEN",
        "EDGEGAP_API_TOKEN ",
    ):
        (tmp_path / "container.env").write_text(f"MODE=ranked\n{line}\n", "utf-8")
        refused = run(*update, container)
        assert refused.status == 2, line
        assert "put the option before the command" in refused.err
    (tmp_path / "container.env").write_text("export MODE=ranked\n", "utf-8")
    assert run(*update, container).status == 0
    (variable,) = run("--env-file", file, "versions", "get", "game-a", "v1", "--json").data["envs"]
    assert variable["key"] == "MODE"


def test_a_byte_order_mark_hides_no_variable_and_is_no_part_of_a_token(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", A)
    monkeypatch.setenv("EDGEGAP_BASE_URL", url)
    (tmp_path / "b.env").write_text(f"EDGEGAP_API_TOKEN={B}\n", "utf-8-sig")
    assert apps(run("--env-file", str(tmp_path / "b.env"), "apps", "list", "--json")) == ["game-b"]
    (tmp_path / "token").write_text(f"{B}\n", "utf-8-sig")
    assert apps(run("apps", "list", "--json", "--token-file", str(tmp_path / "token"))) == ["game-b"]


def test_a_token_of_the_environment_is_never_sent_to_an_address_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EDGEGAP_SB_SERVER_TOKEN", "EDGEGAP_SB_CLIENT_TOKEN"):
        monkeypatch.setenv(name, A)
    file = tmp_path / "x.env"
    api = f"EDGEGAP_BASE_URL=https://elsewhere.example\nEDGEGAP_API_TOKEN={B}\n"
    for given, other in (("SERVER", "CLIENT"), ("CLIENT", "SERVER")):
        file.write_text(f"{api}EDGEGAP_SB_URL=https://elsewhere.example\nEDGEGAP_SB_{given}_TOKEN={B}\n", "utf-8")
        variables = Session(env_file=str(file)).variables()
        assert variables.get(f"EDGEGAP_SB_{other}_TOKEN") is None
        _, tokens = Session(env_file=str(file)).async_clients()
        assert {each.reveal() for each in tokens} == {B}
        chosen = Session(env_file=str(file), is_client_token=given == "SERVER")
        with click.Context(click.Command("x")), suppress(ConfigurationError):
            token = chosen.browser()._settings.token
            assert isinstance(token, Secret)
            assert token.reveal() == B
    # An address that is not from the file is that of the environment, and so are the tokens.
    file.write_text(f"{api}", "utf-8")
    found = Session(env_file=str(file)).variables().get("EDGEGAP_SB_CLIENT_TOKEN")
    assert found is not None
    assert found.reveal() == A
