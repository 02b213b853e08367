"""What must lie with an application: the proofs that are asked for, and its applicant's promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiangxin.enrolment.terms import terms
from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.enrolment.models import Application, Material

PROMISES = {"pledge": "pledged_at", "consent": "consented_at"}  # the texts, and where it stands that he agreed himself


def present_materials(application: Application) -> list[Material]:
    """Return the proofs of an application that are there, on file or seen on paper."""
    return [material for material in application.materials.all() if material.state != "removed"]


def asked_materials(application: Application) -> list[str]:
    """Return the proofs that are asked for: those of the condition, and of a category that waits before others."""
    kinds = list(application.condition.materials) if application.condition else []
    if proof := category_proof(application):
        kinds.append(proof)
    return kinds


def category_proof(application: Application) -> str:
    """Return the proof of a category of people that waits before others in this round; "" for any other."""
    round_, category = application.round, application.category
    if round_.quota is None or not category or round_.tier_of(category) == len(round_.priority):
        return ""
    return f"人员类别证明（{code_list('candidate_category').get(category).words.zh}）"


def lacking_materials(application: Application) -> list[str]:
    """Return the proofs that are asked for and that are not there."""
    present = _present_kinds(application)
    return [kind for kind in asked_materials(application) if kind not in present]


def surplus_materials(application: Application) -> list[Material]:
    """Return the proofs that are there and that nothing asks for, such as those of a condition chosen before."""
    asked = {*asked_materials(application), *map(on_paper, PROMISES)}
    return [material for material in present_materials(application) if material.kind not in asked]


def on_paper(promise: str) -> str:
    """Return the kind of proof that a promise is when its applicant signed it on paper."""
    return terms(promise).title.zh


def lacking_promises(application: Application) -> list[str]:
    """Return the promises that he neither gave himself nor signed on a paper that was seen."""
    own = [promise for promise, given in PROMISES.items() if not getattr(application, given)]
    return [on_paper(promise) for promise in own if not signed_on_paper(application, promise)]


def signed_on_paper(application: Application, promise: str) -> bool:
    """Tell whether a promise that its applicant signed on paper was seen."""
    return on_paper(promise) in _present_kinds(application)


def lacking(application: Application) -> list[str]:
    """Return all that is still to be seen before an application can be accepted: proofs and promises."""
    return [*lacking_materials(application), *lacking_promises(application)]


def _present_kinds(application: Application) -> set[str]:
    return {material.kind for material in present_materials(application)}
