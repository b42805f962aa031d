"""Counts how many photographs of QR symbols each reader reads: ours, rqrr, rxing and quircs (the program `readers` in
this folder), zxing-cpp, zbarimg and OpenCV where they are installed.

    python3 photographs.py PATH-OF-READERS [SEED [COUNT]]

Prints the time, and how many texts were right and how many wrong, for each reader and level. Exits 1 if ours reads fewer
than it should, or anything wrongly.
"""

import collections
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

LEVELS = ["light", "medium", "hard"]
OURS = "warifu"
# Of 200.
LEAST = {"light": 200, "medium": 197, "hard": 177}


def made(readers, folder, seed, count):
    subprocess.run([readers, "photographs", folder, str(seed), str(count)], check=True)
    lines = (folder / "texts.txt").read_text().splitlines()
    return {str(folder / name): text for name, text in (line.split("\t") for line in lines)}


def of_readers(readers, name):
    def read(files):
        said = subprocess.run([readers, "read", name, *files], check=True, capture_output=True, text=True)
        return dict(line.split("\t") for line in said.stdout.splitlines())

    return read


def of_zxing_cpp(files):
    import zxingcpp
    from PIL import Image

    def read(file):
        found = zxingcpp.read_barcodes(Image.open(file), formats=zxingcpp.BarcodeFormat.QRCode)
        return found[0].text if found else ""

    return {file: read(file) for file in files}


def of_zbarimg(files):
    def read(file):
        command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file]
        return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0]

    return {file: read(file) for file in files}


def of_opencv(files):
    import cv2

    detector = cv2.QRCodeDetector()
    return {file: detector.detectAndDecode(cv2.imread(file, cv2.IMREAD_GRAYSCALE))[0] for file in files}


def others():
    for name, module, read in [("zxing-cpp", "zxingcpp", of_zxing_cpp), ("OpenCV", "cv2", of_opencv)]:
        try:
            __import__(module)
            yield name, read
        except ImportError:
            pass
    if shutil.which("zbarimg"):
        yield "zbarimg", of_zbarimg


def counted(texts, read):
    exact, wrong = collections.Counter(), collections.Counter()
    for file, text in texts.items():
        level = pathlib.Path(file).name.partition("-")[0]
        exact[level] += read[file] == text
        wrong[level] += read[file] not in ("", text)
    return exact, wrong


def main():
    readers, seed, count = pathlib.Path(sys.argv[1]).resolve(), 1, 200
    if len(sys.argv) > 2:
        seed = int(sys.argv[2])
    if len(sys.argv) > 3:
        count = int(sys.argv[3])
    names = [OURS, "rxing-filtered", "rxing", "quircs", "rqrr"]
    everyone = [(name, of_readers(readers, name)) for name in names] + list(others())
    fault = False
    with tempfile.TemporaryDirectory() as folder:
        texts = made(readers, pathlib.Path(folder), seed, count)
        print(f"{count} photographs of each level, seed {seed}: read exactly (wrongly)")
        for name, reader in everyone:
            start = time.monotonic()
            exact, wrong = counted(texts, reader(list(texts)))
            seconds = time.monotonic() - start
            cells = "  ".join(f"{level} {exact[level]:3} ({wrong[level]})" for level in LEVELS)
            print(f"{name:15} {cells}  {1000 * seconds / len(texts):5.0f} ms each", flush=True)
            if name == OURS:
                fault = any(wrong.values()) or any(exact[level] * 200 < LEAST[level] * count for level in LEVELS)
    return int(fault)


if __name__ == "__main__":
    sys.exit(main())
