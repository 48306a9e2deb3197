"""Sentences, dice, maps and events as they are shown: nothing escapes unescaped, nothing is made up."""

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.web_service.conftest import settings  # noqa: F401  (Django is set up there)
from tests.unit.web_service.game_rows import ROLL, VIEW
from web_service.characters.sheet import coins_in_words, sheet_of
from web_service.play.dice_cards import card_of
from web_service.play.map_drawing import draw
from web_service.play.map_labels import overlap
from web_service.play.prose import begins_paragraph, pieces, sentence_html
from web_service.play.wording import WORDS, in_words

NUMBER = st.fixed_dictionaries(
    {"start": st.integers(-5, 60), "end": st.integers(-5, 60), "seq": st.integers(1, 99)}
)


@given(
    st.text(max_size=50),
    st.lists(NUMBER, max_size=5),
    st.sampled_from([None, {"ref": "n1", "name": "X"}]),
)
def test_marking_a_sentence_never_changes_its_words(text, numbers, speaker) -> None:
    cut = pieces({"text": text, "numbers": numbers, "speaker": speaker})
    assert "".join(piece.text for piece in cut) == text


def test_markup_in_a_telling_is_shown_not_obeyed() -> None:
    html = sentence_html({"text": "<script>“<b>”</script> 7", "speaker": {"ref": "n1", "name": "<i>"},
                          "numbers": [{"start": 23, "end": 24, "seq": 5}]})  # fmt: skip
    assert "<script" not in html
    assert "<b>" not in html
    assert 'data-why="5"' in html


def test_a_number_inside_speech_is_both_spoken_and_asked_about() -> None:
    sentence = {"text": "“I lost 9,” he says.", "speaker": {"ref": "n1", "name": "X"},
                "numbers": [{"start": 8, "end": 9, "seq": 5}]}  # fmt: skip
    marked = [(piece.text, piece.seq, piece.is_spoken) for piece in pieces(sentence)]
    assert ("9", 5, True) in marked
    assert (" he says.", None, False) in marked


def test_a_die_card_shows_the_natural_value_and_the_sum() -> None:
    card = card_of(5, ROLL, {"c1": "Mira"})
    assert (card.face, card.total, card.tone, card.sides) == (17, 24, "ok", 20)
    assert card.parts == [("Dexterity", "+3"), ("expertise", "+4")]


def test_the_die_that_was_not_kept_is_not_the_face() -> None:
    dice = [
        {"n": 1, "sides": 20, "value": 4, "kept": False},
        {"n": 2, "sides": 20, "value": 15, "kept": True},
    ]
    card = card_of(5, ROLL | {"dice": dice, "vantage": "advantage"})
    assert card.face == 15
    assert "4" in card.how


def test_the_number_to_meet_is_only_in_the_why() -> None:
    card = card_of(5, ROLL)
    assert "12" not in card.how + card.title
    assert "12" in card.against


def test_an_attack_hits_and_a_save_is_made() -> None:
    attack = {"purpose": "Attack: Rapier", "against_name": "armor class", "outcome": "failure"}
    assert card_of(5, ROLL | attack).outcome == "miss"
    assert card_of(5, ROLL | {"purpose": "Death save"}).outcome == "saved"
    assert card_of(5, ROLL).outcome == "success"


def test_a_paragraph_begins_where_another_one_speaks() -> None:
    assert begins_paragraph("n1", "")
    assert begins_paragraph("n2", "n1")
    assert not begins_paragraph("n1", "n1")
    assert not begins_paragraph("", "n1")


def test_an_unknown_event_stays_silent() -> None:
    assert in_words("something_new", {"secret": "x"}, {}) == ""


@given(
    st.sampled_from(sorted(WORDS)),
    st.dictionaries(
        st.sampled_from(["ref", "by", "name", "hp", "condition"]),
        st.one_of(st.text(max_size=4), st.integers(), st.none()),
    ),
)
def test_no_payload_breaks_the_wording(event_type: str, payload: dict) -> None:
    assert isinstance(in_words(event_type, payload, {"c1": "Mira"}), str)


def test_the_map_lies_within_its_frame() -> None:
    drawing = draw(VIEW["map"])
    assert drawing is not None
    assert all(0 <= p.x <= drawing.width and 0 <= p.y <= drawing.height for p in drawing.places)
    assert [way.is_walked for way in drawing.ways] == [True, False]


PLACES = st.lists(
    st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,9}){0,4}", fullmatch=True)),
    min_size=1, max_size=9, unique_by=lambda place: place[:2],
)  # fmt: skip


@given(PLACES)
def test_no_name_on_the_map_covers_another_or_is_cut(placed: list[tuple[int, int, str]]) -> None:
    rows = [
        {"key": str(i), "name": name, "x": x, "y": y, "is_here": i == 0, "is_visited": i < 3}
        for i, (x, y, name) in enumerate(placed)
    ]
    drawing = draw({"places": rows, "ways": [["0", str(i)] for i in range(1, len(rows))]})
    assert drawing is not None
    boxes = [place.label.box for place in drawing.places if place.label]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    for place in drawing.places:
        lines = place.label.lines if place.label else ()
        assert place.number or " ".join(words for words, _ in lines) == place.name
    numbers = [place.number for place in drawing.legend]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_known_place_is_no_map() -> None:
    assert draw({"places": [], "ways": []}) is None
    assert draw(None) is None


def test_a_sheet_adds_up_by_the_srd() -> None:
    sheet = sheet_of(VIEW["heroes"][0])
    assert {row.name: row.save for row in sheet.abilities}["Dexterity"] == "+5"
    assert ("Stealth", "+5", True) in sheet.skills


@given(st.integers(0, 10**7))
def test_coins_in_words_are_worth_what_the_purse_is(coins_cp: int) -> None:
    worth = {"gp": 100, "sp": 10, "cp": 1}
    words = coins_in_words(coins_cp)
    parts = [] if words == "no coin" else [part.split() for part in words.split(", ")]
    assert sum(int(n) * worth[coin] for n, coin in parts) == coins_cp
