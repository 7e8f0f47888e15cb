"""From a form to the one service that records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.cases import services
from kept.records.cases.asking import NewFact
from kept.records.cases.queries import FactLine
from kept.records.people.models import Person
from kept.rules.facts import Value
from kept.web.common.pressing import pressed
from kept.web.hotline.forms.facts import FactForm

SOURCE = "web:hotline"
BEGAN, ENDED = "waiting.began", "waiting.ended"
CLOSED, REOPENED = "case.closed", "case.reopened"


@dataclass(frozen=True)
class Recorder:
    """Who records something in which case, now."""

    case_id: int
    by: Person
    now: datetime

    def record(self, form: FactForm) -> services.Recorded:
        """Record what a valid form says. Raises what the services refuse."""
        kind, at = form.cleaned_data["kind"], form.cleaned_data["when"]
        key = pressed(form.cleaned_data["key"], kind, by=self.by)
        text = str(form.text().get("text", ""))
        despite = str(form.cleaned_data.get("despite", ""))
        match kind:
            case "waiting.began":
                wanted = str(form.values().get("waiting_for", ""))
                waiting = services.Waiting(
                    waiting_for=wanted, at=at, text=text, source=SOURCE, despite=despite
                )
                return services.begin_waiting(
                    case_id=self.case_id, waiting=waiting, by=self.by, now=self.now, key=key
                )
            case "waiting.ended":
                return services.end_waiting(
                    case_id=self.case_id, at=at, by=self.by, now=self.now, key=key, text=text
                )
            case "case.closed" | "case.reopened":
                closing = services.Closing(at=at, text=text, source=SOURCE, despite=despite)
                return self._close(kind, closing, key)
        fact = NewFact(kind=kind, at=at, values=form.values(), source=SOURCE, despite=despite)
        return services.record_fact(
            case_id=self.case_id, fact=fact, by=self.by, now=self.now, key=key
        )

    def _close(self, kind: str, closing: services.Closing, key: str) -> services.Recorded:
        act = services.close_case if kind == CLOSED else services.reopen_case
        return act(case_id=self.case_id, closing=closing, by=self.by, now=self.now, key=key)

    def correct(self, line: FactLine, form: FactForm) -> services.Recorded:
        """Put what a valid form says in the place of a fact. Raises what the service refuses."""
        fact = NewFact(
            kind=line.kind,
            at=form.cleaned_data["when"],
            values=corrected_values(line, form),
            source=SOURCE,
        )
        key = pressed(form.cleaned_data["key"], f"correct {line.seq}", by=self.by)
        return services.correct_fact(
            case_id=self.case_id, seq=line.seq, fact=fact, by=self.by, now=self.now, key=key
        )


def corrected_values(line: FactLine, form: FactForm) -> dict[str, Value]:
    """Return what a fact says from now on: what the form did not ask for stays as it was."""
    asked = {attribute.key for attribute in form.attributes} | {"text"}
    kept = {key: value for key, value in line.values.items() if key not in asked}
    return kept | form.values()
