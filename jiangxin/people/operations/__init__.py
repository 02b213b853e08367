"""The only writers of people: organisations and persons, accounts, readings, requests, and the keys."""

from jiangxin.people.operations.accounts import (
    FirstPassword,
    UnableToGrant,
    grant_account,
    reset_password,
    restore_account,
    stop_account,
)
from jiangxin.people.operations.keys import rotate_key
from jiangxin.people.operations.own import (
    UnableToAsk,
    accept_correction,
    ask_correction,
    decline_correction,
    erase,
    keep_person,
    propose_erasure,
    take_back_correction,
)
from jiangxin.people.operations.persons import (
    NewPerson,
    UnableToSignUp,
    account_of,
    add_qualification,
    appoint,
    close_organisation,
    correct_own_name,
    correct_person,
    end_appointment,
    found,
    give_password,
    holder,
    open_account,
    register,
    register_all,
    revise_organisation,
    sign_up,
    update_contact,
    withdraw_qualification,
)
from jiangxin.people.operations.readings import UnableToReveal, read, read_own, reveal, reveal_all

__all__ = [
    "FirstPassword", "NewPerson", "UnableToAsk", "UnableToGrant", "UnableToReveal", "UnableToSignUp",
    "accept_correction", "account_of", "add_qualification", "appoint", "ask_correction", "close_organisation",
    "correct_own_name", "correct_person", "decline_correction", "end_appointment", "erase", "found",
    "give_password", "grant_account", "holder", "keep_person", "open_account", "propose_erasure", "read",
    "read_own", "register", "register_all", "reset_password", "restore_account", "reveal", "reveal_all",
    "revise_organisation", "rotate_key", "sign_up", "stop_account", "take_back_correction", "update_contact",
    "withdraw_qualification",
]  # fmt: skip
