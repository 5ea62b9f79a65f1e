for (const place of document.querySelectorAll(".math")) {
  katex.render(place.textContent, place, {
    displayMode: place.parentElement.classList.contains("display"),
    throwOnError: false,
    strict: "ignore",
  });
}
// A formula may be broken between its pieces, but not from the comma behind it.
for (const piece of document.querySelectorAll(".kept .katex-base + .katex-base")) {
  piece.before(document.createElement("wbr"));
}
