"""deploy/compose.scale.yml repeats what two services are given, for compose 1.29 cannot extend them: it must stay the same."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]
BASE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SCALE = yaml.safe_load((ROOT / "deploy" / "compose.scale.yml").read_text())["services"]
PROXY = (ROOT / "deploy" / "scale" / "haproxy.cfg").read_text()
OVERLAID = {"MEDIA_WORKERS", "LLM_API", "FORWARDED_ALLOW_IPS"}


def without(overlaid: set[str], settings: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in settings.items() if name not in overlaid}


def test_the_other_brains_and_websites_are_given_what_the_first_are():
    for first, others in (("llm_brain", "more_brains"), ("web_service", "more_websites")):
        given = SCALE[others]["environment"]
        assert without(OVERLAID, given) == without(OVERLAID, BASE[first]["environment"])
        assert {name: given.get(name) for name in SCALE[first]["environment"]} == SCALE[first][
            "environment"
        ]
        assert SCALE[others]["volumes"] == BASE[first]["volumes"]
        assert SCALE[others]["build"] == BASE[first]["build"]
        assert SCALE[others]["stop_grace_period"] == BASE[first]["stop_grace_period"]
        assert SCALE[others]["healthcheck"]["test"] == BASE[first]["healthcheck"]["test"]


def test_only_the_proxy_opens_a_port_and_nobody_can_do_more_than_in_the_base_file():
    for name, service in SCALE.items():
        assert ("ports" in service) == (name == "proxy")
        if name not in BASE:
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_websites_believe_the_proxys_own_address_and_no_other():
    address = SCALE["proxy"]["networks"]["dm_network"]["ipv4_address"]
    for name in ("web_service", "more_websites"):
        assert SCALE[name]["environment"]["FORWARDED_ALLOW_IPS"] == address


def test_the_proxy_looks_for_replicas_under_the_names_they_have():
    looked_for = set(re.findall(r"server-template \w+ \d+ (\w+):8000", PROXY))
    named = {
        alias
        for service in SCALE.values()
        if isinstance(service.get("networks"), dict)
        for alias in service["networks"]["dm_network"].get("aliases", [])
    }
    assert looked_for == named == {"brains", "websites"}


def test_a_worker_reads_only_settings_that_it_is_given_or_that_have_defaults():
    given = SCALE["media_workers"]["environment"]
    assert "DB_PASS" not in given
    assert "WEB_DB_PASS" not in given
    assert {"APP_DB_PASS", "IMAGE_API", "TTS_API", "SERVICE_TOKEN"} <= set(given)
