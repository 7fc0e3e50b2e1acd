// What the theme leaves out: what a copy button copies, and names and keys for people without a mouse.

// A console block copies its commands alone. The theme copies this attribute in place of the text, where there is one.
for (const code of document.querySelectorAll(".language-console code")) {
  const lines = code.textContent.split("\n").filter(line => line.startsWith("$ "));
  code.dataset.copy = lines.map(line => line.slice(2)).join("\n");
}

// The theme writes the buttons of a block after this script has run.
const blocks = new MutationObserver(() => {
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((nav, index) =>
    nav.setAttribute("aria-label", `Buttons of code block ${index + 1} of the page`));
});
blocks.observe(document.body, {childList: true, subtree: true});
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

// What scrolls sideways takes the focus, so that the arrow keys scroll it.
const reachable = () => {
  for (const box of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap, .md-typeset pre")) {
    const scrolls = box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible";
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
document.addEventListener("change", reachable); // another tab of a sample

// On a small window the navigation and the search open by a label, which no key reaches: a button takes its place.
for (const [toggle, name] of [["__drawer", "Navigation"], ["__search", "Search"]]) {
  for (const label of document.querySelectorAll(`.md-header label.md-header__button[for="${toggle}"]`)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.setAttribute("for", toggle); // the theme's styles look for it
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    button.addEventListener("click", () => document.getElementById(toggle).click());
    label.replaceWith(button);
  }
}

// The empty corner of a table is no header.
for (const corner of document.querySelectorAll(".md-typeset th:empty"))
  corner.replaceWith(document.createElement("td"));
