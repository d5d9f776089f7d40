"""Questions and articles for measuring: the shared question sets, and more articles made of them."""

import json
import random
import re

from material import ROOT

SETS = ROOT.parent / "shared" / "search" / "sets"
REAL = ROOT.parent / "shared" / "content-real"


def rows(name):
    return [json.loads(line) for path in sorted(SETS.glob(f"*-en/{name}.jsonl")) for line in path.read_text("utf-8").splitlines() if line]


def articles(count, seed=1):
    """`count` pairs (title, body) in English: those of the sets and of real products, then mixtures of their sentences."""
    rng = random.Random(seed)
    pool = [(" ".join(row["question"].split()) or row["answer"][:80], row["answer"]) for row in rows("corpus")]
    for path in sorted(REAL.rglob("*.en.md")):
        head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        title = re.search(r'^title: *"?(.+?)"?$', head, re.M)
        pool.append((title[1], body))
    sentences = [part for _, body in pool for part in re.split(r"(?<=[.!?])\s+|\n+", body) if 10 < len(part) < 400]
    found = []
    for at in range(count):
        title, body = pool[at % len(pool)]
        if at >= len(pool):
            one, other = title.split(), rng.choice(pool)[0].split()
            title = " ".join(one[:max(2, len(one) * 2 // 3)] + other[len(other) // 2:])
            body = "\n".join(rng.sample(sentences, rng.randint(3, 12)))
        found.append((title, body))
    return found


def slips(text, rng):
    """One random edit in each word of five letters or more."""
    def spoil(match):
        word = match[0]
        at, kind = rng.randrange(1, len(word)), rng.choice("dist")
        letter = rng.choice("aeiourst")
        return {"d": word[:at] + word[at + 1:], "i": word[:at] + letter + word[at:], "s": word[:at] + letter + word[at + 1:],
                "t": word[:at - 1] + word[at] + word[at - 1] + word[at + 1:]}[kind]

    return re.sub(r"[^\W\d_]{5,}", spoil, text)


def questions(count=300, seed=2):
    """{clean | typo | typed: [text]}: people's questions; with slips; and letter by letter, as they are typed."""
    rng = random.Random(seed)
    clean = [row["text"] for row in rng.sample(rows("queries"), count)]
    return {"clean": clean, "typo": [slips(text, rng) for text in clean],
            "typed": [text[:end] for text in clean[:count // 5] for end in range(3, min(len(text), 60) + 1, 4)]}
