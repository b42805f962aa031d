#!/usr/bin/env python3
"""What the token side takes of a Cortex-M4: flash, memory and stack, from the image that is linked for the board and from a
run of it in qemu.

    footprint.py [--write docs/footprint.md]

builds examples/firmware for bare metal and prints the tables; with `--write` it puts them between the markers of that
document, other settings of the compiler beside them. The exit code is 1 if a goal is exceeded or the session fails.

The compiler is /usr/bin/rustc (Debian's, with rust-src) unless RUSTC names another one; cargo is rustup's nightly."""
import argparse, bisect, os, pathlib, re, shutil, struct, subprocess, sys

FLASH_GOAL, STACK_GOAL = 64 * 1024, 8 * 1024

TARGET, BOARD = "thumbv7em-none-eabihf", "mps2-an386"
FIRMWARE = pathlib.Path(__file__).resolve().parent
QEMU = "qemu-system-arm"
MEASURING = ["-Zunstable-options", "-Zemit-stack-sizes", "-Csymbol-mangling-version=legacy"]
COMPACT, AS_PUBLISHED = "compact", "as published"
# Cryptography and optimization level; the first is what is measured, the others stand beside it.
SETTINGS = [(COMPACT, "z"), (COMPACT, "s"), (AS_PUBLISHED, "z"), (AS_PUBLISHED, "s")]

# Where a crate belongs. What is not listed is Rust's own.
PARTS = {
    "envelope, sign, token": "warifu_core warifu_qr warifu_sign warifu_token warifu_lifecycle base32",
    "one-time passwords": "warifu_otp",
    "AES": "aes aes_gcm ctr cipher",
    "GHASH": "ghash polyval universal_hash",
    "SHA-2": "sha2",
    "SHA-1": "sha1",
    "HMAC": "hmac digest block_buffer",
    "wiping, comparing": "zeroize subtle ctutils cmov hybrid_array inout",
    "this firmware": "warifu_firmware linked_list_allocator spinning_top lock_api",
}
PART_OF = {crate: part for part, crates in PARTS.items() for crate in crates.split()}
RUST, SHARED, CONSTANTS, BETWEEN = "Rust's core", "shared between functions", "constants without a name", "between them"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--write", metavar="DOCUMENT", type=pathlib.Path)
    document = arguments.parse_args().write
    image = Image(build(*SETTINGS[0]))
    run = Run(image)
    tables = [flash(image), memory(image, run), frames(image), *run.tables()]
    if document:
        if run.skipped:
            sys.exit(f"not written: {run.skipped}")
        tables.append(settings(image, run))
    text = "\n\n".join(tables)
    print(text)
    if document:
        between_markers(document, f"{text}\n\n{toolchain()}")
    sys.exit(1 if exceeded(image, run) else 0)


def exceeded(image, run):
    """Says which goals are not met."""
    misses = []
    if image.flash() > FLASH_GOAL:
        misses.append(f"flash: {image.flash()} bytes, more than {FLASH_GOAL}")
    if run.skipped:
        print(f"\nSKIPPED: {run.skipped}; the stack was not measured")
    elif run.code != 0:
        misses.append(f"the session ended with {run.code}")
    elif run.stack > STACK_GOAL:
        misses.append(f"stack: {run.stack} bytes, more than {STACK_GOAL}")
    for miss in misses:
        print(f"\nEXCEEDED: {miss}")
    return misses


def build(cryptography, level):
    """The image's path."""
    folder = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", FIRMWARE / "target")).resolve()
    folder = folder / f"footprint-{level}-{cryptography.replace(' ', '-')}"
    environment = {key: value for key, value in os.environ.items() if "RUSTFLAGS" not in key}
    environment |= {"RUSTC": rustc(), "RUSTC_BOOTSTRAP": "1", "CARGO_PROFILE_RELEASE_OPT_LEVEL": level}
    command = ["cargo", "+nightly", "build", "--quiet", "--release", "--target", TARGET, "--target-dir", folder]
    command += ["-Zbuild-std=core,alloc"]
    if cryptography == COMPACT:  # beside the flags of .cargo/config.toml
        quoted = ",".join(f"'{flag}'" for flag in MEASURING)
        command += ["--config", f"target.{TARGET}.rustflags=[{quoted}]"]
    else:  # in place of them
        environment["RUSTFLAGS"] = " ".join(MEASURING)
    print(f"building with {cryptography} cryptography, opt-level {level}", file=sys.stderr)
    subprocess.run(command, cwd=FIRMWARE, env=environment, check=True)
    return folder / TARGET / "release" / "warifu-firmware"


def rustc():
    return os.environ.get("RUSTC", "/usr/bin/rustc")


class Image:
    """An ELF file: 32 bits, little endian."""

    def __init__(self, path):
        self.path, self.bytes = path, path.read_bytes()
        offset, = struct.unpack_from("<I", self.bytes, 32)
        size, count, names = struct.unpack_from("<HHH", self.bytes, 46)
        headers = [struct.unpack_from("<10I", self.bytes, offset + size * index) for index in range(count)]
        self.sections = {self.text(headers[names][4], header[0]): header for header in headers}
        self.symbols = self.read_symbols()
        functions = {address: name for address, _, name in self.symbols if self.within(".text", address)}
        self.functions = sorted(functions.items())

    def text(self, table, offset):
        start = table + offset
        return self.bytes[start:self.bytes.index(0, start)].decode()

    def size(self, section):
        return self.sections[section][5] if section in self.sections else 0

    def within(self, section, address):
        start = self.sections[section][3]
        return start <= address < start + self.size(section)

    def read_symbols(self):
        """Address, size and name of each function and constant, one name for each address."""
        found, strings = {}, self.sections[".strtab"][4]
        for name, value, size, kind, _, section in struct.iter_unpack("<IIIBBH", self.content(".symtab")):
            if kind & 15 in (1, 2) and size and 0 < section < 0xff00:
                found[value & ~1 if kind & 15 == 2 else value] = size, self.text(strings, name)
        return [(address, size, demangled(name)) for address, (size, name) in sorted(found.items())]

    def content(self, section):
        return self.bytes[self.sections[section][4]:][:self.size(section)]

    def flash(self):
        return sum(map(self.size, [".vectors", ".text", ".rodata", ".data"]))

    def frames(self):
        """Size and name of each function's own stack, the largest first."""
        content, at, found = self.content(".stack_sizes"), 0, []
        while at < len(content):
            address, = struct.unpack_from("<I", content, at)
            at, size, shift = at + 4, 0, 0
            while True:
                byte, at = content[at], at + 1
                size, shift = size | (byte & 127) << shift, shift + 7
                if byte < 128:
                    break
            found.append((size, self.function(address)))
        return sorted(found, reverse=True)

    def function(self, address):
        place = bisect.bisect_right(self.functions, (address & ~1, "\U0010ffff")) - 1
        return self.functions[place][1] if place >= 0 else "?"


def demangled(name):
    match = re.fullmatch(r"_ZN(.*)17h[0-9a-f]{16}E(\..*)?", name)
    if not match:
        return name
    parts, rest = [], match[1]
    while length := re.match(r"\d+", rest):
        rest = rest[length.end():]
        parts.append(rest[:int(length[0])])
        rest = rest[int(length[0]):]
    text = "::".join(re.sub(r"^_(?=\$)", "", part) for part in parts).replace("..", "::")
    for code, character in {"LT": "<", "GT": ">", "RF": "&", "BP": "*", "LP": "(", "RP": ")", "C": ","}.items():
        text = text.replace(f"${code}$", character)
    text = re.sub(r"\$u([0-9a-f]+)\$", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"<impl (.*)>(?=::)", r"<\1>", text)


def part_of(name):
    """The part and the crate of a symbol: the crate whose source it is, whoever uses it."""
    if name.startswith("OUTLINED_FUNCTION"):
        return SHARED, "–"
    if name.startswith((".L", "str.", "switch.table")):
        return CONSTANTS, "–"
    crate = re.search(r"\b([a-z][a-z0-9_]*)::", name)
    if crate:
        return PART_OF.get(crate[1], RUST), crate[1]
    if name in ("main", "start", "reset", "fault") or "rust_begin_unwind" in name:
        return "this firmware", "warifu_firmware"
    return RUST, "compiler_builtins"


class Run:
    """The session in qemu: how deep its stack was, and who stood on it then."""

    def __init__(self, image):
        self.skipped = None if shutil.which(QEMU) else f"{QEMU} is not installed, so the session was not run"
        if self.skipped:
            return
        self.top = struct.unpack("<I", image.content(".vectors")[:4])[0]
        command = [QEMU, "-machine", BOARD, "-nographic", "-monitor", "none", "-serial", "none"]
        command += ["-semihosting-config", "enable=on,target=native", "-kernel", image.path]
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        said = dict(re.findall(r"^(stack|heap) ([0-9a-f]{8})$", ended.stdout + ended.stderr, re.MULTILINE))
        self.code = ended.returncode
        self.stack, self.heap = (int(said.get(name, "0"), 16) for name in ("stack", "heap"))
        self.deepest = self.trace(command + ["-d", "exec,cpu,nochain", "-D", "/dev/stdout"], image)

    def trace(self, command, image):
        """The functions on the stack at its deepest point, each with the depth at which it begins."""
        chain, deepest = [], [(0, "")]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True) as running:
            for stack, code in re.findall(r"R13=(\w+) R14=\w+ R15=(\w+)", running.stdout.read()):
                depth = self.top - int(stack, 16)
                while chain and chain[-1][0] >= depth:
                    chain.pop()
                chain.append((depth, image.function(int(code, 16))))
                if depth > deepest[-1][0]:
                    deepest = list(chain)
        return deepest

    def tables(self):
        if self.skipped:
            return []
        begins, names = zip(*self.deepest)
        ends = [*begins[1:], self.stack]
        rows = {}
        for name, begin, end in zip(names, begins, ends):
            rows[name] = rows.get(name, 0) + end - begin
        rows = [(f"`{name}`", number(size)) for name, size in rows.items() if size]
        title = "### What was on the stack at its deepest point"
        return [table(title, ("function", "bytes"), [*rows, ("**together**", number(self.stack))])]


def flash(image):
    sizes = {}
    for address, size, name in image.symbols:
        if image.within(".text", address) or image.within(".rodata", address):
            part, crate = part_of(name)
            crates = sizes.setdefault(part, {})
            crates[crate] = crates.get(crate, 0) + size
    rest = image.flash() - sum(sum(crates.values()) for crates in sizes.values())
    rows = [(part, listed(crates), number(sum(crates.values()))) for part, crates in
            sorted(sizes.items(), key=lambda item: -sum(item[1].values()))]
    rows += [(BETWEEN, "texts, tables and padding", number(rest)), ("**together**", goal(FLASH_GOAL), number(image.flash()))]
    return table("### Flash", ("part", "crates", "bytes"), rows)


def listed(crates):
    ordered = sorted(crates.items(), key=lambda item: -item[1])
    return ", ".join(crate if crate == "–" else f"{crate} {number(size)}" for crate, size in ordered)


def memory(image, run):
    rows = [("`.data` and `.bss`", number(image.size(".data") + image.size(".bss")))]
    rows.append(("heap, set aside", number(image.size(".heap"))))
    if not run.skipped:
        rows += [("heap, written", number(run.heap)), (f"**stack, written** ({goal(STACK_GOAL)})", number(run.stack))]
    return table("### Memory", ("what", "bytes"), rows)


def frames(image):
    rows = [(f"`{name}`", number(size)) for size, name in image.frames()[:10]]
    return table("### The largest stack frames", ("function", "bytes"), rows)


def settings(image, run):
    rows = []
    for setting in SETTINGS:
        if setting != SETTINGS[0]:
            image = Image(build(*setting))
            run = Run(image)
        rows.append((setting[0], f"`{setting[1]}`", number(image.flash()), number(run.stack)))
    return table("### Other settings", ("cryptography", "opt-level", "flash", "stack"), rows)


def table(title, names, rows):
    rule = ["---:" if name in ("bytes", "flash", "stack") else "---" for name in names]
    lines = ["| " + " | ".join(row).replace("||", "|") + " |" for row in [names, rule, *rows]]
    return "\n".join([title, "", *lines])


def goal(most):
    return f"goal: at most {number(most)}"


def number(value):
    return f"{value:,}"


def toolchain():
    compiler = subprocess.run([rustc(), "-vV"], capture_output=True, text=True, check=True).stdout
    llvm = re.search(r"LLVM version: (\S+)", compiler)[1]
    qemu = subprocess.run([QEMU, "--version"], capture_output=True, text=True, check=True).stdout
    return f"Measured with {compiler.split(' (')[0]}, LLVM {llvm} and QEMU {re.search(r'version ([0-9.]+)', qemu)[1]}."


def between_markers(document, text):
    before, begin, rest = document.read_text().partition("<!-- footprint.py writes from here -->\n")
    _, end, after = rest.partition("<!-- to here -->\n")
    if not begin or not end:
        sys.exit(f"{document} has no markers")
    document.write_text(f"{before}{begin}\n{text}\n\n{end}{after}")


if __name__ == "__main__":
    main()
