"""A person who reads Spanish, and notes each English text they come across."""

from __future__ import annotations

import re
from functools import cache

from babel.messages.pofile import read_po
from playwright.sync_api import Locator

import tools.messages
from tests.e2e.hands import Pointer
from waystation.core import codes, screening

TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const around = node.parentElement;
    if (around.closest("script, style, [lang=en], .hit, datalist, blockquote")) continue;
    found.push(node.textContent.replace(/\\s+/g, " ").trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title]"))
    for (const name of ["aria-label", "placeholder", "title"])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name));
  return [document.title, ...found.filter((text) => text.length > 1)];
}"""
ENGLISH = re.compile(r"\b(the|and|is|are|was|of|to|with|you|your|this|that|it|not|for|from|their|who|what)\b", re.I)

DATA = {
    "Case team",
    "Ben, Case team",
    "Press 2 for the language. Say the language twice. Give the code on the card at the desk. Put the person on hold "
    "for less than a minute.",
    "Ask for the person on duty. For sign language ask for the video room.",
}
"""Names and notes that people of an agency gave: no page can translate them."""


@cache
def known() -> frozenset[str]:
    """English texts of the catalogue and the code lists that read otherwise in Spanish."""
    with tools.messages.catalogue_path("es").open("rb") as file:
        catalogue = read_po(file)
    pairs = {(str(one.id), str(one.string)) for one in catalogue if one.id and isinstance(one.id, str)}
    for name in codes.names():
        pairs |= {(item.label("en"), item.label("es")) for item in codes.get(name)}
    pairs |= {(fact.label("en"), fact.label("es")) for fact in screening.facts().values()}
    spanish = {there for _here, there in pairs}
    return frozenset(here for here, there in pairs if here != there and here not in spanish)


class SpanishReader(Pointer):
    """Looks at each page before leaving it; `english` lists "address: text"."""

    english: list[str]

    def _open(self, control: Locator) -> None:
        self.read()
        super()._open(control)

    def read(self) -> None:
        self.english = getattr(self, "english", [])
        if self.page.locator("html").get_attribute("lang") != "es":
            return
        for text in self.page.evaluate(TEXTS):
            if text not in DATA and (text in known() or len(ENGLISH.findall(text)) >= 2):
                self.english.append(f"{self.page.url}: {text}")
