"""What is wrong with the editors' word data, said at its place: synonyms that lead nowhere, and different words that became the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from knowledge.findable import Findable
from knowledge.problems import Problem, Severity
from knowledge.yaml_files import YamlFile
from knowledge.yaml_source import Place
from search_index.analysis import Analyser
from search_index.combined_field import page_terms, piece_terms
from search_index.folding import fold
from search_index.lexicon import full_lexicon
from search_index.spelling import all_words
from search_index.word_data import SynonymsSource, WordDataReading, WordsSource


def word_problems(reading: WordDataReading, findables: Iterable[Findable]) -> Iterator[Problem]:
    """All problems of the word data besides its form; takes a second or two, for it loads all of Dutch."""
    if reading.synonyms is None and reading.words is None:
        return
    everything = tuple(findables)
    analyser = Analyser(full_lexicon(reading.data, all_words(everything)))
    known = {term for one in everything for term in page_terms(one, piece_terms(one, analyser), analyser)}
    if reading.synonyms is not None and reading.synonyms.source is not None:
        yield from _synonym_problems(reading.synonyms, reading.synonyms.source, analyser, known)
    if reading.words is not None and reading.words.source is not None:
        yield from _word_problems(reading.words, reading.words.source, analyser)


def _synonym_problems(file: YamlFile[SynonymsSource], source: SynonymsSource, analyser: Analyser, known: set[str]) -> Iterator[Problem]:
    def is_found(phrase: str) -> bool:
        terms = analyser.phrase(phrase)
        return bool(terms) and known.issuperset(terms)

    for number, group in enumerate(source.same):
        if not any(map(is_found, group)):
            yield _problem(file, ("hetzelfde", number), Severity.WARNING, "Geen van deze woorden staat op een pagina, dus dit rijtje leidt nergens heen.")
    for number, entry in enumerate(source.also):
        for index, phrase in enumerate(entry.also):
            if not is_found(phrase):
                yield _problem(
                    file, ("zoek_ook", number, "ook", index), Severity.WARNING, f'"{phrase}" staat op geen enkele pagina, dus dit leidt nergens heen.'
                )


def _word_problems(file: YamlFile[WordsSource], source: WordsSource, analyser: Analyser) -> Iterator[Problem]:
    term = analyser.lexicon.term
    for number, group in enumerate(source.different):
        for one, other in combinations(group, 2):
            if term(fold(one)) == term(fold(other)):
                message = f'"{one}" en "{other}" worden als hetzelfde woord gezocht. Haal een van de twee uit een familie of uitzondering, of zet er een uitzondering bij.'
                yield _problem(file, ("verschillend", number), Severity.ERROR, message)
    for number, family in enumerate(source.families):
        if len({analyser.lexicon.alone(fold(word)) for word in family}) == 1:
            yield _problem(file, ("families", number), Severity.HINT, "Deze woorden zijn ook zonder deze familie al hetzelfde. Zij kan weg.")


def _problem(file: YamlFile[SynonymsSource] | YamlFile[WordsSource], place: Place, severity: Severity, message: str) -> Problem:
    mark = file.document.mark(place)
    return Problem(file.path, mark.line, mark.column, severity, message)
