"""A plain client of the look-alike Graph for tests: signs in with the secret and makes the calls it is told to."""

from __future__ import annotations

from typing import Any

import requests

from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT

KEY = "String {0df0ffa8-6c1a-4a9e-8b5c-0d6a3b1c2e4f} Name lookalikeKey"


class Caller:
    """One signed-in session on the first mailbox of a server; close it at the end."""

    def __init__(self, graph: GraphServer) -> None:
        self.graph = graph
        self.session = requests.Session()
        self.session.verify, self.session.trust_env = graph.ca, False
        self.base = f"{graph.url}/v1.0"
        self.mailbox = f"/users/{graph.box.address}"
        self.sign_in()

    def sign_in(self) -> None:
        """The session has a new token."""
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scope": "https://graph.microsoft.com/.default",
        }
        answer = self.session.post(f"{self.graph.url}/{TENANT}/oauth2/v2.0/token", data=form, timeout=30)
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def call(self, method: str, place: str, *, status: int = 0, prefer: str = "", **more: Any) -> requests.Response:
        """One call below the mailbox, or at a whole address; with `status` that is what it must answer."""
        headers = ({"Prefer": prefer} if prefer else {}) | more.pop("headers", {})
        url = place if place.startswith("https:") else f"{self.base}{self.mailbox}{place}"
        answer = self.session.request(method, url, headers=headers, timeout=30, **more)
        assert not status or answer.status_code == status, answer.text
        return answer

    def get(self, place: str, **more: Any) -> dict[str, Any]:
        """The JSON at a place, which must be there."""
        found: dict[str, Any] = self.call("GET", place, status=200, **more).json()
        return found

    def draft(self, **given: Any) -> dict[str, Any]:
        """A draft to Pat with these properties."""
        to = [{"emailAddress": {"address": "pat@home.example"}}]
        body = {"subject": "Hello", "body": {"contentType": "html", "content": "<p>Hello.</p>"}, "toRecipients": to}
        made: dict[str, Any] = self.call("POST", "/messages", status=201, json=body | given).json()
        return made

    def send(self, item: str) -> requests.Response:
        """The draft is sent, if the server lets it."""
        return self.call("POST", f"/messages/{item}/send")

    def with_key(self, key: str, place: str = "/messages", name: str = KEY) -> list[dict[str, Any]]:
        """The messages that carry a key."""
        text = f"singleValueExtendedProperties/Any(ep: ep/id eq '{name}' and ep/value eq '{key}')"
        found: list[dict[str, Any]] = self.get(place, params={"$filter": text})["value"]
        return found

    def close(self) -> None:
        """Its connections are closed."""
        self.session.close()


def code(answer: requests.Response) -> tuple[int, str]:
    """Status and Graph's code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


def keyed(key: str) -> dict[str, Any]:
    """The key as a property of a message."""
    return {"singleValueExtendedProperties": [{"id": KEY, "value": key}]}
