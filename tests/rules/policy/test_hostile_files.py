"""Files made to do harm: each is refused with a sentence, quickly, and never run."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.rules.policy import PolicyErrors, check, load, load_untrusted
from kept.rules.policy.model import ClockRule, Policy
from kept.rules.policy.model import Test as Compared
from tests.rules.policy.texts import (
    CLOCK,
    EVERYTHING,
    HEAD,
    changed_rule,
    clock_of,
    mistakes,
    policy_text,
)

BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
TEXT = EVERYTHING.read_text()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (BILLION_LAUGHS, "Anchors (&a) are refused; leave it out."),
        (BILLION_LAUGHS, "Aliases (*name) are refused; write the value out."),
        ("a: &a {b: *a}", "Aliases (*name) are refused; write the value out."),
        ("a: {b: c}\n<<: {d: e}", "Merge keys (<<) are refused; write the lines out."),
        ("[" * 2000, "This is nested deeper than 32 levels."),
        ("{a: " * 2000, "This is nested deeper than 32 levels."),
        ("- " * 2000, "This is nested deeper than 32 levels."),
        ("".join(f"{'  ' * n}a:\n" for n in range(200)), "This is nested deeper than 32 levels."),
        ("a: [" + "1, " * 200_000 + "1]", "The file has more than 100,000 values."),
        (
            "".join(f"k{n}: 1\n" for n in range(60_000)),
            "The file has more than 100,000 values.",
        ),
        (
            "x" * 100_000_000,
            "The file has 100,000,000 bytes; a policy may have at most 1,000,000.",
        ),
        (
            "字" * 500_000,
            "The file has 1,500,000 bytes; a policy may have at most 1,000,000.",
        ),
        (
            b"\xff" * 100_000_000,
            "The file has 100,000,000 bytes; a policy may have at most 1,000,000.",
        ),
    ],
    ids=lambda value: None if isinstance(value, str | bytes) else str(value),
)
def test_PO_01_yaml_bombs(text, sentence):
    begun = time.process_time()

    assert sentence in [message for _, message in mistakes(text)]

    assert time.process_time() - begun < 2


def test_PO_01_yaml_bombs_a_number_of_5000_digits_is_text():
    text = policy_text(changed_rule(CLOCK, limit=f"{'9' * 5000} h"))

    assert mistakes(text) == [(17, f"“{'9' * 60}…” is too long for a limit.")]
    version = "9" * 5000
    assert load(policy_text(more=f"version: {version}\n"), file="x").version == version


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "'" * 900_001,
        "[: " * 300_000,
        "a: " + "\n" * 900_000 + "'",
        "!" * 900_000,
        "&a " * 300_000,
        '"' + "\\x" * 400_000,
        "? " * 400_000,
        "a: |" + "\n  x" * 200_000,
        "{" + "a: b, " * 150_000,
        "# " * 450_000,
        "%YAML 1.1\n" * 90_000,
        "--- a\n" * 150_000,
        "a" * 900_000 + ": b",
        policy_text(clauses="clauses:\n" + "".join(f"  D-{n}: {{en: x}}\n" for n in range(16_000))),
        HEAD + "clauses: {}\nrules:\n" + "".join(f"  r{n}: {{form: clok}}\n" for n in range(9000)),
        policy_text(changed_rule(CLOCK, when="{any: [" + "{emergncy: yes}, " * 15_000 + "]}")),
        policy_text(
            changed_rule(CLOCK, limit="{by: channel, cells: {" + "a" * 900_000 + ": 1 h}}")
        ),
        policy_text(changed_rule(CLOCK, limit="1 d" + " same time" * 80_000)),
    ],
    ids=range(18),
)
def test_PO_01_yaml_bombs_nothing_takes_more_than_two_seconds(text):
    begun = time.process_time()
    outcome(text)
    spent = time.process_time() - begun

    assert spent < 2


def test_PO_01_yaml_bombs_nothing_recurses_however_little_room_there_is():
    deepest = "{a: " * 31 + "b" + "}" * 31
    room = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        found = mistakes(policy_text(changed_rule(CLOCK, when=f"{{not: {deepest}}}")))
    finally:
        sys.setrecursionlimit(room)

    assert found[0][1] == "This is nested deeper than 32 levels."


def test_PO_01_yaml_bombs_very_many_clocks_are_checked_in_little_time():
    head, rule = policy_text().split("rules:\n")
    many = (rule.replace("rule:", f"r{n}:").replace("2 h", f"{n + 1} min") for n in range(800))
    policy = load(f"{head}rules:\n{''.join(many)}", file="x")
    begun = time.process_time()

    found = [finding.code for finding in check(policy)]

    assert found.count("two-promises") == 799  # each beside one other, not beside all
    assert time.process_time() - begun < 2


def many_costs(count: int) -> str:
    """Return a policy with very many cost cases whose conditions cross each other."""
    cases = "".join(
        f"      - {{source: D-2, when: {{a{n % 40}: yes, b{n % 37}: no}}, "
        f"pays: {{parts: {'customer' if n % 2 else 'provider'}}}}}\n"
        for n in range(count)
    )
    facts = "".join(f"  {s}{n}: {{type: yes_no, name: {s}}}\n" for s in "ab" for n in range(40))
    rule = f"form: cost\nname: {{en: c, zh-Hans: 费}}\ncases:\n{cases}"
    return policy_text(rule, more=f"facts:\n{facts}")


@pytest.mark.parametrize(
    "text",
    [
        many_costs(600),
        # A product of sums with 2 to the power of 300 alternatives.
        policy_text(
            changed_rule(
                CLOCK,
                when="{all: ["
                + ", ".join(
                    f"{{any: [{{a{n}: yes}}, {{b{n}: yes}}, {{a{n}: unknown}}]}}"
                    for n in range(300)
                )
                + "]}",
            ),
            more="facts:\n"
            + "".join(f"  {s}{n}: {{type: yes_no, name: x}}\n" for s in "ab" for n in range(300)),
        ),
        # One fact compared with very many values.
        policy_text(
            changed_rule(
                CLOCK,
                when="{any: ["
                + ", ".join(f"{{equipment.price: {{at_least: {n}}}}}" for n in range(1500))
                + "]}",
            )
        ),
        # Very many clocks for special cases of the same thing.
        policy_text().replace(
            "  rule:\n",
            "".join(
                f"  r{n}: {{form: clock, name: x, source: D-1, start: request.received, stop: "
                f"visit.arrived, limit: {n + 1} min, calendar: elapsed, when: {{equipment.class: "
                f"c{n}, emergency: yes}}}}\n"
                for n in range(800)
            )
            + "  rule:\n",
        ),
        # Very many acceptances of nothing.
        policy_text(
            more="accepted: ["
            + ", ".join(["{finding: x, clauses: D-1, en: x, decided_by: x}"] * 6000)
            + "]\n"
        ),
    ],
    ids=["costs", "product", "values", "clocks", "accepted"],
)
def test_PO_01_yaml_bombs_a_check_comes_to_its_end(text):
    policy = load(text, file="x")
    begun = time.process_time()

    told = [finding.sentence() for finding in check(policy)]

    assert told == [finding.sentence() for finding in check(policy)]  # the same each time
    assert time.process_time() - begun < 6


class TestInAChild:
    def test_PO_01_a_sound_file_is_read(self):
        policy = load_untrusted(EVERYTHING.read_bytes(), file="ALL.policy.yaml")

        assert policy.id == "ALL"

    def test_PO_01_mistakes_come_back_with_their_lines(self):
        with pytest.raises(PolicyErrors) as refused:
            load_untrusted("a: 1\na: 二".encode(), file="x.policy.yaml")

        first = refused.value.errors[0]
        assert (first.file, first.line) == ("x.policy.yaml", 1)
        assert "x.policy.yaml:2: The key “a” stands twice: in line 1 and here." in map(
            str, refused.value.errors
        )

    def test_PO_01_a_child_that_does_not_come_to_an_end_is_given_up(self):
        busy = "import sys; sys.stdin.read()\nwhile True: pass"

        with pytest.raises(PolicyErrors, match="took too much time or memory; it was given up"):
            load_untrusted(b"a: b", file="x", cpu_seconds=1, program=busy)

    def test_PO_01_what_is_too_big_never_reaches_it(self):
        with pytest.raises(PolicyErrors, match="at most 1,000,000"):
            load_untrusted(b" " * 100_000_000, file="x", program="raise SystemExit(3)")


class TestTypeSurprises:
    """PO-02: every scalar is text until its place gives it a type."""

    @pytest.mark.parametrize(
        "written",
        [
            "no",
            "NO",
            "on",
            "12:30:00",
            "010",
            "1_000",
            ".inf",
            "1e3",
            "null",
            "~",
            "0x1F",
            "2024-02-30",
        ],
    )
    def test_PO_02_text_stays_text(self, written):
        assert load(policy_text(more=f"version: {written}\n"), file="x").version == written
        when = clock_of(when=f"{{equipment.class: {written}}}").when
        assert isinstance(when, Compared)
        assert when.against == (written,)

    def test_PO_02_norway_is_a_place(self):
        when = clock_of(when="{site.country: NO}").when
        assert isinstance(when, Compared)

        assert when.against == ("NO",)

    @pytest.mark.parametrize("said", ["12:30", "12:30:00", "0 h", "-1 h", "1e9 h", "99999999 h"])
    def test_PO_02_no_duration_is_guessed(self, said):
        assert len(mistakes(policy_text(changed_rule(CLOCK, limit=said)))) == 1

    def test_PO_02_duplicate_and_unknown_keys(self):
        text = policy_text().replace(
            "    limit: 2 h\n", "    limit: 2 h\n    limit: 3 h\n    x: 1\n"
        )

        assert mistakes(text) == [
            (18, "The key “limit” stands twice: in line 17 and here."),
            (19, "The clock “rule” has no key “x”."),
        ]

    @pytest.mark.parametrize(
        ("hidden", "sentence"),
        [
            ("\x00", "There is a control character (U+0000) here; take it out."),
            ("\x1b", "There is a control character (U+001B) here; take it out."),
            ("\u202e", "There is a bidirectional character (U+202E) here; take it out."),
            ("\u2067", "There is a bidirectional character (U+2067) here; take it out."),
            ("\u200b", "There is an invisible character (U+200B) here; take it out."),
            ("\ufeff", "There is a byte order mark here; save the file as UTF-8 without one."),
        ],
    )
    def test_PO_02_what_nobody_sees_is_refused(self, hidden, sentence):
        text = policy_text().replace("One.", f"O{hidden}ne.")
        escaped = policy_text().replace("One.", f'"O\\u{ord(hidden):04x}ne."')

        assert mistakes(text) == [(8, sentence)]
        assert mistakes(escaped) == [(8, sentence)]

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            (b"\xef\xbb\xbfpolicy: X", ("There is a byte order mark here; save the file as UTF-8 "
             "without one.")),
            (b"\xff\xfep\x00", "The file is UTF-16; save it as UTF-8 without a byte order mark."),
            (b"policy: \xe9", "This line is not UTF-8; save the file as UTF-8."),
        ],
    )  # fmt: skip
    def test_PO_02_only_plain_utf_8(self, raw, sentence):
        assert (1, sentence) in mistakes(raw)

    @pytest.mark.parametrize("tag", ["!!str", "!!binary", "!x", "!<tag:x>", "!"])
    def test_PO_02_tags_are_refused(self, tag):
        found = mistakes(policy_text(changed_rule(CLOCK, limit=f"{tag} 2 h")))

        assert [line for line, _ in found] == [17]
        assert found[0][1].startswith("Tags (")


@pytest.mark.parametrize(
    "code",
    [
        "!!python/object/apply:os.system [id]",
        "!!python/name:os.system",
        "!!python/object/new:type {args: [x]}",
    ],
)
def test_PO_03_no_constructor_is_ever_called(code):
    found = mistakes(policy_text(changed_rule(CLOCK, limit=code)))

    assert any(message.startswith("Tags (tag:yaml.org,2002:python/") for _, message in found)


@pytest.mark.parametrize(
    "code",
    [
        "{{7*7}}",
        "${7*7}",
        "{0.__init__.__globals__}",
        "__class__.__mro__",
        "%(x)s",
        "'; DROP TABLE clause; --",
        "__import__('os').system('id')",
        "<script>alert(1)</script>",
    ],
)
def test_PO_03_code_in_a_text_stays_a_text_and_is_no_condition(code):
    written = '"' + code + '"'
    policy = load(
        policy_text(clauses=f"clauses:\n  D-1: {{en: {written}}}\n  D-2: {{en: x}}\n"), file="x"
    )

    assert policy.clauses["D-1"].text["en"] == code
    for place in ("when", "limit", "start", "calendar", "strength", "actor"):
        assert mistakes(policy_text(changed_rule(CLOCK, **{place: written})))


def test_PO_03_a_rule_has_a_bounded_number_of_parts():
    many = "{any: [" + ", ".join(["{emergency: yes}"] * 4000) + "]}"

    assert mistakes(policy_text(changed_rule(CLOCK, when=many)))[0][1].startswith(
        "The rule “rule” has 12,023 parts; at most 10,000"
    )


@pytest.mark.parametrize("operator", ["matches", "regex", "like", "pattern", "starts_with", "glob"])
def test_PO_04_no_user_regex_exists_at_all(operator):
    when = f"{{equipment.class: {{{operator}: '(a+)+$'}}}}"

    assert mistakes(policy_text(changed_rule(CLOCK, when=when)))[0][1].startswith(
        f"“{operator}” does not compare; there are:"
    )


def test_PO_04_a_pattern_as_a_value_is_only_compared():
    when = clock_of(when="{equipment.class: '(a+)+$'}").when

    assert isinstance(when, Compared)
    assert when.against == ("(a+)+$",)


# --- whatever it is, it is a policy or it is refused -----------------------------------------

PIECES = sorted(
    {*TEXT.replace("{", " { ").replace("[", " [ ").split(), "&a", "*a", "<<:", "!!x", "'", "\t"}
)
lines = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(text: str | bytes) -> Policy | PolicyErrors:
    try:
        return load(text, file="x")
    except PolicyErrors as refused:
        return refused


def read_or_refused(text: str | bytes) -> None:
    found = outcome(text)

    if isinstance(found, PolicyErrors):
        assert found.errors
        assert all(error.line >= 1 and error.message for error in found.errors)
    else:
        assert all(isinstance(rule, ClockRule) for rule in found.clocks)


@SLOW
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_PO_03_fuzz_any_text(text):
    read_or_refused(text)


@SLOW
@given(st.data())
def test_PO_03_fuzz_a_sound_policy_with_a_piece_replaced(data):
    start = data.draw(st.integers(0, len(TEXT)))
    end = min(len(TEXT), start + data.draw(st.integers(0, 40)))
    piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=12))

    read_or_refused(TEXT[:start] + piece + TEXT[end:])


@SLOW
@given(st.data())
def test_PO_03_fuzz_a_sound_policy_with_a_value_of_another_shape(data):
    rows = TEXT.splitlines()
    at = data.draw(st.integers(0, len(rows) - 1))
    key, colon, _ = rows[at].partition(": ")
    value = data.draw(lines | st.sampled_from(["[]", "{}", "[[]]", "{a: b}", "[a]", "yes", '""']))
    rows[at] = f"{key}{colon or ': '}{value}"

    read_or_refused("\n".join(rows))


@SLOW
@given(st.lists(lines, max_size=12).map("\n".join))
def test_PO_03_fuzz_words_of_the_language_in_any_order(text):
    read_or_refused(f"{HEAD}{text}")
