"""The JSON interface: its shapes are fixed, and its description describes what it really says."""

from __future__ import annotations

from collections import deque
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from wizard.tree import TREE_PREFIX, Outcome, Question
from wizard.walk import walk

WALK = "/api/v1/beslisbomen/{id}/loop"


@pytest.fixture(scope="module")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def validate(description: dict[str, Any], path: str, method: str, response: TestResponse) -> Any:
    """Hold an answer, or an error, against the description; gives what it says."""
    expected = description["paths"][path][method]["responses"]["200" if response.status_code == 200 else "default"]
    schema = expected["content"][response.content_type]["schema"]
    jsonschema.validate(response.get_json(), {**schema, "components": description["components"]}, cls=jsonschema.Draft202012Validator)
    return response.get_json()


def test_the_description_is_a_whole_openapi_document(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    for schema in description["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = str(description)
    for name in description["components"]["schemas"]:
        assert f"#/components/schemas/{name}'" in text, f"nothing refers to {name}"


def test_every_address_of_the_interface_is_in_the_description_and_no_other(app: Flask, description: dict[str, Any]) -> None:
    # The names in braces are Dutch in the description and English in the code.
    def shape(path: str) -> str:
        return "/".join("{}" if piece[:1] in "<{" else piece for piece in path.split("/"))

    routes = {
        (shape(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(shape(path), method) for path, methods in description["paths"].items() for method in methods}


def test_the_check_notices_an_answer_that_is_not_as_described(app: Flask, description: dict[str, Any]) -> None:
    response = app.test_client().get("/api/v1/beslisbomen")
    response.data = response.data.replace(b'"aantal"', b'"hoeveel"')
    with pytest.raises(jsonschema.ValidationError):
        validate(description, "/api/v1/beslisbomen", "get", response)


def test_every_page_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    pages = validate(description, "/api/v1/paginas", "get", client.get("/api/v1/paginas"))
    assert pages["aantal"] == len(pages["paginas"]) > 50
    for one in pages["paginas"]:
        whole = validate(description, "/api/v1/paginas/{soort}/{naam}", "get", client.get(f"/api/v1/paginas/{one['id']}"))
        assert one.items() <= whole.items()
        assert whole["url"] == f"/{whole['id']}"


def test_pages_of_one_kind_are_a_part_of_all(client: FlaskClient) -> None:
    every = client.get("/api/v1/paginas").get_json()["paginas"]
    laws = client.get("/api/v1/paginas?soort=wetten").get_json()["paginas"]
    assert laws == [one for one in every if one["soort"] == "wetten"] != []


def test_every_tree_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    trees = validate(description, "/api/v1/beslisbomen", "get", client.get("/api/v1/beslisbomen"))
    assert trees["aantal"] == len(trees["beslisbomen"]) >= 2
    for one in trees["beslisbomen"]:
        tree = validate(description, "/api/v1/beslisbomen/{id}", "get", client.get(f"/api/v1/beslisbomen/{one['id']}"))
        names = {question["id"] for question in tree["vragen"]} | {outcome["id"] for outcome in tree["uitkomsten"]}
        assert tree["start"] in names
        assert {rule["naar"] for question in tree["vragen"] for rule in question["daarna"] if rule["soort"] != "boom"} <= names


def test_every_example_walks_as_described(app: Flask, client: FlaskClient, description: dict[str, Any]) -> None:
    for published in app.extensions["publisher"].current.forest.trees.values():
        for example in published.tree.examples:
            body = {"antwoorden": dict(example.answers), "peildatum": example.on.isoformat() if example.on else None}
            answer = validate(description, WALK, "post", client.post(f"/api/v1/beslisbomen/{published.tree.id}/loop", json=body))
            if example.outcome.startswith(TREE_PREFIX):
                assert answer["boom"] == example.outcome.removeprefix(TREE_PREFIX)
                continue
            assert answer["uitkomst"]["id"] == example.outcome
            assert [stop["vraag"] for stop in answer["route"]] == [name for name in (stop["vraag"] for stop in answer["route"]) if name in example.answers]


def test_the_address_of_a_walk_opens_the_same_question_or_outcome(client: FlaskClient) -> None:
    answers: dict[str, str] = {}
    for _ in range(20):
        answer = client.post("/api/v1/beslisbomen/fysiek-ingrijpen/loop", json={"antwoorden": answers}).get_json()
        end = answer["vraag"] or answer["uitkomst"]
        shown = client.get(answer["url"])
        assert shown.status_code == 200
        assert (end["vraag"] if answer["vraag"] else end["titel"]).split("(")[0].strip() in shown.text
        if answer["uitkomst"]:
            break
        answers[end["id"]] = end["opties"][0]["waarde"]
    assert answer["status"] == "uitkomst"


def test_the_first_questions_of_every_tree_walk_as_described_whatever_is_answered(app: Flask, client: FlaskClient, description: dict[str, Any]) -> None:
    day = app.extensions["publisher"].current.content.on
    for published in app.extensions["publisher"].current.forest.trees.values():
        tree = published.tree
        waiting: deque[dict[str, str]] = deque([{}])
        for _ in range(60):
            if not waiting:
                break
            answers = waiting.popleft()
            found = walk(tree, answers, day)
            answer = validate(description, WALK, "post", client.post(f"/api/v1/beslisbomen/{tree.id}/loop", json={"antwoorden": answers}))
            assert answer["status"] == ("uitkomst" if isinstance(found.end, Outcome) else "vraag")
            if isinstance(found.end, Question):
                waiting.extend({**answers, found.end.id: option.value} for option in found.end.options)


def test_a_walk_has_the_fixed_shape(client: FlaskClient) -> None:
    answer = client.post("/api/v1/beslisbomen/fysiek-ingrijpen/loop", json={"antwoorden": {"moment": "nu", "vaker": "ja"}, "peildatum": None}).get_json()
    assert {"status", "route", "vraag", "uitkomst", "genegeerd", "url"} <= answer.keys()
    assert answer["status"] == "vraag"
    assert answer["uitkomst"] is None
    assert answer["vraag"]["id"] == "doel"
    assert answer["genegeerd"] == ["vaker"]
    assert answer["url"] == "/beslisboom/fysiek-ingrijpen/stap?moment=nu"


def test_an_outcome_in_a_walk_has_the_fixed_shape(small_app: Flask) -> None:
    body = {"antwoorden": {"sector": "vo", "wie": ["leerling"], "aantal": 5, "begin": "2026-01-01", "einde": "2026-02-01"}, "peildatum": "2026-03-01"}
    answer = small_app.test_client().post("/api/v1/beslisbomen/proefboom/loop", json=body).get_json()
    assert answer["vraag"] is None
    assert {"id": "mag", "oordeel": "ja", "titel": "Ja, de proef van 1 maanden mag"}.items() <= answer["uitkomst"].items()
    assert [part["titel"] for part in answer["uitkomst"]["onderdelen"]] == ["Met leerlingen"]
    assert answer["route"][1] == {"vraag": "wie", "tekst": "Wie doen er mee?", "antwoord": ["leerling"], "antwoord_tekst": "Leerlingen"}
    assert answer["url"] == "/beslisboom/proefboom/stap?sector=vo&wie=leerling&aantal=5&begin=2026-01-01&einde=2026-02-01&peildatum=2026-03-01"


def test_a_walk_goes_on_in_another_tree_and_says_which(small_app: Flask) -> None:
    body = {"antwoorden": {"sector": "po", "wie": "ouder", "aantal": 5, "begin": "2026-01-01", "einde": "2026-02-01", "vervolg_vragen": "nee", "hoe": "brief"}}
    answer = small_app.test_client().post("/api/v1/beslisbomen/proefboom/loop", json=body).get_json()
    assert (answer["boom"], answer["uitkomst"]["id"], answer["url"]) == ("vervolg", "vertel", "/beslisboom/vervolg/stap?sector=po&hoe=brief")


def test_an_answer_that_does_not_fit_is_asked_again_with_what_is_wrong(small_app: Flask) -> None:
    answer = small_app.test_client().post("/api/v1/beslisbomen/proefboom/loop", json={"antwoorden": {"sector": "mbo"}}).get_json()
    assert (answer["status"], answer["vraag"]["id"], answer["route"]) == ("vraag", "sector", [])
    assert "bestaat niet" in answer["fout"]


@pytest.mark.parametrize("query", ["vog", "mag ik een leerling vastpakken", "artikel 4c", "xyzzy", "", "***", "lio"])
def test_search_is_as_described_and_has_the_fixed_shape(client: FlaskClient, description: dict[str, Any], query: str) -> None:
    answer = validate(description, "/api/v1/zoeken", "get", client.get("/api/v1/zoeken", query_string={"q": query}))
    assert set(answer) == {"q", "aantal", "bedoelde_u", "resultaten"}
    assert answer["q"] == query
    assert len(answer["resultaten"]) == min(answer["aantal"], 10)
    for hit in answer["resultaten"]:
        assert {"id", "soort", "titel", "url", "fragment", "score"} <= hit.keys() <= {"id", "soort", "titel", "url", "fragment", "score", "plek"}
        assert client.get(hit["url"]).status_code == 200
    assert [hit["score"] for hit in answer["resultaten"]] == sorted((hit["score"] for hit in answer["resultaten"]), reverse=True)


def test_search_takes_a_limit_and_kinds(client: FlaskClient) -> None:
    answer = client.get("/api/v1/zoeken?q=vog&soort=wetten&soort=organisaties&limiet=3").get_json()
    assert len(answer["resultaten"]) == 3
    assert {hit["soort"] for hit in answer["resultaten"]} <= {"wetten", "organisaties"}


@pytest.mark.parametrize("typed", ["vog", "mag ik een leer", "vetrouwen", "VT", "xyzzy", "", "v", "***"])
def test_suggestions_are_as_described_and_open(client: FlaskClient, description: dict[str, Any], typed: str) -> None:
    answer = validate(description, "/api/v1/suggesties", "get", client.get("/api/v1/suggesties", query_string={"q": typed}))
    assert set(answer) == {"q", "suggesties"}
    assert answer["q"] == typed
    for one in answer["suggesties"]:
        assert set(one) == {"tekst", "soort", "soort_naam", "url"}
        assert client.get(one["url"]).status_code == 200


@pytest.mark.parametrize(("limit", "count"), [("", 8), ("&limiet=1", 1), ("&limiet=20", 20)])
def test_as_many_suggestions_as_asked_for_and_otherwise_eight(client: FlaskClient, limit: str, count: int) -> None:
    assert len(client.get(f"/api/v1/suggesties?q=leerling{limit}").get_json()["suggesties"]) == count


@pytest.mark.parametrize(
    ("path", "url", "status"),
    [
        ("/api/v1/suggesties", "/api/v1/suggesties", 400),
        ("/api/v1/suggesties", "/api/v1/suggesties?q=x&limiet=21", 400),
        ("/api/v1/zoeken", "/api/v1/zoeken", 400),
        ("/api/v1/zoeken", "/api/v1/zoeken?q=x&limiet=0", 400),
        ("/api/v1/zoeken", "/api/v1/zoeken?q=x&limiet=51", 400),
        ("/api/v1/zoeken", "/api/v1/zoeken?q=x&limiet=tien", 400),
        ("/api/v1/zoeken", "/api/v1/zoeken?q=x&soort=wet", 400),
        ("/api/v1/paginas", "/api/v1/paginas?soort=wet", 400),
        ("/api/v1/paginas/{soort}/{naam}", "/api/v1/paginas/wetten/nergens", 404),
        ("/api/v1/beslisbomen/{id}", "/api/v1/beslisbomen/nergens", 404),
    ],
)
def test_errors_are_as_described_with_a_dutch_sentence(client: FlaskClient, description: dict[str, Any], path: str, url: str, status: int) -> None:
    response = client.get(url)
    problem = validate(description, path, "get", response)
    assert response.status_code == problem["status"] == status
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["detail"].endswith((".", "?"))


def test_a_name_that_is_almost_right_is_suggested(client: FlaskClient) -> None:
    assert 'Bedoelde u "wetten"?' in client.get("/api/v1/paginas?soort=weten").get_json()["detail"]


def test_health_says_what_is_served(app: Flask, client: FlaskClient) -> None:
    response = client.get("/gezond")
    content = app.extensions["publisher"].current.content
    assert response.get_json() == {
        "status": "goed",
        "vingerafdruk": content.fingerprint,
        "paginas": len(content.library.pages),
        "beslisbomen": len(content.forest.trees),
        "problemen": [],
        "waarschuwingen": len(content.problems),
    }
    assert response.headers["Cache-Control"] == "no-cache"
