from kept.records.archive.models.contact import Contact, ContactEmail, ContactPhone, ContactSite
from kept.records.archive.models.customer import Customer
from kept.records.archive.models.equipment import Equipment, Milestone, MilestoneKind
from kept.records.archive.models.holder import RoleHolder
from kept.records.archive.models.label import EquipmentLabel
from kept.records.archive.models.product import ProductModel
from kept.records.archive.models.search import SearchKind, SearchRow
from kept.records.archive.models.site import Site, System
from kept.records.archive.models.territory import Territory, TerritoryLevel

__all__ = [
    "Contact",
    "ContactEmail",
    "ContactPhone",
    "ContactSite",
    "Customer",
    "Equipment",
    "EquipmentLabel",
    "Milestone",
    "MilestoneKind",
    "ProductModel",
    "RoleHolder",
    "SearchKind",
    "SearchRow",
    "Site",
    "System",
    "Territory",
    "TerritoryLevel",
]
