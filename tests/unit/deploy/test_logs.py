"""Logs: fresh at each start, the one before kept, the end readable."""

from deploy.play.logs import open_fresh, tail


def test_a_new_start_keeps_the_log_before(tmp_path):
    file = tmp_path / "logs" / "brain.log"
    for word in (b"one", b"two", b"three"):
        with open_fresh(file) as log:
            log.write(word)
    assert file.read_bytes() == b"three"
    assert file.with_name("brain.log.1").read_bytes() == b"two"


def test_the_tail_is_the_last_lines(tmp_path):
    file = tmp_path / "x.log"
    file.write_text("".join(f"{n}\n" for n in range(10_000)))
    assert tail(file, 2) == "9998\n9999"


def test_the_tail_of_nothing_is_nothing(tmp_path):
    assert tail(tmp_path / "none.log") == ""
