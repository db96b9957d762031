"""Times and memory of the proof. `python -m bench.proofs <name>` proves one made tree and says what it took, as JSON.

Each runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import datetime
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from knowledge.validation import validate
from knowledge.yaml_source import parse_yaml
from wizard.findings import findings
from wizard.proved import ProvedTree
from wizard.reading import SourceFile, read_tree
from wizard.source import TreeSource
from wizard.tree import Tree

TODAY = datetime.date(2026, 11, 25)

# name: questions, answers per question, rules per question, how far back a rule looks
TREES = {
    "100 vragen, ja of nee, 1 regel": (100, 2, 1, 10),
    "100 vragen, ja of nee, 2 regels": (100, 2, 2, 10),
    "100 vragen, 3 antwoorden, 1 regel": (100, 3, 1, 10),
    "100 vragen, 3 antwoorden, 3 regels": (100, 3, 3, 10),
    "een rij van 1.000 vragen": (1000, 2, 1, 3),
}


def made_tree(questions: int, answers: int, rules: int, back: int, seed: int = 0) -> Tree:
    """A tree whose rules look at any three of the last `back` answers, and lead to one of the next questions."""
    draw = random.Random(seed)  # noqa: S311 - the same tree every time
    outcomes = ("ja", "nee", "zoek")
    lines = ["titel: Meting", "samenvatting: Meting.", "gecontroleerd: 2026-11-25", "controleren_voor: 2027-11-25", "start: v0", "vragen:"]
    for number in range(questions):
        earlier = range(max(0, number - back + 1), number + 1)
        lines += [f"  v{number}:", f"    vraag: Vraag {number}?", f"    keuze: {{{', '.join(f'a{one}: A{one}' for one in range(answers))}}}", "    daarna:"]
        for _ in range(rules):
            looked_at = draw.sample(earlier, min(3, len(earlier)))
            condition = ", ".join(f"v{one}: a{draw.randrange(answers)}" for one in looked_at)
            lines += [f"      - als: {{{condition}}}", f"        naar: {_target(number + draw.randint(2, 3), questions, draw.choice(outcomes))}"]
        lines.append(f"      - naar: {_target(number + 1, questions, draw.choice(outcomes))}")
    lines.append("uitkomsten:")
    lines += [f"  {name}: {{oordeel: advies, titel: {name}, kort: Kort., geen_grondslag: Meting.}}" for name in outcomes]
    document = parse_yaml("\n".join(lines))
    source, problems = validate(TreeSource, document, "meting.yaml")
    reading = read_tree(SourceFile("beslisbomen/meting.yaml", source, document, tuple(problems)), {})
    if reading.tree is None:
        raise RuntimeError("\n".join(str(problem) for problem in reading.problems))
    return reading.tree


def _target(number: int, questions: int, outcome: str) -> str:
    return f"v{number}" if number < questions else outcome


def measure(name: str) -> dict[str, float]:
    """Prove one tree: seconds till all findings are known, seconds till its roads are counted too, and megabytes above the start."""
    tree = made_tree(*TREES[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    proved = ProvedTree(tree)
    found = findings(proved, TODAY)
    middle = time.perf_counter()
    lengths = proved.lengths
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "proof": middle - start, "counted": end - start, "roads": float(lengths.roads), "findings": len(found), "peak": peak / 1024, "own": (peak - before) / 1024,
    }  # fmt: skip


def measured_alone(name: str) -> dict[str, float]:
    """`measure` in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.proofs", name], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
