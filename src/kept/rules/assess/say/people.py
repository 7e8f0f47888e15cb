"""Parties and roles in words."""

from __future__ import annotations

from kept.rules.assess.say.speaker import Speaker

_OBJECTS = {"we": "us"}  # English alone has another word for the object


def whom(speaker: Speaker, key: str) -> str:
    """Return the name of a party or role to whom or by whom something is done."""
    name = speaker.party(key)
    return _OBJECTS.get(name, name)
