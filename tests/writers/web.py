"""What a web page holds: its elements, checked to be nested, with their attributes and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}


@dataclass
class Element:
    """An element with what stands in it, text and elements in their order."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    def every(self, tag: str = "", **attributes: str) -> Iterator[Element]:
        """Yield the elements in it with this tag and attributes; `class_` is one of the classes."""
        for child in self.content:
            if isinstance(child, Element):
                if child.is_a(tag, attributes):
                    yield child
                yield from child.every(tag, **attributes)

    def is_a(self, tag: str, attributes: dict[str, str]) -> bool:
        """Tell whether it has this tag ("" for any) and these attributes."""
        wanted = {name: value for name, value in attributes.items() if name != "class_"}
        classes = self.attributes.get("class", "").split()
        named = "class_" not in attributes or attributes["class_"] in classes
        return tag in ("", self.tag) and named and all(self.attributes.get(n) == v for n, v in wanted.items())

    @property
    def text(self) -> str:
        """All text in it, blanks as one space."""
        return " ".join("".join(c if isinstance(c, str) else f" {c.text} " for c in self.content).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(page: str) -> Element:
    """Return the page as an element that holds it; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    (root,) = reader.open
    return root
