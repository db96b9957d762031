"""What editors learn from what was searched: what found nothing, what had to be corrected, and what nobody chose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.dutch_dates import dutch_day, dutch_number
from knowledge.front_matter import KIND_NAMES
from search_index.redaction import LEFT_OUT
from search_index.usage import OFTEN, Asked, Usage

# Of a list that is not what the report is for, this much is enough to begin with.
MOST_SHOWN = 20


def _times(count: int) -> str:
    return f"{dutch_number(count)} keer"


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{title}:{'' if lines else ' dat kwam niet voor.'}"
    yield from lines


def _table(found: Sequence[tuple[str, int]], most: int | None = None) -> list[str]:
    shown = found[:most]
    width = max((len(_times(times)) for _, times in shown), default=0)
    lines = [f"  {_times(times):>{width}}  {text}" for text, times in shown]
    return [*lines, f"  en nog {dutch_number(len(found) - len(shown))} andere"] if len(found) > len(shown) else lines


def _questions(asked: Sequence[Asked], most: int | None = None) -> list[str]:
    return _table([(f"{one.text} → {one.searched}" if one.searched else one.text, one.times) for one in asked], most)


def report(usage: Usage, *, on: bool) -> Iterator[str]:
    """The lines of the report; `on` says whether searches are counted now."""
    if not on:
        yield "Het tellen van zoekvragen staat uit (COUNT_SEARCHES)."
    if not usage.total:
        yield "Er is niets geteld." if not on else "Er is nog niets geteld. Zodra iemand zoekt, staat het hier."
        return
    yield f"Van {dutch_day(usage.since)} tot en met {dutch_day(usage.until)} is {_times(usage.total)} gezocht, waarvan {_times(usage.unfound)} zonder resultaat."
    if usage.not_kept:
        yield f"{_times(usage.not_kept)} is de tekst niet bewaard: er stond een e-mailadres in, hij leek op een lijst met namen, of hij was heel lang."
    unanswered = _questions(usage.unanswered)
    if usage.left_out:
        unanswered.append(f"  Verder {_times(usage.left_out)} een vraag waarvan geen woord is bewaard.")
    yield from _part("Niets gevonden", unanswered)
    yield from _part("Gevonden nadat een woord was verbeterd", _questions(usage.corrected, MOST_SHOWN))
    yield from _part(
        f"Wel gevonden, maar niemand koos een resultaat ({OFTEN} keer of vaker gezocht; soms staat het antwoord al in de lijst)",
        _questions(usage.unchosen, MOST_SHOWN),
    )
    kinds = [(KIND_NAMES[kind][1] if kind in KIND_NAMES else kind, times) for kind, times in usage.kinds]
    yield from _part("Gekozen resultaten, naar soort", _table(kinds))
    yield ""
    yield f"‘{LEFT_OUT}’ staat voor een getal, of voor woorden die niet op de site en niet in het woordenboek staan: een tikfout, of een naam."
