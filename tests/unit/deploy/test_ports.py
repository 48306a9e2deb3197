"""Ports and names: a taken port is stepped over, a phone's name for us is allowed."""

import socket

from deploy.play.ports import choose_port, host_names, is_free


def test_it_steps_over_a_taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert not is_free(taken)
        assert choose_port(taken) != taken


def test_it_steps_over_a_port_taken_on_every_address():
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        assert not is_free(other.getsockname()[1])


def test_it_leaves_out_ports_already_given_away():
    port = choose_port(31_000)
    assert choose_port(port, taken=frozenset({port})) != port


def test_only_this_machine_is_let_in_by_default():
    assert host_names("127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]


def test_the_machines_own_name_is_let_in_when_the_network_is():
    names = host_names("0.0.0.0")
    assert socket.gethostname().lower() in names
    assert f"{socket.gethostname().lower()}.local" in names
