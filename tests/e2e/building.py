"""How a page is built, without its words: pages built alike have nothing new for axe, however many people open them."""

from __future__ import annotations

import hashlib

from playwright.sync_api import Page

BUILT = """() => {
  const WORDS = new Set(['alt', 'aria-label', 'content', 'datetime', 'placeholder', 'title', 'value']);
  const POINTS = new Set(['for', 'list', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns']);
  const plain = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'U').replace(/\\d+/g, '0');
  const there = (id) => !!document.getElementById(id);
  const attribute = ({name, value}) => {
    if (name === 'href') return 'href' + (value.startsWith('#') ? '#' + there(value.slice(1)) : '');
    if (WORDS.has(name)) return name + (value.trim() ? '+' : '-');
    if (POINTS.has(name)) return name + value.split(/\\s+/).map(there).join();
    return name + '=' + plain(value);
  };
  const main = document.querySelector('main');
  const built = (node, whole) => {
    if (node === main && !whole) return '<main>';
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? 'T' : '';
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    const parts = [];
    for (const child of node.childNodes) {
      const part = built(child), last = parts.length - 1;
      if (part && !(part === parts[last] && part === parts[last - 1])) parts.push(part);
    }
    return `<${node.localName} ${[...node.attributes].map(attribute).sort().join(' ')}>${parts.join('')}</>`;
  };
  const twice = (list) => list.length - new Set(list).size;
  const label = (e) => document.getElementById(e.getAttribute('aria-labelledby'))?.textContent;
  const told = (e) => e.getAttribute('aria-label') ?? label(e);
  const marks = [...document.querySelectorAll('section, nav, aside, form, header, footer, [role]')];
  const again = [twice([...document.querySelectorAll('[id]')].map((e) => e.id)),
    twice(marks.map((e) => `${e.localName} ${e.getAttribute('role')} ${told(e)}`))].join();
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((e) => e.localName);
  const steps = new Set(levels.map((level, n) => `${levels[n - 1]} ${level}`)), across = new Set();
  const inside = (e) => !!main && main.contains(e);
  for (const name of POINTS) for (const e of document.querySelectorAll(`[${name}]`)) {
    const ends = e.getAttribute(name).split(/\\s+/).map((id) => document.getElementById(id));
    for (const end of ends) {
      if (end && inside(end) !== inside(e)) across.add(`${name} ${e.localName} ${end.localName} ${inside(e)}`);
    }
  }
  const whole = [again, ...[...steps].sort(), ...[...across].sort()].join();
  return [built(document.documentElement), main ? built(main, true) : ''].map((part) => part + whole);
}"""
"""Elements, attributes, where there are words and where none, what points to nothing, and what is there twice. Numbers
and identifiers count as alike; of three or more that are alike in a row, two count. With both parts goes what joins
them: from which level of heading to which the whole page steps, and what points from one part into the other."""


def how_built(page: Page) -> tuple[str, str]:
    """The frame and the content; the same for two that differ in words, numbers and the length of lists at most."""
    frame, content = (hashlib.sha256(part.encode()).hexdigest() for part in page.evaluate(BUILT))
    return frame, content
