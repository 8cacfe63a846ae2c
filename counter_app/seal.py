"""Ed25519 signatures, secrets wrapped by a passphrase or a PIN, PINs' verifiers. Knows no event, no file."""

import base64
import hashlib
import os
import threading

from cryptography.exceptions import InvalidKey, InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from counter_app.errors import Refused

SALT_BYTES = 16
NONCE_BYTES = 12
# RFC 9106 §4, second recommended choice: 3 passes over 64 MiB.
ARGON2_PASSES, ARGON2_LANES, ARGON2_KIB = 3, 4, 64 * 1024
# OpenSSL lends all derivations one pool of threads: two at a time can fail, or wait for each other for ever.
_ONE_AT_A_TIME = threading.Lock()


class SigningKey:
    """An Ed25519 private key (RFC 8032). `public` is its 32 raw public bytes."""

    def __init__(self, raw: bytes) -> None:
        """Take the 32 raw private bytes. Raises ValueError for any other length."""
        self._key = Ed25519PrivateKey.from_private_bytes(raw)
        self.raw = raw
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> "SigningKey":
        """Make a new key from the system's random source."""
        return cls(os.urandom(32))

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature over `data`."""
        return self._key.sign(data)


def verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether `signature` over `data` was made by the owner of the 32-byte `public`; never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a public key in hex: what a person or a token compares."""
    return hashlib.sha256(public).hexdigest()


def key_id(public: bytes) -> str:
    """Return the 8 base32 characters (A-Z, 2-7) by which papers name a public key."""
    return base64.b32encode(hashlib.sha256(public).digest()[:5]).decode()


def wrap(secret: bytes, passphrase: str, pepper: bytes = b"") -> bytes:
    """Lock `secret` under a passphrase: salt (16) + nonce (12) + AES-256-GCM, key by Argon2id.

    With a `pepper`, Argon2id's secret value, nobody can even try passphrases without it.
    """
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    key = _key(passphrase, salt, pepper)
    return salt + nonce + AESGCM(key).encrypt(nonce, secret, None)


def unwrap(wrapped: bytes, passphrase: str, pepper: bytes = b"") -> bytes:
    """Open what `wrap` locked. Raises Refused("wrong_passphrase") when any of the three is not right."""
    salt, nonce = wrapped[:SALT_BYTES], wrapped[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    try:
        key = _key(passphrase, salt, pepper)
        return AESGCM(key).decrypt(nonce, wrapped[SALT_BYTES + NONCE_BYTES :], None)
    except (InvalidTag, ValueError) as error:
        raise Refused("wrong_passphrase", "passphrase") from error


def verifier(pin: str, pepper: bytes) -> bytes:
    """Return what proves a PIN and does not tell it: `$argon2id$v=19$m=,t=,p=$salt$hash` (PHC text)."""
    with _ONE_AT_A_TIME:
        return _argon2(os.urandom(SALT_BYTES), pepper).derive_phc_encoded(pin.encode()).encode()


def proves(stored: bytes, pin: str, pepper: bytes) -> bool:
    """Tell, in constant time, whether `verifier` made `stored` of this PIN, by the cost stored with it."""
    try:
        with _ONE_AT_A_TIME:
            Argon2id.verify_phc_encoded(pin.encode(), stored.decode("ascii"), secret=pepper or None)
    except (InvalidKey, ValueError):
        return False
    return True


def _key(passphrase: str, salt: bytes, pepper: bytes) -> bytes:
    with _ONE_AT_A_TIME:
        return _argon2(salt, pepper).derive(passphrase.encode())


def _argon2(salt: bytes, pepper: bytes) -> Argon2id:
    return Argon2id(
        salt=salt,
        length=32,
        iterations=ARGON2_PASSES,
        lanes=ARGON2_LANES,
        memory_cost=ARGON2_KIB,
        secret=pepper or None,
    )
