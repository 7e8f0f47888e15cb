"""The accounts of the demo company that have a password. Everybody knows it: demo data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
    """One account: the sign-in page and the start of Kept show it."""

    username: str
    password: str
    what: str


LOGINS = (
    Login("emma.clarke", "kept-demo-hotline", "Hotline, English"),
    Login("zhou.min", "kept-demo-hotline", "Hotline, 简体中文"),
    Login("han.xue", "kept-demo-dispatch", "Dispatcher"),
    Login("gao.lei", "kept-demo-engineer", "Engineer"),
    Login("marta.stein", "kept-demo-manager", "Manager"),
    Login("shen.lan", "kept-demo-policies", "Policy owner"),
    Login("mei.lihua", "kept-demo-stores", "Store keeper"),
    Login("fang.yi", "kept-demo-money", "Accountant"),
    Login("noah.fischer", "kept-demo-admin", "Administrator"),
    Login("guo.wei", "kept-demo-customer", "Customer's contact"),
)
