"""Publishing the policies that come with Kept: one person owns them, a second one reviews."""

from __future__ import annotations

from datetime import date, timedelta

from kept.config.demo.staff import POLICY_OWNER, REVIEWER
from kept.config.demo.world import World
from kept.records.policies.services import choose_company_policy, name_policy, publish_version
from kept.rules.policy import load
from kept.rules.policy.pieces import filled, unset_values
from kept.rules.policy.shipped import shipped

WITHOUT_CONTRACT = "S4d"  # what the company chose for equipment that no contract covers
# By what requires it.
SAID = {
    "parts_store": '{en: "88 Canal Road, Suzhou", zh-Hans: 苏州市运河路 88 号}',
    "repair_station": '{en: "12 Works Road, Wuxi", zh-Hans: 无锡市工厂路 12 号}',
    "service_line": '{en: "400-555-0170", zh-Hans: "400-555-0170"}',
}
SINCE = timedelta(days=3650)


def publish_policies(world: World) -> None:
    """Publish every policy that comes with Kept and choose the company's own."""
    owner, reviewer = world.people[POLICY_OWNER.username], world.people[REVIEWER.username]
    since = (world.at - SINCE).date()
    for code, path in shipped().items():
        text = _filled_in(path.read_text(encoding="utf8"))
        policy = load(text, file=path.name)
        name_policy(code=code, names=_names(policy.title), by=owner, at=world.began)
        version = publish_version(
            code=code, text=text, effective_on=since, by=reviewer, at=world.began
        )
        world.versions[code], world.policies[code] = version.pk, policy
    _choose(world, since)


def _filled_in(text: str) -> str:
    """Return a policy with what its paper leaves to the company."""
    places = {one.path[1]: one for one in unset_values(text) if one.path[0] == "required"}
    return filled(text, {place: SAID[key] for key, place in places.items()})


def _choose(world: World, since: date) -> None:
    choose_company_policy(
        version_id=world.versions[WITHOUT_CONTRACT],
        starts_on=since,
        by=world.people[POLICY_OWNER.username],
        at=world.began,
    )


def _names(title: object) -> dict[str, str]:
    assert hasattr(title, "items")
    return {language.lower(): text for language, text in title.items()}
