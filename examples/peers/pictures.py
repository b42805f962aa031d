"""Reads what `warifu qr draw` draws with readers that nobody here wrote, and with ours.

    python pictures.py PATH-OF-WARIFU [COUNT]

COUNT texts (300 if none is said) of each of the three sizes that messages have, from a fixed seed. Each is drawn in each of the
four forms that the tool has, and each picture is read by each reader. Prints how many were read exactly, a table for each size;
exits 1 if any was not. Needs numpy and Pillow; a reader or a rasteriser that is not installed is named and left out:

    zbarimg             Debian's zbar-tools
    ZXing               PyPI's zxing-cpp
    OpenCV              PyPI's opencv-python-headless; both of its detectors
    rqrr                cargo; examples/peers/readers
    rsvg-convert        Debian's librsvg2-bin; makes pixels of the SVG

Exactly means: the text, and no other symbol beside it. Readers that know other barcodes are told to look for QR symbols: in
about one of 400 pictures ZXing would also take a stripe of the modules for a short ITF, Codabar or UPC-E code, whatever the mask.

OpenCV's older detector, `QRCodeDetector`, brings every picture to 512 pixels and wants exactly three heaps of places where dark
and light stand as 1:1:3:1:1 along the row and along the column. Where the modules of the message look like a fourth corner it
finds nothing or a wrong place, under each of the eight masks and under the mask with the best score alike. Rounding decides what
looks like one, so it is shown the picture in up to 48 framings, as a camera would show it; what the first one gave
stands in brackets.
"""

import base64
import collections
import multiprocessing
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import numpy
from PIL import Image

try:
    import cv2
except ImportError:
    cv2 = None
try:
    import zxingcpp
except ImportError:
    zxingcpp = None

# Bytes of a sealed message, and the QR version of its text.
SIZES = {100: 7, 190: 10, 375: 15}
QUIET_ZONE = 4
# What a page may give a picture: whole pixels a module in none of the sizes.
SVG_SIDE = 480
# Pixels a module: a small screen, and half the width of a terminal's small letter twice as high.
MATRIX_SCALE, TERMINAL_SCALE = 3, 5
HALF_BLOCKS = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
# More light around the symbol, in 128ths of the picture's side, upright and turned by a quarter.
FRAMINGS = [(margin, turns) for margin in range(24) for turns in (0, 1)]
PEERS = pathlib.Path(__file__).resolve().parent / "readers" / "Cargo.toml"


def texts(size, count):
    draw = random.Random(18004 + size)
    return [base64.b32encode(draw.randbytes(size)).decode().rstrip("=") for _ in range(count)]


def drawn(warifu, text, *arguments):
    command = [warifu, "qr", "draw", text, *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def save(light, scale, file):
    pixels = numpy.kron(light, numpy.ones((scale, scale), numpy.uint8)) * 255
    Image.fromarray(pixels.astype(numpy.uint8)).save(file)


# The renderers: each leaves a PNG file.


def png(warifu, text, file):
    drawn(warifu, text, "--format", "png", "--out", file)


def svg(warifu, text, file):
    document = drawn(warifu, text, "--format", "svg")
    side = str(SVG_SIDE)
    subprocess.run(["rsvg-convert", "-w", side, "-h", side, "-o", file], input=document, check=True)


def terminal(warifu, text, file):
    lines = drawn(warifu, text, "--format", "terminal").decode().splitlines()
    rows = [[HALF_BLOCKS[letter][half] for letter in line] for line in lines for half in (0, 1)]
    save(numpy.array(rows, numpy.uint8), TERMINAL_SCALE, file)


def matrix(warifu, text, file):
    lines = drawn(warifu, text, "--format", "matrix").decode().split()
    light = numpy.array([[digit == "0" for digit in line] for line in lines], numpy.uint8)
    save(numpy.pad(light, QUIET_ZONE, constant_values=1), MATRIX_SCALE, file)


RENDERERS = {"svg": svg, "png": png, "terminal": terminal, "matrix": matrix}


# The readers: each takes files and gives, for each file, the texts of the symbols in it.


def output(*command):
    """What a program says; one that reads nothing may fail, which the empty output shows."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def of_warifu(warifu, files):
    return [output(warifu, "qr", "read", file).splitlines() for file in files]


def of_zbarimg(_, files):
    said = output("zbarimg", "-q", "--nodbus", "--xml", "-Sdisable", "-Sqrcode.enable", *files)
    namespace = "{http://zbar.sourceforge.net/2008/barcode}"
    found = {}
    for source in ElementTree.fromstring(said).iter(namespace + "source"):
        found[source.get("href")] = [element.text for element in source.iter(namespace + "data")]
    return [found.get(file, []) for file in files]


def of_zxing(_, files):
    qr = zxingcpp.BarcodeFormat.QRCode
    return [[symbol.text for symbol in zxingcpp.read_barcodes(Image.open(file).convert("L"), formats=qr)] for file in files]


def of_rqrr(_, files):
    command = ["cargo", "run", "--quiet", "--release", "--manifest-path", PEERS, "--", "read", "rqrr", *files]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = dict(line.split("\t") for line in said.splitlines())
    return [[found[file]] if found[file] else [] for file in files]


def of_opencv(detector, picture):
    # Its clustering draws random numbers.
    cv2.setRNGSeed(0)
    text = detector.detectAndDecode(picture)[0]
    return [text] if text else []


def of_opencv_aruco(_, files):
    detector = cv2.QRCodeDetectorAruco()
    return [of_opencv(detector, cv2.imread(file, cv2.IMREAD_GRAYSCALE)) for file in files]


def of_opencv_older(_, files):
    detector = cv2.QRCodeDetector()
    return [of_opencv_framings(detector, cv2.imread(file, cv2.IMREAD_GRAYSCALE)) for file in files]


def of_opencv_framings(detector, picture):
    """The texts, and an empty one before them if the first framing gave nothing."""
    for number, framing in enumerate(FRAMINGS):
        found = of_opencv(detector, framed(picture, *framing))
        if found:
            return found if number == 0 else ["", *found]
    return []


def framed(picture, margin, turns):
    light = numpy.pad(picture, margin * len(picture) // 128, constant_values=255)
    return numpy.ascontiguousarray(numpy.rot90(light, turns))


READERS = {
    "warifu": of_warifu,
    "zbarimg": of_zbarimg,
    "ZXing": of_zxing,
    "rqrr": of_rqrr,
    "OpenCV QRCodeDetectorAruco": of_opencv_aruco,
    "OpenCV QRCodeDetector": of_opencv_older,
}


def missing():
    """The renderers and readers that cannot be run here, and what they lack."""
    lacks = {}
    if not shutil.which("rsvg-convert"):
        lacks["svg"] = "rsvg-convert is not installed"
    if not shutil.which("zbarimg"):
        lacks["zbarimg"] = "zbarimg is not installed"
    if zxingcpp is None:
        lacks["ZXing"] = "zxing-cpp is not installed"
    if cv2 is None:
        lacks["OpenCV QRCodeDetectorAruco"] = lacks["OpenCV QRCodeDetector"] = "opencv-python-headless is not installed"
    if not shutil.which("cargo"):
        lacks["rqrr"] = "cargo is not installed"
    elif not PEERS.exists():
        lacks["rqrr"] = f"{PEERS.parent.name}/ is not here"
    return lacks


def compared(task):
    """How many of the pictures of one size by one renderer each reader read, and how many in the first framing."""
    warifu, size, renderer, readers, count = task
    if cv2 is not None:
        # Two of these run at a time.
        cv2.setNumThreads(1)
    expected = texts(size, count)
    exact, first, seconds = {}, {}, collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{number:04}.png" for number in range(count)]
        for file, text in zip(files, expected):
            RENDERERS[renderer](warifu, text, file)
        for reader in readers:
            start = time.monotonic()
            found = READERS[reader](warifu, files)
            seconds[reader] = time.monotonic() - start
            first[reader] = sum(texts == [text] for texts, text in zip(found, expected))
            exact[reader] = sum(texts in ([text], ["", text]) for texts, text in zip(found, expected))
    return exact, first, seconds


def cell(exact, first):
    return str(exact) if exact == first else f"{exact} ({first})"


def table(size, count, readers, columns):
    """One row for each reader, one column for each renderer."""
    print(f"\n{size} bytes, version {SIZES[size]}, of {count}:")
    print("  " + " " * 28 + "".join(f"{renderer:>12}" for renderer in columns))
    for reader in readers:
        cells = [cell(exact[reader], first[reader]) for exact, first, _ in columns.values()]
        print(f"  {reader:28}" + "".join(f"{text:>12}" for text in cells))


def main():
    warifu, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300
    lacks = missing()
    for name, reason in lacks.items():
        print(f"skipped: {name}: {reason}")
    renderers = [name for name in RENDERERS if name not in lacks]
    readers = [name for name in READERS if name not in lacks]
    tasks = [(warifu, size, renderer, readers, count) for size in SIZES for renderer in renderers]
    seconds, missed = collections.Counter(), 0
    with multiprocessing.Pool(2) as pool:
        results = pool.imap(compared, tasks)
        for size in SIZES:
            columns = {renderer: next(results) for renderer in renderers}
            table(size, count, readers, columns)
            for exact, _, spent in columns.values():
                seconds.update(spent)
                missed += sum(count - read for read in exact.values())
    print("\nseconds: " + ", ".join(f"{reader} {seconds[reader]:.0f}" for reader in readers))
    read = len(tasks) * count * len(readers)
    print(f"{read} readings of {len(tasks) * count} pictures, {missed} not exact")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
