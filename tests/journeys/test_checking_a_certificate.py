"""An employer checks a certificate on a phone without an account: by name and number, and by its file."""

from jiangxin.certificates.models import Certificate
from jiangxin.documents.operations import content_of
from tests.journeys.travelling import Journey, Travel
from tests.stories.certificates import certified_round
from tests.world import World

JOURNEY = Journey("checking_a_certificate", "the public", budget=8, width=360)


def test_an_employer_checks_a_certificate(world: World, travel: Travel) -> None:
    round_ = certified_round(world, 3)
    certificate = Certificate.objects.select_related("file").filter(row__result__application__round=round_)[0]
    assert certificate.file is not None
    pdf = content_of(certificate.file)
    with travel(JOURNEY) as employer:
        employer.go("/")
        employer.click("link", "证书查询")
        employer.arrive("证书查询")
        employer.shot("asked")
        employer.fill("姓名", certificate.row.result.application.person.name)
        employer.fill("证书编号", certificate.number)
        employer.click("button", "查询")
        employer.arrive("这是样张")
        employer.read("样张，不证明任何技能")
        employer.shot("answered")
        employer.click("link", "核验文件")
        employer.attach("证书文件", "证书.pdf", "application/pdf", pdf)
        employer.shot("file-chosen")
        employer.click("button", "核验")
        employer.read("未经改动的样张，不证明任何技能")
        employer.shot("file-verified")
