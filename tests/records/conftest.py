"""The people, customers and equipment that tests of records are about."""

from datetime import date

import pytest

from kept.records.archive.models import Customer, Equipment, ProductModel, Site, System, Territory
from kept.records.archive.services import (
    CustomerDetails,
    EquipmentDetails,
    Place,
    ProductDetails,
    SiteDetails,
    SystemDetails,
    load_territories,
    register_customer,
    register_equipment,
    register_product,
    register_site,
    register_system,
)
from kept.records.ledger.actor import System as Machine
from kept.records.people.models import Office, Person, Role
from kept.records.people.services import (
    OfficeDetails,
    PersonDetails,
    create_person,
    open_office,
)
from kept.records.policies.models import PolicyVersion
from kept.records.policies.services import name_policy, publish_version
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")


def hire(username: str, name: str, *roles: Role) -> Person:
    details = PersonDetails(username=username, display_name=name, roles=roles)
    return create_person(details=details, by=Machine("setup"), at=NOON)


@pytest.fixture
def chen_jing(db) -> Person:
    """The administrator."""
    return hire("chen.jing", "陈静", Role.ADMINISTRATOR)


@pytest.fixture
def wang_fang(db) -> Person:
    """She answers the hotline."""
    return hire("wang.fang", "王芳", Role.HOTLINE)


@pytest.fixture
def li_qiang(db) -> Person:
    """He dispatches."""
    return hire("li.qiang", "李强", Role.DISPATCHER)


@pytest.fixture
def liu_yang(db) -> Person:
    """An engineer."""
    return hire("liu.yang", "刘洋", Role.ENGINEER)


@pytest.fixture
def zhao_min(db) -> Person:
    """The manager."""
    return hire("zhao.min", "赵敏", Role.MANAGER)


@pytest.fixture
def zhou_ting(db) -> Person:
    """She owns the policies."""
    return hire("zhou.ting", "周婷", Role.POLICY_OWNER)


@pytest.fixture
def guo_wei(db) -> Person:
    """A customer's contact who may sign in."""
    return hire("guo.wei", "郭伟", Role.CUSTOMER)


@pytest.fixture
def shenzhen(chen_jing) -> Office:
    """The office in Shenzhen."""
    details = OfficeDetails(
        code="SZ",
        names={"en": "Shenzhen", "zh-hans": "深圳", "zh-hant": "深圳"},
        time_zone="Asia/Shanghai",
        country_code="CN",
        province_code="CN-440000",
        city_code="CN-440300",
    )
    return open_office(details=details, by=chen_jing, at=NOON)


@pytest.fixture
def territories(db) -> None:
    """All territories, also after a test that emptied the database."""
    if not Territory.objects.exists():
        load_territories()


@pytest.fixture
def huaxing(wang_fang) -> Customer:
    """A power company in Dongguan."""
    details = CustomerDetails(
        names={"en": "Huaxing Power Co., Ltd.", "zh-hans": "华兴电力有限公司"},
        short_name="华兴电力",
    )
    return register_customer(details=details, by=wang_fang, at=NOON)


@pytest.fixture
def lanhai(wang_fang) -> Customer:
    """A chemical company."""
    details = CustomerDetails(
        names={"en": "Lanhai Chemical", "zh-hans": "蓝海化工"}, short_name="蓝海", is_key=True
    )
    return register_customer(details=details, by=wang_fang, at=NOON)


def place_site(customer: Customer, office: Office, by: Person, name: str) -> Site:
    details = SiteDetails(
        customer_id=customer.pk,
        names={"zh-hans": name},
        territory="CN-441900",
        office_id=office.pk,
        address="松山湖大道 1 号",
    )
    return register_site(details=details, by=by, at=NOON)


@pytest.fixture
def plant(territories, huaxing, shenzhen, wang_fang) -> Site:
    """Huaxing's power plant in Dongguan."""
    return place_site(huaxing, shenzhen, wang_fang, "东莞电厂")


@pytest.fixture
def harbour(territories, lanhai, shenzhen, wang_fang) -> Site:
    """Lanhai's tank farm."""
    return place_site(lanhai, shenzhen, wang_fang, "储罐区")


@pytest.fixture
def boiler(plant, wang_fang) -> System:
    """A boiler at the plant."""
    details = SystemDetails(site_id=plant.pk, names={"en": "Boiler 1", "zh-hans": "一号锅炉"})
    return register_system(details=details, by=wang_fang, at=NOON)


@pytest.fixture
def transmitter(wang_fang) -> ProductModel:
    """A model of pressure transmitter."""
    details = ProductDetails(
        brand="Hengyi",
        code="HY-3051",
        names={"en": "Pressure transmitter", "zh-hans": "压力变送器"},
        design_life_months=120,
    )
    return register_product(details=details, by=wang_fang, at=NOON)


@pytest.fixture
def piece(transmitter, boiler, wang_fang) -> Equipment:
    """A transmitter at Huaxing's boiler."""
    where = Place(customer_id=boiler.customer_id, site_id=boiler.site_id, system_id=boiler.pk)
    details = EquipmentDetails(
        product_id=transmitter.pk, serial_number="HY24-000317", place=where, label="PT-101"
    )
    return register_equipment(details=details, by=wang_fang, at=NOON)


@pytest.fixture
def version(zhou_ting) -> PolicyVersion:
    """The first version of a policy."""
    name_policy(code="P1", names={"en": "Policy one"}, by=zhou_ting, at=NOON)
    return publish_version(
        code="P1", text="policy: P1\n", effective_on=date(2026, 1, 1), by=zhou_ting, at=NOON
    )
