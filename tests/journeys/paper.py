"""Independent eyes on the paper: zxing reads its picture, npos its bytes; nobody here wrote either."""

import io
import json
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

PRINTER_TESTS = Path(__file__).resolve().parents[1] / "printer"
DECODER = PRINTER_TESTS / "decode.cjs"
LARGEST = b"\x1d!\x77"  # GS ! with eight times the width and the height
TEXT = "STX "


def has_decoder() -> bool:
    return (PRINTER_TESTS / "node_modules").is_dir()


def code_on(picture: bytes) -> list[str]:
    """The texts of all codes in the slip's picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


def greatest_text(heard: bytes) -> list[str]:
    """Whatever the bytes put on paper in the largest letters."""
    said = subprocess.run(["node", str(DECODER)], input=heard, capture_output=True, check=True, timeout=30).stdout
    tokens = [(f"{one['code']} {one['name']}", one["bytes"].encode("latin1")) for one in json.loads(said)]
    large, found = False, []
    for command, body in tokens:
        if command == "GS !":
            large = body == LARGEST
        elif large and command == TEXT:
            found.append(body.decode("ascii").strip())
    return found
