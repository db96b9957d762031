"""YAML as editors mean it: text stays text, and what is wrong has a place."""

from __future__ import annotations

import pytest

from knowledge.yaml_source import MAX_DEPTH, MAX_NODES, Mark, YamlError, parse_yaml


@pytest.mark.parametrize(
    "written", ["3:40", "12:30:45", "no", "nee", "ja", "on", "1e3", "0x1F", "012", "1_000", "2026-11-24", "~", "null", ".5", "true", "1.10"]
)
def test_what_an_editor_writes_stays_the_text_it_was(written: str) -> None:
    assert parse_yaml(f"tijd: {written}").data == {"tijd": written}


def test_a_key_stays_text_too() -> None:
    assert parse_yaml("3: a\nno: b\nja: c").data == {"3": "a", "no": "b", "ja": "c"}


@pytest.mark.parametrize(("written", "value"), [("", None), ("''", ""), ('""', ""), ("|\n  a\n  b\n", "a\nb\n"), (">\n  a\n  b\n", "a b\n"), ('! "x"', "x")])
def test_nothing_differs_from_an_empty_text(written: str, value: str | None) -> None:
    assert parse_yaml(f"veld: {written}").data == {"veld": value}


def test_lists_and_mappings_are_plain() -> None:
    assert parse_yaml("a: [1, {b: 2}]\nc:\n  - d\n  -\n").data == {"a": ["1", {"b": "2"}], "c": ["d", None]}


@pytest.mark.parametrize("text", ["", "# alleen commentaar", "---\n"])
def test_an_empty_document_holds_nothing(text: str) -> None:
    assert parse_yaml(text).data is None


def test_every_key_and_value_keeps_its_place() -> None:
    document = parse_yaml("titel: A\nlijst:\n  - een\n  - {naam: twee}\n", first_line=2)
    assert document.mark(("titel",)) == Mark(2, 8)
    assert document.mark(("titel",), of_key=True) == Mark(2, 1)
    assert document.mark(("lijst", 1, "naam")) == Mark(5, 12)
    assert document.mark(("lijst", 1, "naam"), of_key=True) == Mark(5, 6)


def test_the_place_of_what_is_missing_is_the_nearest_around_it() -> None:
    document = parse_yaml("lijst:\n  - {naam: een}\n")
    assert document.mark(("lijst", 0, "bestaat", "niet")) == Mark(2, 5)
    assert document.mark(("nergens",)) == Mark(1, 1)


def test_a_key_given_twice_is_reported_at_the_second_and_the_first_counts() -> None:
    document = parse_yaml("titel: eerste\ntitel: tweede\nrij: {a: 1, a: 2, a: 3}")
    assert document.data == {"titel": "eerste", "rij": {"a": "1"}}
    assert document.duplicates == [
        (Mark(2, 1), '"titel" staat hier twee keer. Haal er één weg.'),
        (Mark(3, 13), '"a" staat hier twee keer. Haal er één weg.'),
        (Mark(3, 19), '"a" staat hier twee keer. Haal er één weg.'),
    ]
    assert document.mark(("titel",)) == Mark(1, 8)


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("a: &anker 1\nb: *anker", 1, 4, "& en *"),
        ("a: 1\nb: *anker", 2, 4, "& en *"),
        ("a: !!python/object:os.system x", 1, 4, "YAML-typen"),
        ("a: !eigen x", 1, 4, "YAML-typen"),
        ("a: !!map {b: 1}", 1, 4, "YAML-typen"),
        ("? [a, b]\n: c", 1, 3, "geen lijst of rijtje"),
        ("a: 1\n---\nb: 2", 2, 1, "tweede YAML-document"),
        ("a: b: c", 1, 5, "dubbele punt"),
        ("a:\n\tb: 1", 2, 1, "tabs"),
        ("a: 'open", 1, 4, "aanhalingsteken"),
        ("a: [1, 2\n", 2, 1, "niet gesloten"),
        ("a: 1\n b: 2", 2, 3, "dubbele punt"),
        ("a:\n  - 1\n - 2", 3, 2, "inspringing"),
        ('a: "\\k"', 1, 5, "schuine streep"),
        ("a: b\x07c", 1, 1, "onzichtbaar"),
        ("%YAML 9.9\n---\na: 1", 1, 1, "geen geldige YAML"),
        ("*", 1, 2, "geen geldige YAML"),
    ],
)
def test_what_can_not_be_read_has_a_place_and_a_sentence(text: str, line: int, column: int, sentence: str) -> None:
    with pytest.raises(YamlError, match=sentence.replace("*", r"\*")) as caught:
        parse_yaml(text)
    assert caught.value.mark.line == line
    assert abs(caught.value.mark.column - column) <= 1
    assert str(caught.value).endswith(".")


def test_the_place_of_a_fault_counts_from_the_first_line_of_the_file() -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml("a: 1\nb: c: d", first_line=10)
    assert caught.value.mark.line == 11


@pytest.mark.parametrize("bomb", ["[" * 900, "- " * 100_000 + "x", "{a: " * 100_000, "\n".join(" " * depth + "a:" for depth in range(500))])
def test_no_text_can_exhaust_the_stack(bomb: str) -> None:
    with pytest.raises(YamlError, match=f"{MAX_DEPTH} lagen"):
        parse_yaml(bomb)


def test_as_many_layers_as_may_be_are_read() -> None:
    parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_no_text_can_hold_more_values_than_a_file_needs() -> None:
    parse_yaml("[" + "a," * (MAX_NODES - 1) + "]")
    with pytest.raises(YamlError, match=f"meer dan {MAX_NODES} waarden"):
        parse_yaml("[" + "a," * MAX_NODES + "]")


def test_references_can_not_grow_without_end() -> None:
    laughs = "a: &a [x]\n" + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20))
    with pytest.raises(YamlError, match="Verwijzingen"):
        parse_yaml(laughs)
