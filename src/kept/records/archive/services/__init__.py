from kept.records.archive.services.contacts import (
    ContactDetails,
    NotTheirSite,
    change_contact,
    give_login,
    record_contact_left,
    register_contact,
)
from kept.records.archive.services.customers import (
    CustomerDetails,
    change_customer,
    register_customer,
)
from kept.records.archive.services.equipment import (
    AlreadyReplaced,
    EquipmentDetails,
    LentByUs,
    LiesWithUs,
    Place,
    SerialTaken,
    move_equipment,
    register_equipment,
)
from kept.records.archive.services.holders import ForOneOfThem, NotOneOfUs, end_holder, name_holder
from kept.records.archive.services.labels import issue_label, revoke_label
from kept.records.archive.services.leaving import take_from_customer
from kept.records.archive.services.milestones import (
    EvidenceMissing,
    record_acceptance,
    record_milestone,
    retire_equipment,
)
from kept.records.archive.services.newcomers import KnownAlready, Newcomer, register_newcomer
from kept.records.archive.services.particulars import (
    ParticularsUnclear,
    describe_equipment,
    describe_product,
)
from kept.records.archive.services.products import ProductDetails, register_product
from kept.records.archive.services.replacing import Successor, replace_equipment
from kept.records.archive.services.search_index import rebuild_search
from kept.records.archive.services.sites import (
    SiteDetails,
    SystemDetails,
    change_site,
    register_site,
    register_system,
)
from kept.records.archive.services.taking_over import Day, TakenOver, take_over_equipment
from kept.records.archive.services.territories import load_territories

__all__ = [
    "AlreadyReplaced",
    "ContactDetails",
    "CustomerDetails",
    "Day",
    "EquipmentDetails",
    "EvidenceMissing",
    "ForOneOfThem",
    "KnownAlready",
    "LentByUs",
    "LiesWithUs",
    "Newcomer",
    "NotOneOfUs",
    "NotTheirSite",
    "ParticularsUnclear",
    "Place",
    "ProductDetails",
    "SerialTaken",
    "SiteDetails",
    "Successor",
    "SystemDetails",
    "TakenOver",
    "change_contact",
    "change_customer",
    "change_site",
    "describe_equipment",
    "describe_product",
    "end_holder",
    "give_login",
    "issue_label",
    "load_territories",
    "move_equipment",
    "name_holder",
    "rebuild_search",
    "record_acceptance",
    "record_contact_left",
    "record_milestone",
    "register_contact",
    "register_customer",
    "register_equipment",
    "register_newcomer",
    "register_product",
    "register_site",
    "register_system",
    "replace_equipment",
    "retire_equipment",
    "revoke_label",
    "take_from_customer",
    "take_over_equipment",
]
