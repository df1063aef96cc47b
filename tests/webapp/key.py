"""A security key made of software: it makes passkeys and answers questions as a browser would pass them on."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40  # flags of the authenticator data


class Key:
    """One credential, with a counter; what it says can be bent by a test."""

    def __init__(self, origin: str) -> None:
        self.origin, self.counter, self.flags = origin, 0, PRESENT | VERIFIED
        self.host = origin.partition("://")[2].partition(":")[0]
        self.id = secrets.token_bytes(16)
        self.handle = b""
        self._private = ec.generate_private_key(ec.SECP256R1())

    def makes(self, question: str) -> str:
        """The answer to a question for a new passkey."""
        options = json.loads(question)
        self.handle = base64url_to_bytes(options["user"]["id"])
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public()
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(MADE) + made}
        return self._answer("webauthn.create", options, attestationObject=encode_cbor(attestation))

    def answers(self, question: str) -> str:
        """The answer to a question for this passkey."""
        options = json.loads(question)
        self.counter += 1
        data, client = self._data(0), self._client("webauthn.get", options)
        signature = self._private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            "webauthn.get", options, authenticatorData=data, signature=signature, userHandle=self.handle
        )

    def _data(self, more: int) -> bytes:
        rp = hashlib.sha256(self.host.encode()).digest()
        return rp + bytes([self.flags | more]) + self.counter.to_bytes(4, "big")

    def _public(self) -> bytes:
        numbers = self._private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, kind: str, options: dict[str, Any], **response: bytes) -> str:
        response["clientDataJSON"] = self._client(kind, options)
        written = {name: bytes_to_base64url(value) for name, value in response.items() if value}
        identity = bytes_to_base64url(self.id)
        return json.dumps({"id": identity, "rawId": identity, "type": "public-key", "response": written})
