"""The words that the documents and comments do without, and where there are words in a source."""
import re

# Turns that a native reader stumbles over. A blank is any white space; the word borders are added.
ARCHAIC = [
    r"stands(?! for\b)", r"whoever", r"whosoever", r"somebody", r"nobody", r"whatever", r"whatsoever", r"so many", r"in earnest",
    r"of its own", r"is (?:the )?[\w'’]+['’]s to", r"hitherto", r"herein", r"hereof", r"therein", r"thereof",
    r"whereof", r"whereby", r"thereupon", r"hereby", r"heretofore",
]
ARCHAIC = re.compile(r"\b(?:" + "|".join(word.replace(" ", r"\s+") for word in ARCHAIC) + r")(?!\w)", re.IGNORECASE)
LEFT_OVER = re.compile(r"\b(?:TODO|FIXME)\b")
OLD_TOKEN_NAME = re.compile(r"key[-_ ]?rings?", re.IGNORECASE)


def prose(text, source):
    """`text` with everything blanked that is no comment, nor a string of the product, so that places stay the same."""
    out = [" " if character != "\n" else "\n" for character in text]
    pattern = re.compile(r'//[^\n]*|/\*|(?:br|r)(#*)"(?:.|\n)*?"\1|b?"(?:[^"\\]|\\(?:.|\n))*"|b?\'(?:[^\'\\\n]|\\[^\n]+?)\'|\br#\w+|[\w]+')
    at = 0
    while match := pattern.search(text, at):
        at, word = match.end(), match.group()
        if word == "/*":
            depth = 1
            while depth and (edge := re.compile(r"/\*|\*/").search(text, at)):
                depth, at = depth + (1 if edge.group() == "/*" else -1), edge.end()
            out[match.end():at] = text[match.end():at]
        elif word.startswith("//"):
            mark = len(re.match(r"//[/!]?", word).group())
            out[match.start() + mark:at] = word[mark:]
        elif source and '"' in word[:3] and text.count("\n", 0, match.start()) + 1 not in source.removed:
            out[match.start():at] = word.replace("\\", " ")
    return "".join(out)
