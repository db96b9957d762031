"""A line or two of a text around the words that were looked for, with those words marked. Never cuts a word; everything is escaped."""

from __future__ import annotations

from collections.abc import Container

from markupsafe import Markup, escape

from search_index.analysis import Analyser

WIDTH = 220
_MORE = "…"
_MARK, _END_OF_MARK = Markup("<mark>"), Markup("</mark>")
_SENTENCE_ENDS = (". ", "? ", "! ", ": ")

Place = tuple[int, int]


class _Found:
    """The places of the wanted words in a text, in order and without overlap, and which term each is."""

    def __init__(self, text: str, wanted: Container[str], analyser: Analyser) -> None:
        self.places: list[Place] = []
        self.terms: list[str] = []
        for token in analyser.find(text, wanted):
            if self.places and token.start < self.places[-1][1]:
                self.places[-1] = (self.places[-1][0], max(self.places[-1][1], token.end))
            else:
                self.places.append((token.start, token.end))
                self.terms.append(token.term)


def _densest(found: _Found, width: int) -> Place:
    """The first stretch of at most `width` characters with most different terms: from the start of a word to the end of one."""
    best, best_count, last = found.places[0], 0, 0
    for first, (start, _) in enumerate(found.places):
        last = max(last, first)
        while last + 1 < len(found.places) and found.places[last + 1][1] - start <= width:
            last += 1
        count = len(set(found.terms[first : last + 1]))
        if count > best_count:
            best, best_count = (start, found.places[last][1]), count
    return best


def _window(text: str, stretch: Place, width: int) -> Place:
    """Widen `stretch` to about `width` characters, between spaces; from the start of the sentence when that is near."""
    first, last = stretch
    start = text.rfind(" ", 0, first) + 1
    earliest = max(0, last - width)
    if earliest < start:
        sentence = max((text.rfind(end, 0, start) + len(end) for end in _SENTENCE_ENDS if text.rfind(end, 0, start) >= 0), default=0)
        after_space = text.find(" ", max(earliest, first - width // 3)) + 1
        start = sentence if sentence >= earliest else min(start, after_space or start)
    if start + width >= len(text):
        return start, len(text)
    end = text.rfind(" ", last, start + width + 1)
    if end < 0:
        end = text.find(" ", last)
    return start, end if end >= 0 else len(text)


def fragment(text: str, wanted: Container[str], analyser: Analyser, width: int = WIDTH) -> Markup:
    """About `width` characters of `text` around the `wanted` terms, or its opening when it holds none of them."""
    text = " ".join(text.split())
    found = _Found(text, wanted, analyser)
    start, end = _window(text, _densest(found, width) if found.places else (0, 0), width)
    pieces = [escape(f"{_MORE} " if start else "")]
    reached = start
    for first, last in found.places:
        if start <= first and last <= end:
            pieces += [escape(text[reached:first]), _MARK, escape(text[first:last]), _END_OF_MARK]
            reached = last
    pieces.append(escape(text[reached:end] + (f" {_MORE}" if end < len(text) else "")))
    return Markup().join(pieces)
