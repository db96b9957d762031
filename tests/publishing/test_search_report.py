"""What editors read of what was searched."""

from __future__ import annotations

import datetime
from pathlib import Path

from click.testing import CliRunner, Result

from publishing.__main__ import commands
from publishing.search_report import MOST_SHOWN, report
from search_index.usage import FILE_NAME, Asked, Choice, Search, Usage, UsageFile

SINCE, UNTIL = datetime.date(2026, 8, 28), datetime.date(2026, 11, 25)


def lines(**counted: object) -> list[str]:
    return list(report(Usage(SINCE, UNTIL, **counted), on=True))  # type: ignore[arg-type]


def test_the_whole_report() -> None:
    usage = Usage(
        SINCE, UNTIL, total=1_234, unfound=17, left_out=2, not_kept=3,
        unanswered=(Asked("zwemles verplicht", 12), Asked("kantine", 1)),
        corrected=(Asked("… op school", 4, "pesten op school"),),
        unchosen=(Asked("wapens", 2),),
        kinds=(("veelgestelde-vragen", 310), ("beslisboom", 25)),
    )  # fmt: skip
    assert "\n".join(report(usage, on=True)) == (
        """\
Van 28 augustus 2026 tot en met 25 november 2026 is 1.234 keer gezocht, waarvan 17 keer zonder resultaat.
3 keer is de tekst niet bewaard: er stond een e-mailadres in, hij leek op een lijst met namen, of hij was heel lang.

Niets gevonden:
  12 keer  zwemles verplicht
   1 keer  kantine
  Verder 2 keer een vraag waarvan geen woord is bewaard.

Gevonden nadat een woord was verbeterd:
  4 keer  … op school → pesten op school

Wel gevonden, maar niemand koos een resultaat (2 keer of vaker gezocht; soms staat het antwoord al in de lijst):
  2 keer  wapens

Gekozen resultaten, naar soort:
  310 keer  Veelgestelde vragen
   25 keer  Beslisbomen

‘…’ staat voor een getal, of voor woorden die niet op de site en niet in het woordenboek staan: een tikfout, of een naam."""
    )


def test_a_part_without_anything_says_so() -> None:
    found = lines(total=1)
    assert "Niets gevonden: dat kwam niet voor." in found
    assert len([line for line in found if line.endswith(": dat kwam niet voor.")]) == 4


def test_all_that_found_nothing_is_shown_and_of_the_rest_what_is_most_frequent() -> None:
    many = tuple(Asked(f"vraag {chr(97 + number)}", 9) for number in range(MOST_SHOWN + 3))
    found = lines(total=1, unanswered=many, corrected=many, unchosen=many[:MOST_SHOWN])
    assert found.count("  9 keer  vraag w") == 1
    assert found.count("  9 keer  vraag t") == 3
    assert found.count("  en nog 3 andere") == 1


def test_a_kind_that_is_no_more_is_shown_as_it_was_counted() -> None:
    assert "  1 keer  brochures" in lines(total=1, kinds=(("brochures", 1),))


def run(runner: CliRunner, instance: Path, **environment: str) -> Result:
    return runner.invoke(commands, ["searches"], env={"INSTANCE_DIR": str(instance), **environment})


def test_when_nothing_was_counted_there_is_one_sentence(runner: CliRunner, tmp_path: Path) -> None:
    assert run(runner, tmp_path).output == "Er is nog niets geteld. Zodra iemand zoekt, staat het hier.\n"
    assert run(runner, tmp_path, COUNT_SEARCHES="nee").output == "Het tellen van zoekvragen staat uit (COUNT_SEARCHES).\nEr is niets geteld.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_command_reads_what_the_site_counted(runner: CliRunner, tmp_path: Path) -> None:
    today = datetime.date.today()  # noqa: DTZ011 - as the command sees it
    UsageFile(tmp_path / FILE_NAME).add([Search(today, "zwemles", "", 0), Search(today, "pesten", "", 5), Choice(today, "pesten", "wetten")])
    result = run(runner, tmp_path, COUNT_SEARCHES="nee")
    assert result.exit_code == 0
    assert result.output.startswith("Het tellen van zoekvragen staat uit (COUNT_SEARCHES).\nVan ")
    assert "is 2 keer gezocht, waarvan 1 keer zonder resultaat." in result.output
    assert "Niets gevonden:\n  1 keer  zwemles\n" in result.output
    assert "  1 keer  Wetten\n" in result.output


def test_a_file_that_cannot_be_read_is_one_sentence(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"geen database")
    result = run(runner, tmp_path)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {tmp_path / FILE_NAME} kan niet worden gebruikt (")
    assert "Traceback" not in result.output
