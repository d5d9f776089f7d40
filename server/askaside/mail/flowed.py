"""`format=flowed` (RFC 3676): lines that were wrapped on the way are joined again."""

import re

_SIGNS = re.compile(r"(>*) ?(.*)", re.S)


def unflowed(text, delsp=False):
    """`text` with its soft breaks undone, each quote depth by itself; `delsp`: the space before a break was added for it."""
    made, soft, depth = [], False, 0
    for line in text.split("\n"):
        signs, content = _SIGNS.fullmatch(line).groups()
        if content == "-- ":
            soft = False
            made.append([signs, content])
        elif soft and len(signs) == depth:
            made[-1].append(content[:-1] if delsp and content.endswith(" ") else content)
            soft = content.endswith(" ")
        else:
            soft = content.endswith(" ")
            made.append([signs, content[:-1] if delsp and soft else content])
        depth = len(signs)
    return "\n".join((signs + " " if signs else "") + "".join(content) for signs, *content in made)
