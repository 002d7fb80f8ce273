"""How hard a text is to read: Flesch-Kincaid for English, INFLESZ and Fernández Huerta for Spanish.

English: Kincaid et al. 1975, grade = 0.39 words/sentences + 11.8 syllables/words - 15.59; lower is easier.
Spanish: Szigriszt-Pazos 1993 with the bands of Barrio-Cantalejo 2008 (INFLESZ): 206.835 - 62.3 syllables/words -
words/sentences; 55 to 65 is normal, 65 to 80 fairly easy. Fernández Huerta 1959: 206.84 - 60 syllables/words -
1.02 words/sentences, in the reading of Law 2011. Higher is easier. A sentence ends, as in Flesch 1949, at a full
stop, question mark, colon or semicolon. Syllables are counted by rule, not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[.:;?]+(?:\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TAG = re.compile(r"<[^>]+>")
STRONG, WEAK_STRESSED = "aeoáéó", "íú"


@dataclass(frozen=True)
class Size:
    """Counts of a text: words, sentences (a text has at least one), syllables."""

    words: int
    sentences: int
    syllables: int

    def __add__(self, other: Size) -> Size:
        return Size(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def inflesz(self) -> float:
        return 206.835 - 62.3 * self.syllables / self.words - self.words / self.sentences

    @property
    def fernandez_huerta(self) -> float:
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences


def plain(text: str) -> str:
    """A text without tags; a placeholder becomes one short word."""
    return PLACEHOLDER.sub("it", TAG.sub("", text))


def size(text: str, language: str) -> Size:
    """The counts of one text, which must hold at least one word."""
    words = WORD.findall(plain(text))
    count = spanish_syllables if language == "es" else english_syllables
    sentences = [part for part in SENTENCE_END.split(plain(text)) if WORD.search(part)]
    return Size(len(words), max(len(sentences), 1), sum(map(count, words)))


def total(texts: Iterable[str], language: str) -> Size:
    """The counts of many texts together."""
    return sum((size(text, language) for text in texts), Size(0, 0, 0))


def english_syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end or in -ed; at least one."""
    word = re.sub(r"[^a-z]", "", word.lower())
    word = re.sub(r"(?<=[^aeiouytd])ed$", "d", word)
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$", word) and groups > 1:
        groups -= 1
    return max(groups, 1)


def spanish_syllables(word: str) -> int:
    """Nuclei: strong vowels part, a weak one joins its neighbor unless it bears the accent; at least one."""
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    word = re.sub(r"y(?=$|[^aeiouáéíóú])", "i", word)
    found = 0
    before = ""
    for letter in word:
        if letter in STRONG or letter in WEAK_STRESSED:
            joins = before in "iuü" and before != "" and letter in STRONG
            found += 0 if joins else 1
        elif letter in "iuü":
            joins = before != "" and before in STRONG + WEAK_STRESSED + "iuü"
            found += 0 if joins else 1
        before = letter
    return max(found, 1)
