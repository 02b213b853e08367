"""Uploaded proofs: pictures and PDF files, known by their first bytes and not by what the browser says."""

from django.utils.translation import gettext as _

from jiangxin.documents.scans import scan_type
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param


class UnableToUseProof(Unable):
    """The file can't be kept as a proof."""


def check_proof(content: bytes, stated: str) -> str:
    """Return the media type of a proof; `stated` is the browser's word, which the sentence of a refusal repeats.

    Raises UnableToUseProof for a file that is empty, too large, or neither JPEG, PNG nor PDF.
    """
    if not content:
        raise UnableToUseProof(_("这个文件是空的；请重新选择要上传的材料。"))
    limit = param("upload.document_max").integer
    if len(content) > limit * 1_000_000:
        sentence = _("材料文件有 %(size)d MB，超过上限 %(limit)d MB；请缩小后再上传。")
        raise UnableToUseProof(sentence % {"size": -(-len(content) // 1_000_000), "limit": limit})
    if media_type := scan_type(content):
        return media_type
    sentence = _("材料只收 JPG、PNG 图片和 PDF 文件，这个文件（%s）不能用；请拍照或另存为 PDF 后再上传。")
    raise UnableToUseProof(sentence % (stated or "?"))
