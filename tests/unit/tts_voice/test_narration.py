"""One narration: order, voices, limits, places."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_voice.errors import Busy, NothingToSay
from tts_voice.narration import Part, Stage, write_script
from tts_voice.speakers.protocol import Speech
from tts_voice.voices import Voice

NARRATOR = Voice("narrator")
BRAM = Voice("npc", name="Bram")


class EchoSpeaker:
    """Speaks each sentence as its own letters, and remembers who said what."""

    name = "echo"
    clones_voices = False

    def __init__(self) -> None:
        self.said: list[tuple[str, str, float]] = []

    def load(self) -> None: ...

    def close(self) -> None: ...

    def speak(self, sentence: str, voice: Voice, speed: float) -> Speech:
        self.said.append((voice.key, sentence, speed))
        return Speech(sentence.encode("utf-16-le"), 8000)


def stage_in(folder: Path, speaker: EchoSpeaker, places: int = 2) -> Stage:
    return Stage(speaker, folder, max_characters=1000, max_narrations=places)


def test_parts_are_spoken_in_order_in_their_own_voices(tmp_path: Path) -> None:
    speaker = EchoSpeaker()
    parts = [Part("He nods. He grins.", NARRATOR), Part("“Ale?”", BRAM), Part("You sit.", NARRATOR)]
    narration = stage_in(tmp_path, speaker).begin(parts, 1.5)
    numbers = [said.number for said in narration.sentences()]
    assert numbers == [1, 2, 3, 4]
    assert [who for who, _, _ in speaker.said] == ["narrator", "narrator", "npc:Bram", "narrator"]
    assert {speed for _, _, speed in speaker.said} == {1.5}
    assert narration.speech.pcm.decode("utf-16-le") == 'He nods.He grins."Ale?"You sit.'


def test_captions_keep_the_written_text() -> None:
    [line] = write_script([Part("You take 2d6+3!", NARRATOR)], 1000).lines
    assert line.written == "You take 2d6+3!"
    assert line.said != line.written


def test_a_thousand_characters_are_counted_over_all_parts() -> None:
    parts = [Part("a" * 39 + ".", NARRATOR), Part("b" * 39 + ". " + "c" * 39 + ".", BRAM)]
    script = write_script(parts, 90)
    assert script.truncated
    assert [line.written[0] for line in script.lines] == ["a", "b"]
    assert not write_script(parts, 200).truncated


def test_a_part_that_begins_past_the_limit_is_left_off_and_said() -> None:
    script = write_script([Part("a" * 39 + ".", NARRATOR), Part("b", BRAM)], 40)
    assert script.truncated
    assert len(script.lines) == 1


def test_text_without_anything_to_say_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToSay):
        stage_in(tmp_path, EchoSpeaker()).begin([Part("*** — …", NARRATOR)], 1.0)


def test_one_narration_too_many_is_busy_until_one_is_closed(tmp_path: Path) -> None:
    stage = stage_in(tmp_path, EchoSpeaker(), places=1)
    first = stage.begin([Part("One.", NARRATOR)], 1.0)
    with pytest.raises(Busy):
        stage.begin([Part("Two.", NARRATOR)], 1.0)
    first.close()
    first.close()
    stage.begin([Part("Two.", NARRATOR)], 1.0).close()


def test_nothing_more_is_spoken_once_closed(tmp_path: Path) -> None:
    speaker = EchoSpeaker()
    narration = stage_in(tmp_path, speaker).begin([Part("One. Two. Three.", NARRATOR)], 1.0)
    for said in narration.sentences():
        if said.number == 1:
            narration.close()
    assert len(speaker.said) == 1


def test_clips_and_whole_lie_side_by_side(tmp_path: Path) -> None:
    narration = stage_in(tmp_path, EchoSpeaker()).begin([Part("One. Two.", NARRATOR)], 1.0)
    list(narration.sentences())
    stored = narration.store()
    clips = narration.store_clips()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {Path(file.path).name for file in [stored, *(file for _, file in clips)]}
    assert [said.line.written for said, _ in clips] == ["One.", "Two."]
