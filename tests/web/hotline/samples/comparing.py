"""One request under ten policies."""

from django import forms

from kept.web.common.forms import Segments
from kept.web.hotline import pages
from tests.web.hotline.samples.story import NOW, clause


class SampleCompareForm(forms.Form):
    level = forms.ChoiceField(
        label="Fault", choices=[("1", "Down"), ("2", "Part lost"), ("3", "Minor")], widget=Segments
    )
    visit = forms.BooleanField(label="Customer asks for a visit", required=False)


def compare_page():
    names = ["S0", "S1", "S2", "S3a", "S3b", "S3c", "S4a", "S4b", "S4c", "S4d"]
    values = ["1 h", "2 h", "1 h", "10 min", "", "4 h", "30 min", "", "8 h", "24 h"]

    def cells(shift):
        turned = values[shift:] + values[:shift]
        return [
            pages.Cell(
                words=words or "unset",
                detail=f"Tue 24 Nov {15 + place % 5}:20" if words else "",
                clause=clause(f"{name}-2.{place + 1}a"),
                state=None if words else "unset",
                mark="earliest" if words == "10 min" else "",
            )
            if place != shift
            else pages.Cell()
            for place, (name, words) in enumerate(zip(names, turned, strict=True))
        ]

    return pages.ComparePage(
        now=NOW,
        request="A UPS is on bypass and hall B is unprotected; the customer phones at 14:20.",
        columns=[
            pages.PolicyColumn(name=name, detail="Policy of 2026", url="/p/") for name in names
        ],
        groups=[
            pages.CompareGroup(
                title="By when",
                rows=[
                    pages.CompareRow(label="Answer", cells=cells(0), detail="from the request"),
                    pages.CompareRow(label="Engineer on site", cells=cells(2)),
                    pages.CompareRow(label="Repaired", cells=cells(4)),
                ],
            ),
            pages.CompareGroup(
                title="Who pays",
                rows=[
                    pages.CompareRow(label="Labour", cells=cells(1)),
                    pages.CompareRow(label="Spare parts", cells=cells(7)),
                ],
            ),
        ],
        form=SampleCompareForm({"level": "1", "visit": "on"}),
    )
