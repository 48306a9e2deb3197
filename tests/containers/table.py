"""A player at the website over HTTP, as patient as the page: what was typed is sent again, with its key, until it is told."""

import re
import time
import uuid
from dataclasses import dataclass, field

import httpx

from tests.containers.stack import Stack
from tests.robustness.tables import asking, is_whole

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PASSWORD = "a long enough one 7"
PATIENCE_S = 180.0
AGAIN_AFTER_S = 0.25


@dataclass
class Player:
    """One account at one table."""

    url: str
    campaign_id: int = 0
    sent: list[str] = field(default_factory=list)
    """Every message that was told, in order."""

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def sit_down(self) -> None:
        """Sign up, make a campaign with a ready-made hero, and have it begun."""
        name = f"player{time.time_ns()}"
        self._post_form("/accounts/sign-up", username=name, password=PASSWORD)
        self._open_table()
        self._send(f"/campaigns/{self.campaign_id}/begin", {})

    def _open_table(self) -> None:
        fields = {"name": "The container", "theme": "high_fantasy", "hero": "fighter"}
        answer = self._post_form("/campaigns/new", **fields)
        found = re.search(r"/campaigns/(\d+)/", answer.headers["location"])
        assert found is not None, answer.headers
        self.campaign_id = int(found.group(1))

    def _post_form(self, path: str, **fields: str) -> httpx.Response:
        answer = self.http.post(path, data={**fields, "csrfmiddlewaretoken": self._token(path)})
        assert answer.status_code == 302, f"{path}: {answer.status_code}\n{answer.text}"
        return answer

    def _token(self, path: str) -> str:
        found = TOKEN.search(self.http.get(path).text)
        assert found is not None, path
        return found.group(1)

    def say(self, message: str) -> int:
        """Take a turn and return its number, however often it must be sent."""
        key = uuid.uuid4().hex
        number = self._send(
            f"/campaigns/{self.campaign_id}/turns", {"message": message, "key": key}
        )
        self.sent.append(message)
        return number

    def token(self) -> str:
        """Return what a form of the open table page carries."""
        return self._token(f"/campaigns/{self.campaign_id}/")

    def say_once(self, message: str, token: str) -> httpx.Response:
        """Take a turn as a page with this token does, but not again when it is refused."""
        fields = {"message": message, "key": uuid.uuid4().hex, "csrfmiddlewaretoken": token}
        path = f"/campaigns/{self.campaign_id}/turns"
        headers = {"Accept": "application/json"}
        return self.http.post(path, data=fields, headers=headers, timeout=240)

    def _send(self, path: str, fields: dict[str, str]) -> int:
        give_up_at = time.monotonic() + PATIENCE_S
        said = "nothing"
        while time.monotonic() < give_up_at:
            try:
                token = self.token()
                answer = self.http.post(
                    path,
                    data={**fields, "csrfmiddlewaretoken": token},
                    headers={"Accept": "application/json"},
                )
            except (httpx.TransportError, AssertionError) as error:
                said = repr(error)
            else:
                said = f"{answer.status_code} {answer.text[:500]}"
                if answer.status_code == 200:
                    return int(answer.json()["turn_number"])
                assert answer.status_code >= 500 or answer.status_code in (409, 429), said
            time.sleep(AGAIN_AFTER_S)
        raise AssertionError(f"{path} was never answered well; the last time: {said}")

    def page(self) -> str:
        """Return the table page."""
        answer = self.http.get(f"/campaigns/{self.campaign_id}/")
        assert answer.status_code == 200, answer.status_code
        return answer.text


def assert_whole(stack: Stack, player: Player) -> None:
    """Wait until all are healthy; the player's campaign must be whole then."""
    stack.wait_until_healthy()
    url = f"http://127.0.0.1:{stack.ports['PUBLISHED_LLM_PORT']}"
    is_whole(url, asking(stack.owner_dsn), player.campaign_id, player.sent)
