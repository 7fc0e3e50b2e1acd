"""Check each page of the built site in Chromium: `python docs/look.py [--axe FILE] [PAGE ...]`, after `make docs`.

Each page is shown at three widths, light and dark. A finding is a page that is wider than its window, one that is
longer than 15 windows (but for the reference and the changelog), a copy button that copies a prompt or an output, an
element that shows no focus when the Tab key reaches it, and whatever axe-core finds if `--axe` names its `axe.min.js`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import http.server
import itertools
import json
import re
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any, Final

import aiohttp

SITE: Final = Path(__file__).resolve().parent.parent / "build" / "site"
WINDOWS: Final = ((390, 844), (1280, 800), (1920, 1080))
SCHEMES: Final = {"light": "default", "dark": "slate"}
MAX_SCREENS: Final = 15
# Readers look up entries in these pages, and do not read them from the first line to the last.
MAY_BE_LONG: Final = ("reference/", "changelog.html")
# Enough for the header, the navigation, and the first links and blocks of a page.
TAB_PRESSES: Final = 60
CHROMIUM: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
)

# Waits until the page has the system's colour scheme and no transition runs, which could distort a measurement.
SETTLED: Final = """(async () => {
  while (document.body.dataset.mdColorScheme !== "NAME") await new Promise(done => setTimeout(done, 10));
  await Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)));
  await new Promise(done => setTimeout(done, 50));
})()"""
MEASURE: Final = """(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = node => {
    for (; node && node !== document.body; node = node.parentElement)
      if (getComputedStyle(node).overflowX !== "visible") return true;
    return false;
  };
  const wide = [...document.querySelectorAll(".md-main__inner *")]
    .filter(node => node.getBoundingClientRect().right > width + 1 && node.getClientRects().length && !scrolls(node))
    .map(node => node.outerHTML.replace(/\\s+/g, " ").slice(0, 160));
  return {
    excess: document.documentElement.scrollWidth - width,
    wide: wide.slice(-1),
    screens: document.documentElement.scrollHeight / innerHeight,
  };
})()"""
AXE: Final = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(each => ({
  id: each.id, nodes: each.nodes.length,
  first: each.nodes.slice(0, 3).map(node => node.html.replace(/\\s+/g, " ").slice(0, 160) + " " +
  (node.any[0]?.message || "").slice(0, 160)),
})))"""
# The style of an element with the focus, compared with its own style without the focus.
FOCUSED: Final = """(() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const look = () => [node, ...(node.labels || []), node.nextElementSibling, node.parentElement].filter(each => each)
    .map(each => getComputedStyle(each))
    .map(style => [style.outlineStyle, style.outlineColor, style.color, style.backgroundColor, style.boxShadow,
      style.opacity])
    .join();
  const target = node.matches(".md-option") ? node.nextElementSibling : node.labels?.[0] || node;
  const shown = target.getBoundingClientRect();
  const style = getComputedStyle(node);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const focused = look();
  node.blur();
  const changed = outlined || look() !== focused;
  node.focus({preventScroll: true});
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const inHeader = node.closest(".md-header, .md-skip");
  return {
    html: node.outerHTML.replace(/\\s+/g, " ").slice(0, 160),
    seen: changed,
    inside: shown.bottom > (inHeader ? 0 : header) - 1 && shown.top < innerHeight && shown.right > 0 &&
      shown.left < innerWidth,
  };
})()"""
# The text that each copy button puts on the clipboard, with the text that its block shows.
COPIED: Final = """(async () => {
  const copied = [];
  document.addEventListener("copy", event => copied.push(document.getSelection().toString() ||
    event.target.value || ""), true);
  const found = [];
  for (const button of document.querySelectorAll(".md-clipboard, [data-md-type=copy]")) {
    copied.length = 0;
    button.closest("details")?.setAttribute("open", "");
    const block = button.closest(".highlight, pre, td.code");
    if (button.closest(".tabbed-block") && !block.getClientRects().length) {
      const panel = button.closest(".tabbed-block");
      const set = panel.closest(".tabbed-set");
      set.querySelectorAll(":scope > input")[[...panel.parentElement.children].indexOf(panel)].click();
    }
    button.click();
    await new Promise(done => setTimeout(done, 20));
    found.push({
      language: (block.closest(".highlight")?.className.match(/language-(\\w+)/) || [])[1] || "",
      shown: block.querySelector("code").textContent,
      copied: copied.at(-1) ?? null,
    });
  }
  return found;
})()"""


class Browser:
    """A page of Chromium, driven over its DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._responses: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._loaded = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            data = json.loads(message.data)
            if data.get("method") == "Page.loadEventFired":
                self._loaded.set()
            elif waiting := self._responses.pop(data.get("id", 0), None):
                waiting.set_result(data)

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command. Returns its result."""
        number = next(self._numbers)
        waiting = self._responses[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(300):
            response = await waiting
        if "error" in response:
            raise RuntimeError(f"{method}: {response['error']}")
        result: dict[str, Any] = response["result"]
        return result

    async def open(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""
        self._loaded.clear()
        await self.send("Page.navigate", url=url)
        async with asyncio.timeout(60):
            await self._loaded.wait()

    async def run(self, script: str) -> Any:
        """Run a script. Returns its value, and awaits it if it is a promise."""
        found = await self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"])
        return found["result"].get("value")

    async def show(self, window: tuple[int, int], scheme: str) -> None:
        """Set the size of the window and the colour scheme of the system."""
        width, height = window
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        await self.send(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        )

    async def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            await self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


@contextlib.asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """A browser with one page."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is not installed: neither chromium nor google-chrome is on PATH")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, *CHROMIUM, f"--user-data-dir={profile}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stderr
            address = ""
            while not address:
                line = (await process.stderr.readline()).decode()
                if not line:
                    sys.exit("Chromium ended before it listened")
                address = "".join(re.findall(r"ws://(\S+?)/devtools", line))
            async with aiohttp.ClientSession() as session:
                targets = await (await session.get(f"http://{address}/json/list")).json()
                url = next(target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page")
                async with session.ws_connect(url, max_msg_size=0) as socket:
                    browser = Browser(socket)
                    await browser.send("Page.enable")
                    yield browser
        finally:
            process.terminate()
            await process.wait()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve a folder on this computer. Yields its URL."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def commands_of(shown: str) -> str:
    """The commands of a console block."""
    lines = [line.removeprefix("$ ") for line in shown.splitlines() if line.startswith("$ ")]
    return "\n".join(lines)


async def findings_of(browser: Browser, base_url: str, page: str, axe: str) -> list[str]:
    """The findings of a page."""
    found: list[str] = []
    await browser.show(WINDOWS[0], "light")
    await browser.open(f"{base_url}/{page}")
    await browser.run("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 300)))")
    if axe:
        await browser.run(f"{axe};0")
    for window, (scheme, name) in itertools.product(WINDOWS, SCHEMES.items()):
        await browser.show(window, scheme)
        await browser.run(SETTLED.replace("NAME", name))
        seen = await browser.run(MEASURE)
        where = f"{window[0]} {scheme}"
        if seen["excess"] > 0 or seen["wide"]:
            found.append(f"overflow: {where}: {seen['excess']} px {seen['wide']}")
        if seen["screens"] > MAX_SCREENS and not page.startswith(MAY_BE_LONG) and scheme == "light":
            found.append(f"length: {where}: {seen['screens']:.1f} screens")
        if axe:
            reported = await browser.run(AXE)
            found += [f"axe {each['id']}: {where}: {each['nodes']} nodes, {each['first']}" for each in reported]
    for window in WINDOWS[:2]:
        await browser.show(window, "light")
        await browser.open(f"{base_url}/{page}")
        found += [f"focus: {window[0]}: {each}" for each in await unfocused(browser)]
    found += [f"copy: {each}" for each in await miscopied(browser)]
    return found


async def unfocused(browser: Browser) -> list[str]:
    """The elements that the Tab key reaches but that do not show the focus."""
    found: list[str] = []
    for _ in range(TAB_PRESSES):
        await browser.press("Tab", 9)
        focused = await browser.run(FOCUSED)
        if focused is None:
            break
        if not focused["seen"]:
            found.append(f"not to be seen: {focused['html']}")
        if not focused["inside"]:
            found.append(f"out of sight: {focused['html']}")
    return list(dict.fromkeys(found))


async def miscopied(browser: Browser) -> list[str]:
    """The blocks whose copy button copies the wrong text."""
    found: list[str] = []
    for block in await browser.run(COPIED):
        shown = block["shown"]
        expected = commands_of(shown) if re.search(r"(?m)^\$ ", shown) else shown
        if block["copied"] is None or block["copied"].strip("\n") != expected.strip("\n"):
            found.append(f"{expected[:60]!r} shown, {(block['copied'] or '')[:60]!r} copied")
    return found


async def look(pages: list[str], axe: str) -> int:
    """Print the findings of each page, and the number of each kind."""
    kinds: Counter[str] = Counter()
    with served(SITE) as base_url:
        async with chromium() as browser:
            for page in pages:
                for finding in await findings_of(browser, base_url, page, axe):
                    kinds[finding.partition(":")[0]] += 1
                    print(f"{page}: {finding}", flush=True)
    print(f"{len(pages)} pages at {len(WINDOWS)} widths, light and dark: {kinds.total()} findings {dict(kinds)}")
    return 1 if kinds else 0


def main() -> int:
    """Check the named pages, or all pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axe", type=Path, help="axe.min.js of the npm package axe-core")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="for example how-to/windows.html; default: all")
    options = parser.parse_args()
    axe = options.axe.read_text("utf-8") if options.axe else ""
    pages = options.pages or sorted(str(path.relative_to(SITE)) for path in SITE.rglob("*.html"))
    return asyncio.run(look(pages, axe))


if __name__ == "__main__":
    sys.exit(main())
