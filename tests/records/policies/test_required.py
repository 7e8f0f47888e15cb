"""A policy does not hold before everything is there that it says it needs."""

from datetime import date

import pytest

from kept.records.files.services import add_policy_document
from kept.records.policies.models import PolicyVersion
from kept.records.policies.services import (
    RequirementsMissing,
    approve_draft,
    name_policy,
    publish_draft,
    publish_version,
    start_draft,
    submit_draft,
)
from kept.records.prices.services import close_price_list
from kept.rules.policy.shipped import shipped
from tests.desk import price_list, supplied
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")
MARCH = date(2026, 3, 1)
# Everything that can be required, of a company that nobody knows.
LIFTS = """policy: LIFTS
language: 1
title: {en: Lifts, zh-Hans: 电梯}
zone: Asia/Shanghai
calendars: {elapsed: {name: {en: every hour, zh-Hans: 按自然时间}, always: yes}}
clauses:
  L-1: {line: 1, en: Our fees are in the list below., zh-Hans: 收费见附表。}
  L-2: {line: 2, en: Our control room is at, zh-Hans: 监控室地址：}
  L-3: {line: 3, en: We free trapped people in good time., zh-Hans: 及时解救被困人员。}
  L-4: {line: 4, en: The licence is attached., zh-Hans: 附许可证。}
rules:
  freed:
    form: clock
    name: {en: People freed, zh-Hans: 解救}
    source: L-3
    start: request.received
    stop: service.restored
    limit: unset
    calendar: elapsed
required:
  fees: {name: {en: List of fees, zh-Hans: 收费表}, source: L-1, price_list: market}
  room: {name: {en: Control room, zh-Hans: 监控室}, source: L-2, text: unset}
  time: {name: {en: Time to free people, zh-Hans: 解救时限}, source: L-3, rules: freed}
  licence: {name: {en: Licence, zh-Hans: 许可证}, source: L-4, document: yes}
"""


@pytest.fixture
def owner(zhou_ting):
    name_policy(code="LIFTS", names={"en": "Lifts"}, by=zhou_ting, at=NOON)
    return zhou_ting


def publish(text, owner):
    return publish_version(code="LIFTS", text=text, effective_on=MARCH, by=owner, at=NOON)


def said(text, owner) -> str:
    with pytest.raises(RequirementsMissing) as refused:
        publish(text, owner)
    return str(refused.value)


def licence(owner):
    return add_policy_document(
        code="LIFTS",
        requirement="licence",
        name="licence.txt",
        content=b"This company may service lifts.",
        by=owner,
        at=NOON,
    )


def test_everything_that_is_missing_is_named_with_its_clause_and_nothing_is_published(owner):
    sentence = said(LIFTS, owner)

    assert sentence == (
        "Before this policy can be published, this has to be there: List of fees (L-1), Control "
        "room (L-2), Time to free people (L-3), Licence (L-4)."
    )
    assert not PolicyVersion.objects.exists()


def test_each_thing_that_is_supplied_is_missing_no_longer_until_the_policy_holds(owner):
    text = LIFTS.replace("text: unset", "text: {en: 3 Tower Road, zh-Hans: 塔路 3 号}")
    assert "Control" not in said(text, owner)
    text = text.replace("limit: unset", "limit: 30 min")
    assert "Time" not in said(text, owner)
    market = price_list("market", owner, NOON)
    assert said(text, owner).endswith("there: Licence (L-4).")
    licence(owner)

    assert publish(text, owner).number == 1
    close_price_list(list_id=market.pk, by=owner, at=NOON)
    assert "List of fees" in said(text.replace("3 Tower", "5 Tower"), owner)


def test_another_basis_another_contract_or_an_empty_list_is_not_the_list(owner):
    price_list("at_cost", owner, NOON)
    empty = price_list("market", owner, NOON)
    empty.items.get().prices.update(withdrawn_at=NOON, withdrawn_by=owner)

    assert "List of fees (L-1)" in said(LIFTS, owner)


def test_a_document_in_which_something_was_found_does_not_count(owner):
    row = licence(owner)
    assert "Licence" not in said(LIFTS, owner)
    row.file.scanned_at, row.file.signature = NOON, "Eicar-Test"
    row.file.save()

    assert "Licence (L-4)" in said(LIFTS, owner)
    assert licence(owner).pk == row.pk


def test_an_approved_draft_of_S3b_is_published_with_its_list_of_charges_and_not_before(
    zhou_ting, wang_fang
):
    name_policy(code="S3b", names={"en": "S3b"}, by=zhou_ting, at=NOON)
    text = shipped()["S3b"].read_text(encoding="utf8")
    for_list = supplied(text, zhou_ting, NOON)
    charges = price_list("ex_factory", zhou_ting, NOON)
    closed = charges.__class__.objects.get(basis="at_cost")
    close_price_list(list_id=closed.pk, by=zhou_ting, at=NOON)
    draft = start_draft(code="S3b", text=for_list, by=zhou_ting, at=NOON)
    submit_draft(draft_id=draft.pk, edition=1, by=zhou_ting, at=NOON)
    approve_draft(draft_id=draft.pk, edition=1, by=wang_fang, at=NOON)

    with pytest.raises(RequirementsMissing, match=r"charges after the warranty \(S3b-5b\)"):
        publish_draft(draft_id=draft.pk, effective_on=MARCH, by=zhou_ting, at=NOON)
    draft.refresh_from_db()
    assert draft.version is None

    closed.closed_at = closed.closed_by = None
    closed.save()
    assert publish_draft(draft_id=draft.pk, effective_on=MARCH, by=zhou_ting, at=NOON).number == 1
