"""An authority of the tests' own and a server's certificate from it, made anew in each run: no key lies in the tree.

P-256 and DER by hand, because nothing the project needs brings them; no secret ever hangs on these keys.
"""

import base64
import hashlib
import secrets
from pathlib import Path

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int]

INTEGER, BITS, OCTETS, OID, UTF8, UTC_TIME, SEQUENCE, SET = 2, 3, 4, 6, 12, 23, 48, 49
TRUE = b"\x01\x01\xff"


class Key:
    """A private key on the curve P-256."""

    def __init__(self) -> None:
        self.secret = secrets.randbelow(N - 1) + 1
        x, y = _times(self.secret, G)
        self.public = b"\x04" + x.to_bytes(32) + y.to_bytes(32)

    def sign(self, what: bytes) -> bytes:
        digest, k = int.from_bytes(hashlib.sha256(what).digest()), secrets.randbelow(N - 1) + 1
        r = _times(k, G)[0] % N
        s = pow(k, -1, N) * (digest + r * self.secret) % N
        return der(SEQUENCE, integer(r), integer(s))

    def pem(self) -> str:
        public = der(0xA1, der(BITS, b"\0" + self.public))
        curve = der(0xA0, oid("1.2.840.10045.3.1.7"))
        return pem("EC PRIVATE KEY", der(SEQUENCE, integer(1), der(OCTETS, self.secret.to_bytes(32)), curve, public))


class Authority:
    """Whoever trusts `certificate` trusts what it signs."""

    def __init__(self, name: str = "Authority of the tests") -> None:
        self.name, self.key = name, Key()
        is_authority = _extension("2.5.29.19", der(SEQUENCE, TRUE))
        may_sign = _extension("2.5.29.15", der(BITS, b"\x02\x04"))
        self.certificate = self._signed(name, self.key, is_authority, may_sign, _key_id(self.key))

    def server(self, *names: str, addresses: tuple[bytes, ...] = ()) -> str:
        """Key and certificate of a server with these names and addresses, as PEM."""
        key = Key()
        known = [der(0x82, name.encode()) for name in names] + [der(0x87, one) for one in addresses]
        by = _extension("2.5.29.35", der(SEQUENCE, der(0x80, _digest(self.key))), critical=False)
        named = _extension("2.5.29.17", der(SEQUENCE, *known), critical=False)
        return key.pem() + self._signed("A server of the tests", key, named, by, _key_id(key))

    def _signed(self, subject: str, key: Key, *extensions: bytes) -> str:
        by_ecdsa = der(SEQUENCE, oid("1.2.840.10045.4.3.2"))
        kind = der(SEQUENCE, oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7"))
        told = der(
            SEQUENCE,
            der(0xA0, integer(2)),
            integer(secrets.randbits(64)),
            by_ecdsa,
            _name(self.name),
            der(SEQUENCE, der(UTC_TIME, b"200101000000Z"), der(UTC_TIME, b"491231235959Z")),
            _name(subject),
            der(SEQUENCE, kind, der(BITS, b"\0" + key.public)),
            der(0xA3, der(SEQUENCE, *extensions)),
        )
        return pem("CERTIFICATE", der(SEQUENCE, told, by_ecdsa, der(BITS, b"\0" + self.key.sign(told))))


def written(path: Path, text: str) -> Path:
    """A PEM in a file, as libraries want it."""
    path.write_text(text, encoding="ascii")
    return path


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + body


def integer(number: int) -> bytes:
    return der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    body = bytes([first * 40 + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.insert(0, 0x80 | number & 0x7F)
        body += bytes(groups)
    return der(OID, body)


def pem(label: str, content: bytes) -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(content).decode()}-----END {label}-----\n"


def _name(text: str) -> bytes:
    return der(SEQUENCE, der(SET, der(SEQUENCE, oid("2.5.4.3"), der(UTF8, text.encode()))))


def _extension(kind: str, content: bytes, *, critical: bool = True) -> bytes:
    return der(SEQUENCE, oid(kind), TRUE if critical else b"", der(OCTETS, content))


def _digest(key: Key) -> bytes:
    return hashlib.sha1(key.public, usedforsecurity=False).digest()


def _key_id(key: Key) -> bytes:
    return _extension("2.5.29.14", der(OCTETS, _digest(key)), critical=False)


def _times(factor: int, point: Point) -> Point:
    found: Point | None = None
    while factor:
        if factor & 1:
            found = point if found is None else _sum(found, point)
        point, factor = _sum(point, point), factor >> 1
    if found is None:
        msg = "a point times nothing"
        raise ValueError(msg)
    return found


def _sum(one: Point, other: Point) -> Point:
    if one == other:
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P
