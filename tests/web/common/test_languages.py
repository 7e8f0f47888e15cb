import pytest
from django.utils import translation

from kept.web.common.languages import mark_runs, tag


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("东岸数据中心 Eastbank", '<span lang="zh-Hans">东岸数据中心</span> Eastbank'),
        ("嘉禾紡織", '<span lang="zh-Hant">嘉禾紡織</span>'),
        ("喷气织机 7 号机停机", '<span lang="zh-Hans">喷气织机 7 号机停机</span>'),  # one run
        ("12 月 3 日 09:00", '12 <span lang="zh-Hans">月 3 日</span> 09:00'),
        ("<b>门</b>", '&lt;b&gt;<span lang="zh-Hans">门</span>&lt;/b&gt;'),
        ("", ""),
    ],
)
def test_chinese_words_in_an_english_page_carry_their_language(text, html):
    with translation.override("en"):
        assert mark_runs(text) == html


def test_a_chinese_page_needs_no_marks_and_still_escapes():
    with translation.override("zh-hans"):
        assert mark_runs("门 <i>") == "门 &lt;i&gt;"


def test_django_codes_become_tags_that_browsers_know():
    assert [tag(code) for code in ("en", "zh-hans", "zh-hant", "fr", None)] == [
        "en",
        "zh-Hans",
        "zh-Hant",
        "en",
        "en",
    ]
