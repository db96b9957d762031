"""The picture of a decision tree: every question a card, its answers the stops on the road below it.

An outcome, or another tree, stands with the answer that leads there, once for each such answer: drawn once it would get lines
from everywhere, which nobody can follow. Answers that lead to another question leave the card by a line, and carry the number
of that question, so that the line need not be followed either. Graphviz places the cards and the lines between them; all else
is measured and written here.

`draw` lays a tree out, once; `Picture.svg` shows it for given answers, as often as needed. Lengths are in CSS pixels, and colours
are those of the classes in static/style.css.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

from markupsafe import Markup, escape
from pygraphviz import AGraph

from wizard.composing import Around, question_url, rule_words
from wizard.conditions import DONT_KNOW, REFERENCE_DATE, AnswerIs, Condition, Known, Value, compile_condition
from wizard.forest import KIND, VERDICT_WORDS, PublishedTree, outcome_url
from wizard.tree import Answers, Outcome, Question, Rule, Target, Tree, arrows, join_words
from wizard.walk import DeadEnd, Jump, Walk

# Measures of text


@dataclass(frozen=True, slots=True)
class Font:
    """A size of text: `size` and `line` in pixels."""

    size: float
    line: int
    is_bold: bool = False


QUESTION_FONT: Final = Font(16, 21, is_bold=True)
TEXT_FONT: Final = Font(15, 20)
NOTE_FONT: Final = Font(14, 18, is_bold=True)

# Widths of Arial, in thousandths of the size; what is not listed is as wide as a digit, or is measured by its kind.
_WIDTHS: Final = {
    character: width
    for width, characters in {
        191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft\u00a0", 333: "()-`r“”", 355: '"', 389: "*", 500: "Jcksvxyz",
        584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…→", 1015: "@",
    }.items()
    for character in characters
}  # fmt: skip
_OTHER_WIDTH, _WIDE_WIDTH = 556, 1300
# The font of a reader may be wider than Arial: Noto Sans is, by six percent.
_ROOM: Final = 1.1
_BOLD: Final = 1.12

# Letters that begin a syllable together are not taken apart.
_CLUSTER: Final = re.compile(r"sch|ch|th|ph|sj|qu|[bdfgkptvw]r|[bfgkp]l")
_SYLLABLE: Final = re.compile(rf"(?:{_CLUSTER.pattern}|[bcdfghjklmnpqrstvwxz])[aeiouyáéíóúàèäëïöü]")
_LEAST_PART: Final = 4


def text_width(text: str, font: Font) -> float:
    """How wide `text` is at most, in pixels: an estimate for the fonts that readers have."""
    total = 0
    for character in text:
        width = _WIDTHS.get(character)
        total += _other_width(character) if width is None else width
    return total * font.size * _ROOM * (_BOLD if font.is_bold else 1) / 1000


def _other_width(character: str) -> int:
    if character.isascii():
        return _OTHER_WIDTH
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if kind == "So" or unicodedata.east_asian_width(character) in "WF":
        return _WIDE_WIDTH
    bare = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(bare, _OTHER_WIDTH)


def wrapped(text: str, width: float, font: Font) -> tuple[str, ...]:
    """`text` in lines of at most `width` pixels. A word that is longer than a line is broken, with a hyphen."""
    lines: list[str] = []
    line, room = "", width
    space = text_width(" ", font)
    for word in _printable(text).split():
        taken = text_width(word, font) + (space if line else 0)
        if taken <= room:
            line, room = f"{line} {word}" if line else word, room - taken
            continue
        if line:
            lines.append(line)
        *parts, line = _parts(word, width, font)
        lines += parts
        room = width - text_width(line, font)
    return (*lines, line) if line else tuple(lines)


def balanced(text: str, width: float, font: Font) -> tuple[str, ...]:
    """`text` wrapped in as few lines as `width` allows, of about the same length: no word alone on the last one."""
    lines = wrapped(text, width, font)
    for share in (0.7, 0.8, 0.9) if len(lines) > 1 else ():
        narrower = wrapped(text, width * share, font)
        if len(narrower) == len(lines) and " ".join(narrower) == " ".join(lines):
            return narrower
    return lines


def _printable(text: str) -> str:
    """The text without characters that XML does not know."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff" else character for character in text)


def _parts(word: str, width: float, font: Font) -> Iterator[str]:
    """A word in parts that each fit in a line."""
    while text_width(word, font) > width:
        end = _break(word, width, font)
        yield word[:end] if word[end - 1] in "-/–—" else f"{word[:end]}-"
        word = word[end:]
    yield word


def _break(word: str, width: float, font: Font) -> int:
    """How many characters of a word fit in a line, broken where it reads best: after its own hyphen, or between two syllables."""
    most = 1
    while most + 1 < len(word) and text_width(f"{word[: most + 1]}-", font) <= width:
        most += 1
    own = max(word.rfind(mark, 1, most) for mark in "-/–—") + 1
    if own > 1:
        return own
    # A letter such as İ is longer when it is small.
    small = word.lower() if len(word.lower()) == len(word) else word
    for end in range(min(most, len(word) - _LEAST_PART), _LEAST_PART - 1, -1):
        if word[end - 1].isalpha() and _SYLLABLE.match(small, end) and not _CLUSTER.match(small, end - 1):
            return end
    most = min(most, max(len(word) - _LEAST_PART, 1))
    # A hyphen must not part a sign from what belongs to it, such as the skin of an emoji.
    while most > 1 and unicodedata.category(word[most]) in ("Mn", "Me", "Cf", "Sk"):
        most -= 1
    return most


def shortened(text: str, width: float, font: Font, most_lines: int) -> tuple[tuple[str, ...], bool]:
    """`text` in at most `most_lines` lines, and whether something was left out; then the last line ends in an ellipsis."""
    lines = wrapped(text, width, font)
    if len(lines) <= most_lines:
        return lines, False
    last = lines[most_lines - 1].removesuffix("-")
    while last and text_width(f"{last}…", font) > width:
        last = last[:-1]
    return (*lines[: most_lines - 1], f"{last.rstrip(' ,:;')}…"), True


# The ways out of a question


@dataclass(frozen=True, slots=True)
class Way:
    """Answers to one question that lead to one target; `number` counts the ways of the question. `words` are said in full.

    It is taken when one of `conditions` holds (None always does), or for 'weet ik niet' when `is_unknown`.
    """

    number: int
    target: Target
    words: str
    conditions: tuple[Condition | None, ...]
    is_unknown: bool = False


def ways_of(tree: Tree, question: Question) -> tuple[Way, ...]:
    """The ways out of a question, to be read from above like its rules. Other questions are called by their number in the tree."""
    texts = [other.text for other in tree.questions.values()]
    # Of the question itself only the answers are said.
    shorter = {f"bij “{question.text}”: ": "", f"bij “{question.text}” is ": "", f"“{question.text}” is ": ""}
    shorter |= {f"“{text}”": f"vraag {number}" for number, text in enumerate(texts, start=1) if texts.count(text) == 1}
    said = [words for words, _ in rule_words(tree, question)]
    ways = []
    for number, rules in enumerate(_together(question)):
        words = _either([said[rule] or "" for rule in rules])
        for long, short in shorter.items():
            words = words.replace(long, short)
        conditions = tuple(question.rules[rule].condition for rule in rules)
        if None in conditions:
            words = "in alle andere gevallen" if number else "altijd"
        ways.append(Way(number, question.rules[rules[0]].target, words[:1].upper() + words[1:], conditions))
    if question.dont_know:
        ways.append(Way(len(ways), question.dont_know.target, question.dont_know.label, (), is_unknown=True))
    return tuple(ways)


def _together(question: Question) -> list[list[int]]:
    """The numbers of the rules, those together that lead to one target and lose nothing by being read together.

    A rule can go up to an earlier one when the rules between them can not hold at the same time: they are about other options.
    """
    groups: list[list[int]] = []
    for number, rule in enumerate(question.rules):
        earlier = next((group for group in reversed(groups) if question.rules[group[0]].target == rule.target), None)
        if earlier is not None and all(_excluded(question, rule, between) for between in question.rules[earlier[-1] + 1 : number]):
            earlier.append(number)
        else:
            groups.append([number])
    return groups


def _excluded(question: Question, rule: Rule, other: Rule) -> bool:
    """Whether two rules ask for different options of the question itself."""
    match rule.condition, other.condition:
        case AnswerIs(question.id, values), AnswerIs(question.id, other_values):
            return values.isdisjoint(other_values)
    return False


def _either(words: list[str]) -> str:
    """'A, b of c'; with semicolons when there are commas in the words themselves."""
    return "; of ".join(words) if any("," in one for one in words) else join_words(words, "of")


# Cards

CARD_WIDTH: Final = 304
"""As wide as fits on a phone."""
MOST_LABEL_LINES: Final = 2
LOOSE_WORDS: Final = "Hier leidt geen antwoord heen"

# From the left side of a card: the road, the words of a question, of an answer, the box of an outcome, and the words in it.
_ROAD, _QUESTION_LEFT, _LABEL_LEFT, _BOX_LEFT, _BOX_WORDS_LEFT = 26, 54, 46, 50, 94
_PAD, _BETWEEN_WAYS, _ABOVE_BOX, _TURN = 14, 18, 8, 8
_STOP, _EXIT, _HALT = 16, 13, 5
_EXIT_LEFT: Final = CARD_WIDTH - _EXIT - 1
_ARROW, _HALF_ARROW = 11, 5
_AROUND: Final = 12
"""Room around a card that lines stay out of."""

# The signs of the verdicts, as in templates/components.html, 32 by 32.
_ICON: Final = 24
_ROUND: Final = '<circle class="verdict__shape" cx="16" cy="16" r="15"/>'
_ICONS: Final = {
    "ja": (_ROUND, '<path d="m9 16.5 5 5 9-10.5"/>'),
    "nee": (_ROUND, '<path d="m10.5 10.5 11 11m0-11-11 11"/>'),
    "advies": (_ROUND, '<path d="M8.5 16h14m-6-6 6 6-6 6"/>'),
    "let-op": ('<path class="verdict__shape" d="M16 2.5 31 29H1z" stroke-linejoin="round"/>', '<path d="M16 12v8m0 4.6v.1"/>'),
    "direct-handelen": ('<path class="verdict__shape" d="M10 1h12l9 9v12l-9 9H10l-9-9V10z"/>', '<path d="M16 8v10m0 5.6v.1"/>'),
}
_FORK: Final = '<path class="picture__fork" d="M16 4v7c0 8-9 6-9 15m9-15c0 8 9 6 9 15"/>'


@dataclass(frozen=True, slots=True)
class _Box:
    """A node where it stands on its card. `name` is what a screen reader says, `markup` what is drawn."""

    node: Target
    kind: str
    name: str
    markup: str
    bottom: int


@dataclass(frozen=True, slots=True)
class _DrawnWay:
    """A way where it stands on its card: its stop on the road, its words, and where it leads.

    It leads to a `box` by an arrow with point `arrow`, or leaves the card, `leaves_at` from above, by the number in `sign`. `own` is
    the line from the stop before it, `whole` the line from the question. `tip` are its words when they stand there shortened or
    broken.
    """

    way: Way
    stop: int
    label: str
    tip: str
    own: str
    whole: str
    box: _Box | None
    arrow: str
    leaves_at: int
    sign: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A question with its ways; or, without them, the outcomes (`loose`) that no answer leads to."""

    question_id: str
    box: _Box | None
    ways: tuple[_DrawnWay, ...]
    loose: tuple[_Box, ...]
    height: int


def _escaped(text: str) -> str:
    return escape(_printable(text))


def _text(lines: Sequence[str], x: float, y: float, font: Font, kind: str) -> str:
    """Lines of text; `y` is the baseline of the first."""
    spans = " ".join(f'<tspan x="{x:g}" y="{y + number * font.line:g}">{escape(line)}</tspan>' for number, line in enumerate(lines))
    return f'<text class="picture__{kind}" fill="currentColor" stroke="none">{spans}</text>'


def _numbered(x: int, y: int, radius: int, number: int) -> str:
    """The stop of a question, or a sign to it."""
    return (
        f'<circle class="picture__stop" cx="{x}" cy="{y}" r="{radius}"/>'
        f'<text class="picture__number" fill="currentColor" stroke="none" text-anchor="middle" x="{x}" y="{y + 5}">{number}</text>'
    )


def anchor(question_id: str) -> str:
    """The id, in a page, of a question in the picture."""
    return f"plaatje-vraag-{question_id}"


@dataclass
class _Drafter:
    """Measures the cards of one tree."""

    tree: Tree
    other_titles: Mapping[str, str]

    def __post_init__(self) -> None:
        self.numbers = {id: number for number, id in enumerate(self.tree.questions, start=1)}

    def card(self, question: Question) -> _Card:
        box = self.question_box(question)
        ways: list[_DrawnWay] = []
        before = y = box.bottom
        for way in ways_of(self.tree, question):
            drawn, y = self.way(way, box.bottom, before, y)
            before = drawn.stop
            ways.append(drawn)
        return _Card(question.id, box, tuple(ways), (), y)

    def loose_card(self, outcomes: Iterable[Outcome]) -> _Card:
        boxes: list[_Box] = []
        y = TEXT_FONT.line
        for outcome in outcomes:
            boxes.append(self.end_box(Target("uitkomst", outcome.id), y + _ABOVE_BOX))
            y = boxes[-1].bottom
        return _Card("", None, (), tuple(boxes), y)

    def question_box(self, question: Question) -> _Box:
        number = self.numbers[question.id]
        lines = balanced(question.text, CARD_WIDTH - _QUESTION_LEFT - _PAD, QUESTION_FONT)
        middle = _PAD + _STOP
        bottom = 2 * middle + QUESTION_FONT.line * (max(len(lines), 1) - 1)
        markup = (
            f'<rect class="picture__box" x="1" y="1" width="{CARD_WIDTH - 2}" height="{bottom - 2}" rx="6"/>'
            f'<path class="picture__line" d="M{_ROAD} {middle}V{bottom}"/>{_numbered(_ROAD, middle, _STOP, number)}'
            f"{_text(lines, _QUESTION_LEFT, middle + 5.5, QUESTION_FONT, 'question')}"
        )
        return _Box(Target("vraag", question.id), "question", f"Vraag {number}: {question.text}", markup, bottom)

    def way(self, way: Way, question_bottom: int, before: int, y: int) -> tuple[_DrawnWay, int]:
        """A way drawn from `y` downward, and where it ends. `before` is the stop above it."""
        y += _BETWEEN_WAYS
        stop = y + TEXT_FONT.line // 2
        lines, is_short = shortened(way.words, CARD_WIDTH - _LABEL_LEFT, TEXT_FONT, MOST_LABEL_LINES)
        y += len(lines) * TEXT_FONT.line
        box, arrow, leaves_at, sign = None, "", 0, ""
        if way.target.kind == "vraag":
            middle = leaves_at = y + _EXIT
            bottom, right = middle + _EXIT, _EXIT_LEFT - _EXIT
            sign = self.exit_sign(way.target.id, middle)
        else:
            box = self.end_box(way.target, y + _ABOVE_BOX)
            bottom, right = box.bottom, _BOX_LEFT - _ARROW
            middle = (y + _ABOVE_BOX + bottom) // 2
            arrow = f"M{_BOX_LEFT} {middle}l-{_ARROW} -{_HALF_ARROW}v{2 * _HALF_ARROW}z"
        turn = f"V{middle - _TURN}q0 {_TURN} {_TURN} {_TURN}H{right}"
        drawn = _DrawnWay(
            way=way,
            stop=stop,
            label=_text(lines, _LABEL_LEFT, stop + 5, TEXT_FONT, "label"),
            tip=way.words if is_short or any(line.endswith("-") for line in lines) else "",
            own=f"M{_ROAD} {before}{turn}",
            whole=f"M{_ROAD} {question_bottom}{turn}",
            box=box,
            arrow=arrow,
            leaves_at=leaves_at,
            sign=sign,
        )
        return drawn, bottom

    def exit_sign(self, question_id: str, y: int) -> str:
        """The number of the question where a way leads; it brings the reader there."""
        number = self.numbers[question_id]
        name = _escaped(f"Naar vraag {number}: {self.tree.questions[question_id].text}")
        return f'<a class="picture__exit" href="#{anchor(question_id)}" aria-label="{name}">{_numbered(_EXIT_LEFT, y, _EXIT, number)}</a>'

    def end_box(self, node: Target, y: int) -> _Box:
        """An outcome, or another tree, from `y` downward. One that does not exist is called by its name in the file."""
        outcome = self.tree.outcomes.get(node.id) if node.kind == "uitkomst" else None
        name, kind, right = node.id, "outcome", CARD_WIDTH - _PAD
        if outcome:
            name, kind = _said(outcome), f"outcome picture__node--{outcome.verdict}"
        elif node.kind == "boom":
            name, kind, right = f"Verder in: {self.other_titles.get(node.id, node.id)}", "tree", right - _PAD
        lines = balanced(name, right - _BOX_WORDS_LEFT, TEXT_FONT)
        height = max(_ICON, TEXT_FONT.line * len(lines)) + 22
        middle = y + height / 2
        words = _text(lines, _BOX_WORDS_LEFT, middle + 5 - TEXT_FONT.line * (len(lines) - 1) / 2, TEXT_FONT, "end")
        shape = _tree_shape(y, height) if node.kind == "boom" else _outcome_shape(y, height)
        return _Box(node, kind, name, f"{shape}{_icon(outcome, middle)}{words}", y + height)


def _said(outcome: Outcome) -> str:
    """The title of an outcome, with the word of its verdict in front when it does not begin with it."""
    word = VERDICT_WORDS[outcome.verdict]
    return outcome.title_alone if re.match(rf"{word}\b", outcome.title_alone, re.IGNORECASE) else f"{word}: {outcome.title_alone}"


def _outcome_shape(y: int, height: int) -> str:
    return f'<rect class="picture__box" x="{_BOX_LEFT}" y="{y}" width="{CARD_WIDTH - _BOX_LEFT - 1}" height="{height}" rx="22"/>'


def _tree_shape(y: int, height: int) -> str:
    """A signpost: the road goes on."""
    point = CARD_WIDTH - 1
    return f'<path class="picture__box" d="M{_BOX_LEFT} {y}H{point - _PAD}L{point} {y + height / 2:g}L{point - _PAD} {y + height}H{_BOX_LEFT}z"/>'


def _icon(outcome: Outcome | None, middle: float) -> str:
    place = f'transform="translate({_BOX_LEFT + 11} {middle - _ICON / 2:g}) scale({_ICON / 32:g})"'
    if outcome is None:
        return f"<g {place}>{_FORK}</g>"
    shape, sign = _ICONS[outcome.verdict]
    return f'<g class="verdict verdict--{outcome.verdict}" {place}>{shape}<g class="verdict__sign">{sign}</g></g>'


# Placing the cards

_MARGIN: Final = 4
_ABOVE_START: Final = 34
NARROW: Final = 2 * CARD_WIDTH + 100
MOST_DOWN: Final = 20
"""A tree of at most this many cards that is no wider than this when it goes down, goes down; another goes down and to the right."""

# Graphviz keeps things for a whole process; two threads must not use it at the same time.
_graphviz = threading.Lock()

_Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Exit:
    """A way from card number `start`, `leaves_at` from its top, to card number `end`."""

    start: int
    leaves_at: int
    end: int


@dataclass(frozen=True, slots=True)
class _Places:
    """The size of the whole, the top left corner of each card, and the points of each line, in Bézier curves."""

    width: float
    height: float
    corners: tuple[_Point, ...]
    lines: tuple[tuple[_Point, ...], ...]


def _dot(cards: Sequence[_Card], exits: Sequence[_Exit], start: int, *, is_down: bool) -> str:
    """The cards and the lines between them in the language of Graphviz.

    A card is a table of empty cells of fixed size, so that no text is measured, with a port at each place where a line begins or
    ends. Lines that nobody sees guide the rest. They tie cards that nothing leads to. Going down, each question stands straight above
    the one that its first exit leads to. Going to the right, a line runs straight from the first question to a node behind everything,
    and all else stays below it, which brings the first question to the top left corner.
    """
    nodes = []
    for number, card in enumerate(cards):
        rows = "".join(_rows(card.height, sorted({exit.leaves_at for exit in exits if exit.start == number})))
        nodes.append(f'c{number} [label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>>];')
    guides = [f"c{start} -> c{number} [weight=0]" for number in sorted(set(range(len(cards))) - _reached(start, exits))]
    if is_down:
        look, arrive = "rankdir=TB; ordering=out; nodesep=0.3; ranksep=0.5;", "above:n"
        first = {exit.start: exit.end for exit in reversed(exits)}
        guides += [f"c{above}:road:s -> c{below}:above:n [weight=100]" for above, below in first.items()]
    else:
        look, arrive = 'rankdir=LR; nodesep=0.3; ranksep=0.75; { rank=sink; wall [label="" shape=point width=0.01] }', "road:w"
        guides.append(f"c{start}:road:e -> wall [weight=100]")
    unseen = "".join(f"{guide} [id=guide style=invis]; " for guide in guides)
    lines = [f'c{exit.start}:y{exit.leaves_at}:e -> c{exit.end}:{arrive} [id="{number}"];' for number, exit in enumerate(exits)]
    return f"digraph {{ {look} node [shape=plain]; edge [arrowhead=none]; {' '.join(nodes)} {unseen} {' '.join(lines)} }}"


def _reached(start: int, exits: Sequence[_Exit]) -> set[int]:
    """The cards that lines from `start` lead to."""
    reached, waiting = {start}, [start]
    while waiting:
        card = waiting.pop()
        following = {exit.end for exit in exits if exit.start == card} - reached
        reached |= following
        waiting += following
    return reached


def _rows(height: int, exits: Sequence[int]) -> Iterator[str]:
    """The rows of a card with some room around it: two where the road begins, one around each exit, and what lies between."""
    width, left, top = CARD_WIDTH + 2 * _AROUND, 2 * (_ROAD + _AROUND), 2 * (_PAD + _STOP)

    def cell(width: int, height: int, port: str, columns: int = 1) -> str:
        return f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}" PORT="{port}" COLSPAN="{columns}"></TD>'

    def row(height: int, port: str) -> str:
        return f"<TR>{cell(width, height, port, 2)}</TR>" if height > 0 else ""

    for port, of_height in (("above", _AROUND), ("road", top)):
        yield f"<TR>{cell(left, of_height, port)}{cell(width - left, of_height, 'beside')}</TR>"
    y = top
    for exit in exits:
        yield row(exit - _EXIT - y, "between") + row(2 * _EXIT, f"y{exit}")
        y = exit + _EXIT
    yield row(height + _AROUND - y, "rest")


def _placed(cards: Sequence[_Card], exits: Sequence[_Exit], start: int, *, is_down: bool) -> _Places:
    with _graphviz:
        graph = AGraph(string=_dot(cards, exits, start, is_down=is_down))
        graph.layout("dot")
        _, _, width, height = (float(number) for number in graph.graph_attr["bb"].split(","))

        def point(text: str) -> _Point:
            x, y = text.split(",")
            return float(x), height - float(y)

        corners = []
        for number, card in enumerate(cards):
            x, y = point(graph.get_node(f"c{number}").attr["pos"])
            corners.append((x - CARD_WIDTH / 2, y - card.height / 2))
        lines: dict[str, tuple[_Point, ...]] = {}
        for edge in graph.edges_iter():
            lines[edge.attr["id"]] = tuple(point(one) for one in edge.attr["pos"].split())
        graph.close()
    return _Places(width, height, tuple(corners), tuple(lines[str(number)] for number in range(len(exits))))


@dataclass(frozen=True, slots=True)
class _Line:
    """A way from one card to another, with the point of its arrow."""

    question_id: str
    way: Way
    curve: str
    arrow: str


def _line(question_id: str, way: Way, points: Sequence[_Point], *, is_down: bool) -> _Line:
    """The line, lengthened over the room around the cards."""
    (x, y), *curves = points
    end_x, end_y = curves[-1]
    if is_down:
        end, arrow = f"V{end_y + 1:.1f}", f"M{end_x:.1f} {end_y + _AROUND:.1f}l-{_HALF_ARROW} -{_ARROW}h{2 * _HALF_ARROW}z"
    else:
        end, arrow = f"H{end_x + 1:.1f}", f"M{end_x + _AROUND:.1f} {end_y:.1f}l-{_ARROW} -{_HALF_ARROW}v{2 * _HALF_ARROW}z"
    return _Line(question_id, way, f"M{x - _AROUND:.1f} {y:.1f}H{x:.1f}C{' '.join(f'{x:.1f} {y:.1f}' for x, y in curves)}{end}", arrow)


# Showing


@dataclass(frozen=True, slots=True)
class _Road:
    """What a walk says of the picture: the ways taken (question and number), the answers in words, and where the road ends."""

    taken: frozenset[tuple[str, int]]
    answers: Mapping[str, str]
    here: Target | None


_NO_ROAD: Final = _Road(frozenset(), {}, None)


def _end(found: Walk) -> Target:
    match found.end:
        case Jump(tree_id):
            return Target("boom", tree_id)
        case Outcome() as outcome:
            return Target("uitkomst", outcome.id)
        case DeadEnd(question) | (Question() as question):
            return Target("vraag", question.id)


def _road(found: Walk, ways: Mapping[str, Sequence[Way]]) -> _Road:
    here = _end(found)
    places = [*(Target("vraag", stop.question.id) for stop in found.road[1:]), here]
    known: dict[str, Value] = {REFERENCE_DATE: found.on}
    taken = set()
    for stop, place in zip(found.road, places, strict=False):
        id = stop.question.id
        known[id] = stop.value
        possible = [way for way in ways[id] if way.target == place and way.is_unknown == (stop.value == DONT_KNOW)]
        if len(possible) > 1:
            possible = [way for way in possible if _holds(way, found.tree, known)]
        taken |= {(id, way.number) for way in possible[:1]}
    return _Road(frozenset(taken), {stop.question.id: stop.question.words(stop.value) for stop in found.road}, here)


def _holds(way: Way, tree: Tree, known: Known) -> bool:
    return any(condition is None or compile_condition(condition, tree.facts)(known) for condition in way.conditions)


_NO_MARKS: Final[Mapping[Target, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Picture:
    """A tree laid out, for all readers. `width` and `height` are its natural size.

    Nodes are called by their `Target`: a question, an outcome, or another tree.
    """

    title: str
    overview_url: str
    start: str
    width: int
    height: int
    cards: tuple[tuple[float, float, _Card], ...]
    lines: tuple[_Line, ...]

    def svg(self, links: Mapping[Target, str], found: Walk | None = None, marks: Mapping[Target, str] = _NO_MARKS) -> Markup:
        """The picture as an element to put in a page.

        `links` are the addresses of the nodes; a node without one is no link. The road of `found` is marked. `marks` are words such as
        'fout', shown at their node with a class of that name.
        """
        return Markup(self._written(links, found, marks, ""))  # noqa: S704 - escaped piece by piece

    def document(self, stylesheet: str, links: Mapping[Target, str], found: Walk | None = None, marks: Mapping[Target, str] = _NO_MARKS) -> str:
        """The same as an XML document by itself, which looks as the stylesheet at address `stylesheet` says."""
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="{_escaped(stylesheet)}"?>\n'
        return head + self._written(links, found, marks, ' lang="nl"')

    def _written(self, links: Mapping[Target, str], found: Walk | None, marks: Mapping[Target, str], attributes: str) -> str:
        ways = {card.question_id: [way.way for way in card.ways] for _, _, card in self.cards}
        pen = _Pen(links, _road(found, ways) if found else _NO_ROAD, marks, self.start)
        # Where the stylesheet is not at hand, as in an image that was saved, the attributes of the group keep it legible.
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="group" aria-labelledby="plaatje-titel" aria-describedby="plaatje-uitleg"'
            f' viewBox="0 0 {self.width} {self.height}" width="{self.width / 16:g}rem" height="{self.height / 16:g}rem"{attributes}>'
            f'<title id="plaatje-titel">Plaatje van de beslisboom: {_escaped(self.title)}</title>'
            f'<desc id="plaatje-uitleg">Alles wat hier staat, staat ook als tekst in het overzicht: {_escaped(self.overview_url)}</desc>'
            '<g fill="none" stroke="currentColor" font-family="sans-serif" font-size="15">'
        )
        lines = sorted(self.lines, key=lambda line: pen.is_taken(line.question_id, line.way))
        return "".join((head, *(pen.line(line) for line in lines), *(pen.card(card, x, y) for x, y, card in self.cards), "</g></svg>"))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes a picture for one reader. The road taken comes last among lines, to lie on top; what is read stays in its order."""

    links: Mapping[Target, str]
    road: _Road
    marks: Mapping[Target, str]
    start: str

    def is_taken(self, question_id: str, way: Way) -> bool:
        return (question_id, way.number) in self.road.taken

    def way_class(self, question_id: str, way: Way) -> str:
        unknown = " picture__way--unknown" if way.is_unknown else ""
        return f"picture__way{unknown}{' picture__way--taken' if self.is_taken(question_id, way) else ''}"

    def line(self, line: _Line) -> str:
        kind = self.way_class(line.question_id, line.way)
        return f'<g class="{kind}"><path class="picture__line" d="{line.curve}"/><path class="picture__arrow" d="{line.arrow}"/></g>'

    def line_on_card(self, question_id: str, way: _DrawnWay) -> str:
        course = way.whole if self.is_taken(question_id, way.way) else way.own
        arrow = f'<path class="picture__arrow" d="{way.arrow}"/>' if way.arrow else ""
        return f'<g class="{self.way_class(question_id, way.way)}"><path class="picture__line" d="{course}"/>{arrow}</g>'

    def card(self, card: _Card, x: float, y: float) -> str:
        id = card.question_id
        parts = [f'<g class="picture__card" transform="translate({x:.1f} {y:.1f})">']
        if id == self.start:
            parts.append(f'<path class="picture__start" d="M{_ROAD} -20V0"/><circle class="picture__begin" cx="{_ROAD}" cy="-24" r="7"/>')
        parts += [self.line_on_card(id, way) for way in sorted(card.ways, key=lambda way: self.is_taken(id, way.way))]
        if card.box:
            parts.append(self.node(card.box, is_here=self.road.here == card.box.node, is_taken=id in self.road.answers, attributes=f' id="{anchor(id)}"'))
        parts += [self.way(id, way) for way in card.ways]
        if card.loose:
            parts.append(_text([LOOSE_WORDS], _BOX_LEFT, TEXT_FONT.line - 5, TEXT_FONT, "label"))
        parts += [self.node(box) for box in card.loose]
        return "".join((*parts, "</g>"))

    def way(self, question_id: str, way: _DrawnWay) -> str:
        is_taken = self.is_taken(question_id, way.way)
        words = f'<g role="img"><title>{_escaped(way.tip)}</title>{way.label}</g>' if way.tip else way.label
        leads_to = self.node(way.box, is_here=is_taken, is_taken=is_taken) if way.box else way.sign
        target = way.way.target
        return (
            f'<g class="{self.way_class(question_id, way.way)}" data-from="{_escaped(question_id)}" data-to="{_escaped(target.kind)}:{_escaped(target.id)}">'
            f'<circle class="picture__halt" cx="{_ROAD}" cy="{way.stop}" r="{_HALT}"/>{words}{leads_to}</g>'
        )

    def node(self, box: _Box, *, is_here: bool = False, is_taken: bool = False, attributes: str = "") -> str:
        href, mark, answer = self.links.get(box.node), self.marks.get(box.node, ""), self.road.answers.get(box.node.id, "")
        kind = f"picture__node picture__node--{box.kind}{' picture__node--taken' if is_taken else ''}{' picture__node--here' if is_here else ''}"
        name = box.name
        if answer and box.node.kind == "vraag":
            name += f" Uw antwoord: {answer}."
        if mark:
            name += f" ({mark})"
        element, link = ("g", ' role="img"') if href is None else ("a", f' href="{_escaped(href)}"')
        current = ' aria-current="step"' if is_here else ""
        return f'<{element} class="{kind}"{attributes}{link}{current} aria-label="{_escaped(name)}">{box.markup}{_tag(mark, box.bottom)}</{element}>'


def _tag(mark: str, bottom: int) -> str:
    """A mark on the lower edge of a node."""
    if not mark:
        return ""
    width = math.ceil(text_width(mark, NOTE_FONT)) + 16
    left = CARD_WIDTH - 14 - width
    return (
        f'<g class="picture__mark picture__mark--{_escaped(mark)}"><rect class="picture__tag" x="{left}" y="{bottom - 11}" width="{width}" height="22" rx="4"/>'
        f'<text class="picture__tag-words" fill="currentColor" stroke="none" text-anchor="middle" x="{left + width / 2:g}" y="{bottom + 5}">{_escaped(mark)}</text></g>'
    )


def draw(tree: Tree, other_titles: Mapping[str, str]) -> Picture:
    """Lay out the picture of `tree`. `other_titles` are the titles of the other trees, by id.

    A tree with faults is drawn too: with circles, questions and outcomes that nothing leads to, and targets that do not exist.
    """
    drafter = _Drafter(tree, other_titles)
    cards = [drafter.card(question) for question in tree.questions.values()]
    led_to = {way.way.target for card in cards for way in card.ways}
    loose = [outcome for outcome in tree.outcomes.values() if Target("uitkomst", outcome.id) not in led_to]
    if loose:
        cards.append(drafter.loose_card(loose))
    number = {id: number for number, id in enumerate(tree.questions)}
    leaving = [(card.question_id, way) for card in cards for way in card.ways if way.leaves_at]
    exits = [_Exit(number[id], way.leaves_at, number[way.way.target.id]) for id, way in leaving]
    start = number[tree.start]
    places = _placed(cards, exits, start, is_down=True) if len(cards) <= MOST_DOWN else None
    is_down = places is not None and places.width <= NARROW
    if places is None or not is_down:
        places = _placed(cards, exits, start, is_down=False)
    left, top = _MARGIN, _MARGIN + _ABOVE_START
    return Picture(
        title=tree.title,
        overview_url=f"{tree.url}/overzicht",
        start=tree.start,
        width=math.ceil(places.width) + 2 * _MARGIN,
        height=math.ceil(places.height) + top + _MARGIN,
        cards=tuple((x + left, y + top, card) for (x, y), card in zip(places.corners, cards, strict=True)),
        lines=tuple(
            _line(id, way.way, [(x + left, y + top) for x, y in points], is_down=is_down) for (id, way), points in zip(leaving, places.lines, strict=True)
        ),
    )


@dataclass
class PictureShelf:
    """Draws trees, and remembers the pictures. Trees are told apart by their ids; of each the last picture is kept."""

    _drawn: dict[str, tuple[Tree, Mapping[str, str], Picture]] = field(default_factory=dict)

    def picture(self, tree: Tree, other_titles: Mapping[str, str]) -> Picture:
        """What `draw` gives; drawn again when the tree or a title has changed."""
        known = self._drawn.get(tree.id)
        if known is None or known[0] is not tree or known[1] != other_titles:
            known = self._drawn[tree.id] = (tree, dict(other_titles), draw(tree, other_titles))
        return known[2]


def links_of(published: PublishedTree, found: Walk, answers: Answers, around: Around) -> dict[Target, str]:
    """The addresses of the nodes of a picture, for a reader who gave `answers`, which lead to `found`.

    A question on the road opens with those answers; another one with those of an example, as in the overview, or, in a sensitive tree,
    at the start. An outcome has its own address.
    """
    tree = published.tree
    links = {Target("uitkomst", id): outcome_url(tree.id, id) for id in tree.outcomes}
    for question in tree.questions.values():
        links |= {arrow.target: f"/{KIND}/{arrow.target.id}" for arrow in arrows(question) if arrow.target.kind == "boom"}
        links[Target("vraag", question.id)] = question_url(published, question, around)
    for stop in found.road:
        links[Target("vraag", stop.question.id)] = around.step_url(answers, stop.question.id)
    if isinstance(found.end, Question):
        links[_end(found)] = around.step_url(answers, "")
    return links
