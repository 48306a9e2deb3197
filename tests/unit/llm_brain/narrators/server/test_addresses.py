import pytest

from llm_brain.narrators.server.addresses import base_url, checked, label_of, origin_of
from llm_brain.narrators.server.errors import AddressRefused


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8003/v1",
        "http://192.168.1.20:11434/v1",
        "https://llm.example.org/v1",
        "http://[::1]:8080/v1",
        "http://vllm:8000/v1",
    ],
)
def test_a_server_at_home_or_elsewhere_may_be_called(url: str) -> None:
    assert base_url(f" {url}/ ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8003",
        "file:///etc/passwd",
        "ftp://host/v1",
        "gopher://host/",
        "http://",
        "http://host:99999/v1",
        "http://ho\x00st/v1",
        "http://[::1/v1",
        "http://user:secret@host/v1",  # pragma: allowlist secret
        "http://host/v1?x=1",
        "http://host/v1#x",
        "http://ho st/v1",
        "http://169.254.169.254/latest",
        "http://169.254.170.2/v2",
        "http://[fe80::1]/v1",
        "http://[fd00:ec2::254]/latest",
        "http://[::ffff:169.254.169.254]/latest",
        "http://[64:ff9b::a9fe:a9fe]/latest",
        "http://100.100.100.200/latest",
        "http://metadata.google.internal/computeMetadata/v1",
        "http://METADATA.google.internal./computeMetadata/v1",
        "http://0.0.0.0:8000/v1",
        "http://224.0.0.1/v1",
    ],
)
def test_an_address_that_is_no_servers_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        base_url(url)
    assert "secret" not in str(refused.value)


def test_a_name_that_resolves_to_a_closed_address_is_refused() -> None:
    assert checked("vllm", ["10.0.0.2", "10.0.0.2"]) == ["10.0.0.2"]
    with pytest.raises(AddressRefused):
        checked("innocent.example.org", ["10.0.0.2", "169.254.169.254"])


def test_a_label_and_an_origin_name_host_and_port_only() -> None:
    assert label_of("http://vllm:8000/v1") == "vllm:8000"
    assert origin_of("http://vllm/v1") == ("http", "vllm", 80)
    assert origin_of("https://VLLM/v2") == ("https", "vllm", 443)
