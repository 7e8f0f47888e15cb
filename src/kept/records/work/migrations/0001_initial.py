import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("archive", "0006_what_policies_ask"),
        ("cases", "0016_owed_since"),
        ("files", "0004_scanning"),
        ("parts", "0008_makers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("time", "Time worked"),
                            ("travel", "Travel"),
                            ("expense", "Expense"),
                        ],
                        max_length=7,
                    ),
                ),
                ("component", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "where",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_site", "on site"),
                            ("remote", "remotely"),
                            ("workshop", "in the workshop"),
                        ],
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("kilometres", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("trips", models.PositiveSmallIntegerField(null=True)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=19, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("key", models.CharField(max_length=80)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="cases.case",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="work.entry",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.CharField(max_length=20)),
                ("bill", models.CharField(max_length=32)),
                ("position", models.PositiveSmallIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("freed_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="work.entry",
                    ),
                ),
                (
                    "freed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="parts.movement",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["case", "at"], name="work_of_case"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["person", "at"], name="work_of_person"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["customer", "at"], name="work_for_customer"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "time"),
                        ("started_at__isnull", False),
                        ("where__in", ["on_site", "remote", "workshop"]),
                        ("kilometres", None),
                        ("trips", None),
                        ("amount", None),
                        ("currency", ""),
                        ("receipt", None),
                    ),
                    models.Q(
                        ("kind", "travel"),
                        ("where", ""),
                        ("amount", None),
                        ("currency", ""),
                        ("receipt", None),
                        models.Q(
                            ("ended_at__isnull", False), ("started_at", None), _connector="OR"
                        ),
                        models.Q(
                            ("started_at__isnull", False),
                            ("kilometres__gt", 0),
                            ("trips__gt", 0),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("amount__gt", 0),
                        ("kind", "expense"),
                        ("where", ""),
                        ("ended_at", None),
                        ("started_at", None),
                        ("kilometres", None),
                        ("trips", None),
                    ),
                    _connector="OR",
                ),
                name="work_says_what_its_kind_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("started_at", None)),
                    models.Q(
                        ("started_at", models.F("at")),
                        models.Q(
                            ("ended_at", None),
                            ("ended_at__gt", models.F("started_at")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="work_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kilometres", None), ("kilometres__gt", 0), _connector="OR"),
                    models.Q(("trips", None), ("trips__gt", 0), _connector="OR"),
                ),
                name="work_goes_some_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "expense"), _negated=True),
                    ("text__regex", "\\S"),
                    _connector="OR",
                ),
                name="work_expense_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                name="work_expense_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount", None),
                    models.Q(
                        (
                            "amount",
                            django.db.models.functions.math.Round(models.F("amount"), precision=0),
                        ),
                        (
                            "currency__in",
                            [
                                "BIF",
                                "CLP",
                                "DJF",
                                "GNF",
                                "ISK",
                                "JPY",
                                "KMF",
                                "KRW",
                                "PYG",
                                "RWF",
                                "UGX",
                                "UYI",
                                "VND",
                                "VUV",
                                "XAF",
                                "XOF",
                                "XPF",
                            ],
                        ),
                    ),
                    models.Q(
                        (
                            "amount",
                            django.db.models.functions.math.Round(models.F("amount"), precision=3),
                        ),
                        ("currency__in", ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
                    ),
                    models.Q(
                        (
                            "amount",
                            django.db.models.functions.math.Round(models.F("amount"), precision=4),
                        ),
                        ("currency__in", ["CLF", "UYW"]),
                    ),
                    models.Q(
                        (
                            "amount",
                            django.db.models.functions.math.Round(models.F("amount"), precision=2),
                        ),
                        (
                            "currency__in",
                            [
                                "AED",
                                "AFN",
                                "ALL",
                                "AMD",
                                "ANG",
                                "AOA",
                                "ARS",
                                "AUD",
                                "AWG",
                                "AZN",
                                "BAM",
                                "BBD",
                                "BDT",
                                "BGN",
                                "BMD",
                                "BND",
                                "BOB",
                                "BRL",
                                "BSD",
                                "BTN",
                                "BWP",
                                "BYN",
                                "BZD",
                                "CAD",
                                "CDF",
                                "CHF",
                                "CNY",
                                "COP",
                                "CRC",
                                "CUP",
                                "CVE",
                                "CZK",
                                "DKK",
                                "DOP",
                                "DZD",
                                "EGP",
                                "ERN",
                                "ETB",
                                "EUR",
                                "FJD",
                                "FKP",
                                "GBP",
                                "GEL",
                                "GHS",
                                "GIP",
                                "GMD",
                                "GTQ",
                                "GYD",
                                "HKD",
                                "HNL",
                                "HTG",
                                "HUF",
                                "IDR",
                                "ILS",
                                "INR",
                                "IRR",
                                "JMD",
                                "KES",
                                "KGS",
                                "KHR",
                                "KPW",
                                "KYD",
                                "KZT",
                                "LAK",
                                "LBP",
                                "LKR",
                                "LRD",
                                "LSL",
                                "MAD",
                                "MDL",
                                "MGA",
                                "MKD",
                                "MMK",
                                "MNT",
                                "MOP",
                                "MRU",
                                "MUR",
                                "MVR",
                                "MWK",
                                "MXN",
                                "MYR",
                                "MZN",
                                "NAD",
                                "NGN",
                                "NIO",
                                "NOK",
                                "NPR",
                                "NZD",
                                "PAB",
                                "PEN",
                                "PGK",
                                "PHP",
                                "PKR",
                                "PLN",
                                "QAR",
                                "RON",
                                "RSD",
                                "RUB",
                                "SAR",
                                "SBD",
                                "SCR",
                                "SDG",
                                "SEK",
                                "SGD",
                                "SHP",
                                "SLE",
                                "SOS",
                                "SRD",
                                "SSP",
                                "STN",
                                "SVC",
                                "SYP",
                                "SZL",
                                "THB",
                                "TJS",
                                "TMT",
                                "TOP",
                                "TRY",
                                "TTD",
                                "TWD",
                                "TZS",
                                "UAH",
                                "USD",
                                "UYU",
                                "UZS",
                                "VED",
                                "VES",
                                "WST",
                                "XCD",
                                "YER",
                                "ZAR",
                                "ZMW",
                                "ZWG",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="work_expense_payable",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("component__regex", "\\S")), name="work_has_a_component"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("started_at__isnull", False), ("withdrawn_at", None)),
                expressions=[
                    (
                        models.Func(
                            models.F("person"),
                            models.F("person"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("started_at"), models.F("ended_at"), function="tstzrange"
                        ),
                        "&&",
                    ),
                ],
                name="work_one_thing_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("recorded_by", "key"), name="work_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    _connector="OR",
                ),
                name="work_withdrawn_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_why", "")),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_why__regex", "\\S")),
                    _connector="OR",
                ),
                name="work_withdrawn_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="taken",
            index=models.Index(fields=["bill"], name="taken_by_bill"),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry", None), ("movement__isnull", False)),
                    models.Q(("entry__isnull", False), ("movement", None)),
                    _connector="OR",
                ),
                name="taken_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("freed_at", None)),
                fields=("entry", "share"),
                name="taken_work_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("freed_at", None)),
                fields=("movement", "share"),
                name="taken_part_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__regex", "\\S")), name="taken_says_which_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(("bill__regex", "\\S")), name="taken_on_a_bill"
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("freed_at__isnull", False), ("freed_by__isnull", False)),
                    models.Q(("freed_at__isnull", True), ("freed_by__isnull", True)),
                    _connector="OR",
                ),
                name="taken_freed_by_someone",
            ),
        ),
    ]
