"""The HTML of the page at `/`. It loads nothing from the network."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --line: #d0d4da; --soft: #5a6472; --back: #fff; --text: #16191d; --good: #106b2f;
  --bad: #b3261e; --wait: #7a5200; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a414b; --soft: #a2acb9; --back: #15181c; --text: #e8eaed; --good: #6fd08c; --bad: #ff8a80;
    --wait: #f2c14e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; }
.READY, .HOST_ASSIGNED, .MATCH_FOUND { color: var(--good); font-weight: 600; }
.ERROR, .CANCELLED { color: var(--bad); font-weight: 600; }
.other { color: var(--wait); font-weight: 600; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); padding: 0; border: 0; }
  td::before { content: attr(data-label); color: var(--soft); }
}
"""

# Users of the sandbox choose the names, so the script only sets them as text.
SCRIPT: Final = """
"use strict";
const columns = {
  deployments: [["id", "Id"], ["state", "State"], ["application", "Application"], ["version", "Version"],
    ["age", "Age"], ["city", "City"], ["tags", "Tags"], ["organisation", "Organisation"]],
  applications: [["name", "Name"], ["versions", "Versions"], ["organisation", "Organisation"]],
  tickets: [["id", "Id"], ["state", "State"], ["profile", "Profile"], ["matchmaker", "Matchmaker"]],
};
const known = ["READY", "HOST_ASSIGNED", "MATCH_FOUND", "ERROR", "CANCELLED"];
function write(value, key) {
  if (Array.isArray(value)) return value.join(", ");
  if (key !== "age") return String(value);
  if (value < 60) return value + " s";
  return value < 3600 ? Math.floor(value / 60) + " min" : Math.floor(value / 3600) + " h";
}
function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}
function row(item, kind) {
  const made = element("tr");
  for (const [key, label] of columns[kind]) {
    const cell = element("td");
    cell.dataset.label = label;
    const value = element("span", write(item[key], key));
    if (key === "state") value.className = known.includes(item[key]) ? item[key] : "other";
    cell.append(value);
    made.append(cell);
  }
  return made;
}
function show(state) {
  for (const kind of Object.keys(columns)) {
    const section = document.getElementById(kind), items = state[kind];
    section.hidden = items === null;
    if (items === null) continue;
    const count = state[kind.slice(0, -1) + "_count"];
    section.querySelector("p").textContent =
      count > items.length ? count + ", the newest " + items.length + " of them here" : String(count || "none");
    section.querySelector("table").hidden = !items.length;
    const head = element("tr");
    head.append(...columns[kind].map(([, label]) => element("th", label)));
    section.querySelector("thead").replaceChildren(head);
    section.querySelector("tbody").replaceChildren(...items.map((item) => row(item, kind)));
  }
}
async function look() {
  const status = document.getElementById("status");
  try {
    const response = await fetch("sandbox/state");
    if (!response.ok) throw new Error(response.status);
    show(await response.json());
    status.textContent = "Live: read every second";
  } catch {
    status.textContent = "The sandbox does not respond: what you see is old";
  }
  setTimeout(look, 1000);
}
look();
"""


def _section(kind: str) -> str:
    return (
        f'<section id="{kind}"><h2>{kind.capitalize()}</h2><p></p>'
        "<table hidden><thead></thead><tbody></tbody></table></section>\n"
    )


HTML: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Edgegap sandbox</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<h1>Edgegap sandbox</h1>
<p id="status" role="status">Reading</p>
{"".join(map(_section, ("deployments", "applications", "tickets")))}<script>{SCRIPT}</script>
</body>
</html>
"""
