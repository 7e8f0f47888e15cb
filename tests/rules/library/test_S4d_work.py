"""S4d: what is delivered, how it is installed, and what is left as text."""

from kept.rules.assess.remedies import RemedyState
from tests.rules.library.shipped import case, fact, judged, request, shipped, when
from tests.rules.library.work import assigned, done, gate, owed, remedy, shut

AT = "2026-03-02 10:00"
NOON = "2026-03-02 12:00"
LATER = "2026-03-05 10:00"
DELIVERED = {"equipment__delivered": when("2026-02-20 00:00")}
FAILED = fact("requirements.tested", NOON, result="failed")
PASSED = fact("requirements.tested", "2026-03-03 10:00", result="worked")


def under(*facts, **about):
    return judged("S4d", case(request(AT), *facts, **about), LATER)


def test_S4d_1_1a_a_delivery_is_compared_with_its_list():
    assert "configuration" in owed(under(**DELIVERED))
    compared = fact("delivery.compared", NOON, serial="E17", differences="none")
    assert "configuration" in done(under(compared, **DELIVERED))
    half = fact("delivery.compared", NOON, serial="E17")
    assert under(half, **DELIVERED).duty("configuration").lacks == ("differences",)


def test_S4d_1_1b_acceptance_waits_for_a_test_that_meets_the_requirements():
    assert "requirements_met" in shut(under(FAILED))
    assert "requirements_met" not in shut(under(FAILED, PASSED))
    early = fact("acceptance.signed", "2026-03-02 13:00")
    assert len(gate(under(FAILED, early, PASSED), "requirements_met").passed) == 1


def test_S4d_1_1c_a_failed_test_lets_the_purchaser_choose_return_or_exchange():
    open_now = [line for line in under(PASSED).remedies if line.state is RemedyState.OPEN]
    assert open_now == []

    line = remedy(under(FAILED), "take_back")
    assert (line.state, line.chooser) == (RemedyState.OPEN, "customer")
    assert [option.key for option in line.options] == ["return", "exchange"]
    chosen = fact("remedy.chosen", "2026-03-02 15:00", remedy="take_back", option="return")
    assert remedy(under(FAILED, chosen), "take_back").chosen == "return"


def test_S4d_1_2a_an_experienced_engineer_installs_where_it_is_needed():
    not_needed = fact("request.described", NOON, installation_needed=False)
    assert "install" not in owed(under(not_needed, contract__installation=False))

    needed = fact("request.described", NOON, installation_needed=True)
    assert "install" in owed(under(needed))
    line = assigned(under(needed), "installers")
    assert (line.lead, line.needs) == ("engineer", ("experienced",))
    assert "install" in done(under(needed, fact("installation.finished", "2026-03-04 10:00")))


def test_S4d_1_2b_an_installation_is_checked_against_the_standard_of_the_works():
    installed = fact("installation.finished", NOON)
    assert "factory_standard" in shut(under(installed))
    failed = fact("installation.checked", "2026-03-02 13:00", result="failed")
    assert "factory_standard" in shut(under(installed, failed))
    passed = fact("installation.checked", "2026-03-02 14:00", result="worked")
    assert "factory_standard" not in shut(under(installed, failed, passed))


def test_S4d_1_3_the_missing_length_of_the_training_is_shown():
    assert "S4d-1.3" in under().unset
    assert shipped("S4d").clauses["S4d-1.3"].note["zh-Hans"] == "请设定培训时长"


def test_S4d_4_the_last_word_is_shown_as_a_text():
    assert "S4d-4" in under().statements
    assert "final say" in shipped("S4d").clauses["S4d-4"].text["en"]
