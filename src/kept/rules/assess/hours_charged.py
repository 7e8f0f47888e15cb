"""How hours of work are charged by when they were, and by which clauses."""

from __future__ import annotations

from kept.rules.assess.assessment import BandRate, HoursCharged, Reason
from kept.rules.assess.cited import readings_of
from kept.rules.assess.numbers import NONE, figure
from kept.rules.assess.scene import Scene
from kept.rules.policy.model import WorkBand


def hours_charged(scene: Scene, component: str) -> HoursCharged | None:
    """Return how hours of a component are charged; None where the policy does not say."""
    said = scene.policy.work_time
    if said is None or component not in said.components:
        return None
    return HoursCharged(
        bands=tuple(_rate(scene, band) for band in said.bands),
        call_out=said.call_out,
        increments=said.increments,
        reason=Reason(said.source, (), (), readings_of(scene.policy, said.source)),
    )


def _rate(scene: Scene, band: WorkBand) -> BandRate:
    found = NONE if band.factor is None else figure(scene, band.factor, scene.now)
    clauses = tuple(dict.fromkeys((*band.source, *found.clauses)))
    return BandRate(
        key=band.key,
        name=band.name,
        factor=found.value,
        word=found.word.value if found.word else "",
        missing=found.missing,
        reason=Reason(clauses, found.because, found.facts, readings_of(scene.policy, clauses)),
    )
