"""Policies of others on one case for each clause, with what the clause itself says must follow."""

import pytest

from kept.rules.assess import RemedyState, TermState
from tests.rules.library.elsewhere.cases import Desk, line


def excluded(result):
    return {c.name["en"] for c in result.cover if not c.inside and c.truth.value == "yes"}


# --- tender-goods-2y --------------------------------------------------------------------------


def goods(at, *facts, **about):
    desk = Desk("tender-goods-2y")
    made = [desk.fact(kind, moment, **values) for kind, moment, values in facts]
    return desk.judged(at, *made, equipment__accepted="2026-01-10", **about)


def test_tender_goods_2y_three_hours_a_day_and_two_days():  # 03, 04, 07
    when = Desk("tender-goods-2y").when
    asked = (
        "request.received",
        "2026-03-02 10:00",
        {"use_affected": True, "customer_can_fix": False},
    )
    result = goods("2026-03-03 09:00", asked, ("visit.arrived", "2026-03-03 08:00", {}))

    assert result.clock("answer").due_at == when("2026-03-02 13:00")
    assert result.clock("on_site").due_at == when("2026-03-03 10:00")
    assert result.clock("done").due_at == when("2026-03-06 00:00")


@pytest.mark.parametrize(
    ("at", "state"), [("2026-03-05 23:00", None), ("2026-03-06 01:00", RemedyState.OPEN)]
)
def test_tender_goods_2y_then_the_customer_has_it_done(at, state):  # 08
    facts = [
        ("request.received", "2026-03-02 10:00", {}),
        ("visit.arrived", "2026-03-03 08:00", {}),
    ]
    found = {r.rule: r.state for r in goods(at, *facts).remedies}

    assert found.get("himself") is state


@pytest.mark.parametrize(
    ("values", "payer"),
    [
        ({"cause": "quality", "consumable": False}, "provider"),  # 05
        ({"cause": "quality", "consumable": True}, "customer"),  # 10
        ({"cause": "accident", "consumable": False}, "customer"),  # 09
        ({"cause": "wear", "consumable": False}, "customer"),  # 06
    ],
)
def test_tender_goods_2y_who_pays_for_parts(values, payer):
    found = ("cause.found", "2026-03-02 10:00", values)

    assert goods("2026-03-02 11:00", found).cost("parts").payer == payer


def test_tender_goods_2y_what_the_last_check_finds_is_free():  # 11, 12, 14
    check = ("inspection.completed", "2027-11-20 10:00", {"result": "failed"})
    cause = ("cause.found", "2027-11-20 10:00", {"cause": "wear", "consumable": False})
    result = goods("2027-11-21 00:00", check, cause)

    assert line(result.schedules, "last_check").periods[-1].state.value == "done"
    assert result.cost("parts").payer == "provider"
    assert result.cost("training").payer == "provider"


def test_tender_goods_2y_the_warranty_and_its_choices():  # 01, 02
    found = ("cause.found", "2026-03-02 10:00", {"cause": "quality"})
    result = goods("2026-03-02 11:00", found)

    assert line(result.terms, "warranty").end == Desk("tender-goods-2y").when("2028-01-10 00:00")
    assert len(line(result.remedies, "three").options) == 3


# --- kohler-sdmo-es ---------------------------------------------------------------------------


def generator(at, *facts, **about):
    desk = Desk("kohler-sdmo-es")
    made = [desk.fact(kind, moment, **values) for kind, moment, values in facts]
    return desk.judged(at, *made, equipment__purchased="2026-01-01", **about)


@pytest.mark.parametrize(("hours", "state"), [(249, TermState.ACTIVE), (250, TermState.ENDED)])
def test_kohler_sdmo_es_a_meter_counts_its_own_hours(hours, state):  # 01, 02
    read = ("reading.taken", "2027-03-01 10:00", {"equipment__operating_hours": hours})

    assert line(generator("2027-03-02 00:00", read).terms, "warranty").state is state


def test_kohler_sdmo_es_the_rest_goes_along_and_is_never_longer():  # 03, 04, 05
    read = ("reading.taken", "2026-03-01 10:00", {"equipment__operating_hours": 10})
    sold = ("owner.changed", "2026-03-01 10:00", {})
    result = generator("2026-03-02 00:00", read, sold)
    names = {p.name["en"] for p in result.provisions}

    assert line(result.terms, "warranty").end == Desk("kohler-sdmo-es").when("2028-01-01 00:00")
    assert {"the rest of the warranty goes along", "make the warranty longer"} <= names


def test_kohler_sdmo_es_no_invoice_no_help_and_the_workshop_decides():  # 06 to 10
    asked = ("request.received", "2026-02-01 10:00", {})
    before = generator("2026-02-01 11:00", asked)
    looked = generator("2026-02-03 11:00", asked, ("workshop.examined", "2026-02-03 10:00", {}))

    assert line(before.duties, "invoice").state.value == "owed"
    assert line(before.remedies, "refuse").state is RemedyState.OPEN
    assert line(before.gates, "examined").state.value == "closed"
    assert line(looked.gates, "examined").state.value == "open"
    assert line(before.provisions, "parts").party == "manufacturer"
    assert line(before.assignments, "dealer").of == ("seller",)


# --- yamaha-nsk-robot -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "name"),
    [  # 05, 06, 08 to 12
        ({"cause": "wear"}, "wear"),
        ({"symptom": "noise"}, "harmless noise"),
        ({"cause": "natural_disaster"}, "disaster"),
        ({"cause": "unauthorised_modification"}, "changed without consent"),
        ({"cause": "foreign_parts"}, "parts or lubricants not ours"),
        ({"cause": "improper_maintenance"}, "bad maintenance"),
        ({"cause": "third_party"}, "repaired by others"),
    ],
)
def test_yamaha_nsk_robot_is_not_covered(values, name):
    desk = Desk("yamaha-nsk-robot")
    found = desk.fact("cause.found", "2026-03-02 10:00", **values)

    assert name in excluded(desk.judged("2026-03-02 11:00", found))


@pytest.mark.parametrize(("sort", "turn"), [("robot", "on_site"), ("actuator", "depot")])
def test_yamaha_nsk_robot_no_actuator_is_repaired_in_the_field(sort, turn):  # 04, 13, 14, 15
    desk = Desk("yamaha-nsk-robot")
    values = {"sort": sort, "cause": "quality", "symptom": "other"}
    asked = desk.fact("request.received", "2026-03-02 10:00", **values)
    about = {"equipment__shipped": "2026-01-01", "equipment__delivered": "2026-01-10"}
    result = desk.judged("2026-03-02 11:00", asked, **about)

    assert line(result.ladders, "ways").current == turn
    assert result.cost("parts").payer == "provider"
    assert line(result.terms, "actuator").end == desk.when("2027-01-10 00:00")


# --- alcatel-temporis-fr ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause", "name"),
    [  # 09 to 13
        ("improper_use", "against the rules"),
        ("wear", "wear"),
        ("lightning", "lightning, surge, heat or water"),
        ("unauthorised_modification", "people not approved"),
        ("accident", "shock or fall"),
    ],
)
def test_alcatel_temporis_fr_is_not_covered(cause, name):
    desk = Desk("alcatel-temporis-fr")
    found = desk.fact("cause.found", "2026-03-02 10:00", cause=cause)

    assert name in excluded(desk.judged("2026-03-02 11:00", found))


@pytest.mark.parametrize(
    ("law", "end"),
    [("24 months", "2028-01-01"), ("6 months", "2027-01-01"), (None, "2027-01-01")],
)
def test_alcatel_temporis_fr_the_law_may_give_more(law, end):  # 01, 02, 03
    desk = Desk("alcatel-temporis-fr")
    about = {"equipment__statutory_warranty": law} if law else {}
    result = desk.judged("2026-03-02 11:00", equipment__purchased="2026-01-01", **about)

    assert line(result.terms, "warranty").end == desk.when(f"{end} 00:00")


@pytest.mark.parametrize(
    ("repaired", "end"), [("2026-11-15", "2027-02-15"), ("2026-03-15", "2027-01-01")]
)
def test_alcatel_temporis_fr_three_months_or_the_rest(repaired, end):  # 06
    desk = Desk("alcatel-temporis-fr")
    done = desk.fact("repair.finished", f"{repaired} 00:00")
    result = desk.judged("2026-12-01 00:00", done, equipment__purchased="2026-01-01")

    assert line(result.terms, "warranty").end == desk.when(f"{end} 00:00")


# --- jp-mhhe-warranty -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "name"),
    [  # 04, 08 to 12
        ({"indirect": True}, "indirect damage"),
        ({"certificate_shown": False}, "certificate not shown"),
        ({"certificate_altered": True}, "certificate altered"),
        ({"cause": "customer_modification"}, "changed by the customer or others"),
        ({"cause": "environment"}, "use or place beyond what was assumed"),
        ({"part_kind": "periodic"}, "consumables and parts changed at intervals"),
    ],
)
def test_jp_mhhe_warranty_is_not_covered(values, name):
    desk = Desk("jp-mhhe-warranty")
    found = desk.fact("cause.found", "2026-03-02 10:00", **values)

    assert name in excluded(desk.judged("2026-03-02 11:00", found))


def test_jp_mhhe_warranty_the_certificate_says_how_long():  # 01, 02, 03, 05
    desk = Desk("jp-mhhe-warranty")
    values = {"cause": "workmanship", "part_kind": "unit", "indirect": False}
    values |= {"certificate_shown": True, "certificate_altered": False}
    found = desk.fact("cause.found", "2026-03-02 10:00", **values)
    about = {"equipment__delivered": "2026-01-01", "contract__warranty": "18 months"}
    result = desk.judged("2026-03-02 11:00", found, **about)
    silent = desk.judged("2026-03-02 11:00", found, equipment__delivered="2026-01-01")

    assert line(result.terms, "warranty").end == desk.when("2027-07-01 00:00")
    assert result.cost("labour").payer == "provider"
    assert [c.name["en"] for c in result.cover] == ["unit and maintenance accessories"]
    assert line(result.provisions, "decides").party == "manufacturer"
    assert line(silent.terms, "warranty").state is TermState.UNKNOWN


# --- sncom-de ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "afar", "on_site"),
    [  # 04, 09, 10, 11: from 15:00 two hours are left of the day
        ("base", "2026-03-03 14:00", None),
        ("plus", "2026-03-03 10:00", "2026-03-03 14:00"),
        ("premium", "2026-03-02 17:00", "2026-03-03 10:00"),
    ],
)
def test_sncom_de_each_package_has_its_times(package, afar, on_site):
    desk = Desk("sncom-de")
    asked = desk.fact("request.received", "2026-03-02 15:00")
    result = desk.judged("2026-03-02 15:01", asked, contract__service_tier=package)

    assert result.clock("afar").due_at == desk.when(afar)
    assert result.clock("on_site").due_at == (desk.when(on_site) if on_site else None)


def test_sncom_de_after_a_visit_it_is_tested():  # 12
    desk = Desk("sncom-de")
    facts = [desk.fact("visit.arrived", "2026-03-02 15:00")]
    before = line(desk.judged("2026-03-02 16:00", *facts).gates, "tested")
    facts.append(desk.fact("test.passed", "2026-03-02 16:30"))
    after = line(desk.judged("2026-03-02 17:00", *facts).gates, "tested")

    assert (before.state.value, after.state.value) == ("closed", "open")


def test_sncom_de_what_is_in_the_package_is_free_and_patches_are_not():  # 08, 11
    desk = Desk("sncom-de")

    def payer(**values):
        asked = desk.fact("request.received", "2026-03-02 10:00", **values)
        about = {"contract__service_tier": "premium"}
        return desk.judged("2026-03-02 11:00", asked, **about).cost("labour").payer

    assert (payer(patch=False), payer(patch=True)) == ("provider", "customer")
