"""Near words."""

import pytest

from knowledge.findable import Findable
from search_index.analysis import STOP_WORDS
from search_index.spelling import WordList, count_words

WORDS = WordList({"veiligheid": 30, "pesten": 20, "testen": 2, "coördinator": 5, "vertrouwenspersoon": 9, "schorsen": 4, "voornemen": 3})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pessten", "pesten"),
        ("pestn", "pesten"),
        ("vielighied", "veiligheid"),
        ("coordinater", "coördinator"),
        ("vertrowenspersoom", "vertrouwenspersoon"),
        ("schrosen", "schorsen"),
        ("voorlezen", ""),
        ("kwantumfysica", ""),
        ("pe", ""),
        ("4c", ""),
    ],
)
def test_the_nearest_known_word(typed: str, meant: str) -> None:
    assert WORDS.nearest(typed) == meant


def test_of_two_equally_near_words_the_first_letter_decides_and_then_how_often_it_occurs() -> None:
    assert WORDS.nearest("pexten") == "pesten"
    assert WordList({"kesten": 1, "pesten": 1}).nearest("pestn") == "pesten"
    assert WordList({"melden": 1, "meldet": 9}).nearest("meldex") == "meldet"


def test_the_list_survives_being_written(tmp_path: object) -> None:
    path = tmp_path / "words.tsv"  # type: ignore[operator]
    WordList.write(path, {"één": 1, "pesten": 2})
    assert path.read_text("utf-8") == "pesten\t2\néén\t1\n"
    assert WordList.read(path).nearest("pessten") == "pesten"


def test_how_people_ask_things_teaches_no_words() -> None:
    findable = Findable("themas/x", "themas", "Titel", "/themas/x", "Samenvatting", asked_as=("is peste verboden",), keywords=("treiteren",))
    assert set(count_words([findable])) - STOP_WORDS == {"titel", "samenvatting", "treiteren"}
