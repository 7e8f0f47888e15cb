"""The call to a second reader. Plain Python: it runs in a child process with limits.

One request for each question, a few at a time. Nothing is followed, stored or believed: an answer
is reduced to short texts under known keys before anybody else sees it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

MOST_BYTES: Final = 1_000_000  # of one answer
AT_A_TIME: Final = 4
_MOST_ITEMS: Final = 200  # of one answer
_MOST_CHARACTERS: Final = 1_000  # of one value
_BEGINNING = re.compile(r'\{\s*"proposals"\s*:')
Item = dict[str, str]


class NotAnswered(Exception):
    """There is no answer that can be used; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Call:
    """Where to ask, as whom, for how long, and under which keys an answer may say something."""

    url: str
    key: str
    model: str
    seconds: float
    instruction: str
    keys: Sequence[str]


def answer_to(call: Call, question: str) -> list[Item]:
    """Return the entries of one answer; raises NotAnswered."""
    address = urlsplit(call.url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=call.seconds)
    try:
        path = f"{address.path}?{address.query}" if address.query else address.path
        connection.request("POST", path, body=_body(call, question), headers=_headers(call))
        response = connection.getresponse()
        body = response.read(MOST_BYTES + 1)
    except TimeoutError:
        raise NotAnswered("slow") from None
    except (OSError, HTTPException, ValueError):
        raise NotAnswered("unreachable") from None
    finally:
        connection.close()
    if response.status in (401, 403):
        raise NotAnswered("key")
    if response.status != 200:  # a redirect is none of ours to follow
        raise NotAnswered("status")
    if not response.getheader("Content-Type", "").lower().startswith("application/json"):
        raise NotAnswered("nonsense")
    return entries(body, call.keys)


def entries(body: bytes, keys: Sequence[str]) -> list[Item]:
    """Return what an answer proposes, reduced to short texts; raises NotAnswered."""
    if len(body) > MOST_BYTES:
        raise NotAnswered("nonsense")
    try:
        words = json.loads(body)["choices"][0]["message"]["content"]
        begins = list(_BEGINNING.finditer(words))[-1].start()
        found = json.JSONDecoder().raw_decode(words, begins)[0]["proposals"]
        if not isinstance(found, list):
            raise NotAnswered("nonsense")
        return [_reduced(one, keys) for one in found[:_MOST_ITEMS]]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NotAnswered("nonsense") from None


def _reduced(said: object, keys: Sequence[str]) -> Item:
    if not isinstance(said, Mapping):
        return {}
    known = {key: said[key] for key in keys if isinstance(said.get(key), str)}
    return {key: value[:_MOST_CHARACTERS] for key, value in known.items()}


def _body(call: Call, question: str) -> bytes:
    messages = [
        {"role": "system", "content": call.instruction},
        {"role": "user", "content": question},
    ]
    return json.dumps({"model": call.model, "messages": messages, "stream": False}).encode()


def _headers(call: Call) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return headers | ({"Authorization": f"Bearer {call.key}"} if call.key else {})


def child() -> None:
    """Read {"call": …, "questions": […]}; write a list of {"items": …} or {"problem": word}.

    What is not answered when the time is over is "slow", however busily it is still talking.
    """
    asked = json.load(sys.stdin)
    call = Call(**asked["call"])
    pool = ThreadPoolExecutor(AT_A_TIME)
    waiting = [pool.submit(_tried, call, question) for question in asked["questions"]]
    done = wait(waiting, timeout=call.seconds).done
    told = [one.result() if one in done else {"problem": "slow"} for one in waiting]
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)  # threads that still listen are of no use to anybody


def _tried(call: Call, question: str) -> dict[str, object]:
    try:
        return {"items": answer_to(call, question)}
    except NotAnswered as refused:
        return {"problem": refused.word}
