"""The one form of signature value (CMS SignedData, RFC 5652) that is written here and accepted here, as DER.

CAdES B-B as PAdES asks (ETSI EN 319 122-1, 319 142-1): SHA-256, RSA PKCS#1 v1.5, and three signed attributes:
content type, message digest, signing-certificate-v2. A general ASN.1 library needs 12 ms for it; the form is fixed,
so a few lines do, and `verification` builds the same bytes again and compares them: no byte of a signature is unbound.
"""

import hashlib
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_INTEGER, _OCTETS, _NULL, _OID, _SEQUENCE, _SET, _CONTEXT_0 = 0x02, 0x04, 0x05, 0x06, 0x30, 0x31, 0xA0


def _tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def _integer(value: int) -> bytes:
    return _tlv(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


def octets(value: bytes) -> bytes:
    """Return the DER of an OCTET STRING."""
    return _tlv(_OCTETS, value)


def _set_of(*members: bytes, tag: int = _SET) -> bytes:
    # DER orders the members of a SET OF by their encoding (X.690, 11.6).
    return _tlv(tag, *sorted(members))


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    body = bytes([40 * first + second])
    for arc in rest:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.insert(0, arc & 0x7F | 0x80)
        body += bytes(groups)
    return _tlv(_OID, body)


_DATA = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = _oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = _oid("1.2.840.113549.1.9.16.2.47")
_SHA256 = _tlv(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1"), _tlv(_NULL))
_SHA256_RSA = _tlv(_SEQUENCE, _oid("1.2.840.113549.1.1.11"), _tlv(_NULL))
_VERSION_1 = _integer(1)


def signed_attributes(digest: bytes, signer: x509.Certificate) -> bytes:
    """Return the attributes over which the key signs, as the DER of a SET: the document's SHA-256, and who signs."""
    fingerprint = hashlib.sha256(signer.public_bytes(Encoding.DER)).digest()
    # ESSCertIDv2 (RFC 5035): SHA-256 is the default algorithm and so is left out.
    certificate_id = _tlv(_SEQUENCE, _tlv(_SEQUENCE, _tlv(_SEQUENCE, octets(fingerprint))))
    return _set_of(
        _tlv(_SEQUENCE, _CONTENT_TYPE, _set_of(_DATA)),
        _tlv(_SEQUENCE, _MESSAGE_DIGEST, _set_of(octets(digest))),
        _tlv(_SEQUENCE, _SIGNING_CERTIFICATE_V2, _set_of(certificate_id)),
    )


def first_value(padded: bytes) -> bytes:
    """Return the first DER value of `padded`, without what follows it. Raises IndexError when there is none."""
    header, size = _measure(padded)
    return padded[: header + size]


def certificates(value: bytes) -> list[bytes]:
    """Return the DER certificates in a ContentInfo of this form. Raises ValueError or IndexError for another form."""
    _type, wrapped = _children(value)
    [content] = _children(wrapped)
    _version, _digests, _content, found, _signers = _children(content)
    return _children(found)


def _measure(value: bytes) -> tuple[int, int]:
    """Return the sizes of the header and the body of the DER value at the start of `value`."""
    if value[1] < 0x80:
        return 2, value[1]
    digits = value[1] & 0x7F
    return 2 + digits, int.from_bytes(value[2 : 2 + digits])


def _children(value: bytes) -> list[bytes]:
    header, size = _measure(value)
    body, found = value[header : header + size], list[bytes]()
    while body:
        found.append(first_value(body))
        body = body[len(found[-1]) :]
    return found


def signed_data(
    attributes: bytes, signature: bytes, signer: x509.Certificate, others: Iterable[x509.Certificate]
) -> bytes:
    """Return the DER of the ContentInfo: the signature, the signer's certificate and `others` up to the trusted one."""
    signer_info = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _tlv(_SEQUENCE, signer.issuer.public_bytes(), _integer(signer.serial_number)),
        _SHA256,
        bytes([_CONTEXT_0]) + attributes[1:],
        _SHA256_RSA,
        octets(signature),
    )
    certificates = [certificate.public_bytes(Encoding.DER) for certificate in (signer, *others)]
    content = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _set_of(_SHA256),
        _tlv(_SEQUENCE, _DATA),
        _set_of(*certificates, tag=_CONTEXT_0),
        _set_of(signer_info),
    )
    return _tlv(_SEQUENCE, _SIGNED_DATA, _tlv(_CONTEXT_0, content))
