"""The bytes of a websocket frame as a server sends it (RFC 6455, 5.2), and of its handshake (4.2.2)."""

import base64
import binascii
import hashlib

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

_FINAL = 0x80
_SHORT = 126
_LONG = 127
_ACCEPT_SALT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY_BYTES = 16


def frame(payload: bytes, opcode: int) -> bytes:
    """One whole unmasked frame."""
    size = len(payload)
    if size < _SHORT:
        return bytes((_FINAL | opcode, size)) + payload
    if size < 1 << 16:
        return bytes((_FINAL | opcode, _SHORT)) + size.to_bytes(2, "big") + payload
    return bytes((_FINAL | opcode, _LONG)) + size.to_bytes(8, "big") + payload


def close_frame(code: int) -> bytes:
    """The frame that says good-bye with a status `code` (RFC 6455, 7.4)."""
    return frame(code.to_bytes(2, "big"), CLOSE)


def accepts(key: str, version: str) -> bool:
    """Whether the request is a handshake of the one version there is."""
    try:
        return version == "13" and len(base64.b64decode(key, validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def acceptance(key: str) -> bytes:
    """The answer that turns the connection into a websocket, with no extension."""
    digest = hashlib.sha1(key.encode() + _ACCEPT_SALT, usedforsecurity=False).digest()
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )
