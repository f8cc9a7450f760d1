"""Pictures as cameras, editors and attackers send them."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

NOTE = "chụp tại nhà bà Lò Thị Bình"


def photo(width: int = 1200, height: int = 900, *, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    """A picture, red on its left half and blue on its right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return encoded(image.convert(mode), kind, **more)


def encoded(image: Image.Image, kind: str, **more: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def with_exif(width: int = 1200, height: int = 900, orientation: int = 1) -> bytes:
    """A photo with the place it was taken at, a note and the way the camera was held."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.ImageDescription] = NOTE
    exif[Base.Make] = "Máy ảnh"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLongitudeRef] = "N", "E"
    place[GPS.GPSLatitude] = (IFDRational(21), IFDRational(35), IFDRational(3))
    place[GPS.GPSLongitude] = (IFDRational(105), IFDRational(50), IFDRational(7))
    return photo(width, height, exif=exif)


def many_scans(width: int, height: int, scans: int, *, mode: str = "RGB") -> bytes:
    """A JPEG that says the last bit of everything so many times, in some dozens of bytes each."""
    whole = encoded(Image.new(mode, (width, height), 7), "JPEG", progressive=True, quality=10, subsampling=0)
    last = whole[whole.rindex(b"\xff\xc4", 0, whole.rindex(b"\xff\xda")) : -2]
    return whole[:-2] + last * (scans - whole.count(b"\xff\xda")) + whole[-2:]


def headed(width: int, height: int) -> bytes:
    """A PNG that says it is so large and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def workbook(*parts: str) -> bytes:
    """A packed file with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for part in parts:
            packed.writestr(part, "<x/>")
    return target.getvalue()


PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
