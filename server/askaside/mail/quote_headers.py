"""How mail programs say "this is the letter I answer", in our five languages (and how German and French ones do).

Everything here is asked about a line, or a few joined ones, and says yes only to what a program writes:
a sentence with "wrote:" in it has no date and no address.
"""

import re

MOST = 400   # characters of a header line; longer is prose, and never given to a pattern

_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[ \t\u00a0\u2007\u2009\u202f]+")

_MAIL = r"[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.[^\s@<>()\[\]]+"
_ANY_MAIL = re.compile(rf"(?<![^\s@<>()\[\]]){_MAIL}")   # from the start of a word only: in linear time
_HAS_MAIL = re.compile(rf"[<(\[] ?(?:mailto:)?{_MAIL}", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d\d)?\d\d\b|\b\d{4}[.-]\d{1,2}[.-]\d{1,2}\b")
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.]\d\d\b(?![./-]\d)")   # `23.11` of a date is none
_SENTENCE_ENDS = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<=\w\w)[.!?] +[A-ZА-ЯЁ]")

# What begins such a line, apart from a digit: the little word before the date, or the day of the week.
_OPENS = re.compile(
    r"(?:on|dne|dana|v|am|le|op|вс|пн|вт|ср|чт|пт|сб|ma|ti|ke|to|pe|la|su|pon|tor|sre|čet|pet|sob|ned)\b\.?,? "
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:mon|tue|wed|thu|fri|sat|sun),"
    r"|(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b|(?:ponedeljek|torek|sreda|četrtek|petek|sobota|nedelja)\b"
    r"|(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)"
    r"|בתאריך |ביום |יום |ב-? ?\d|\d{1,4}[./ -]", re.I)
_WROTE = re.compile(
    r"(?:\bwrote|כתב/ה|כתבה|כתב|\bnapisala?(?:\(a\))?|\bnapisal/-?a|\bje pisala?|\bnapisal\(-a\)|пишет|писал\(а\)|писала?|написал\(а\)|написала?|написал/а"
    r"|\bkirjoitti|\bschrieb|\ba écrit) ?:$", re.I)
_NAME = r"[^.;!?:<>()]{1,60}?(?: ?<[^<>]{3,100}>)?"
_VERB_FIRST = re.compile(   # `Anna Virtanen kirjoitti 23.11.2026 klo 10.15:`, `Anna je 23. 11. 2026 ob 10:15 napisala:`
    rf"{_NAME} (?:kirjoitti|wrote on|wrote at|написала?(?:\(а\))?|כתבה?(?:/ה)?) ?(?:ב-? ?)?\d[\d./, -]{{5,12}} ?(?:klo|kello|at|в|г\.,? в|בשעה)?[ \d.:]{{0,12}}:"
    rf"|{_NAME} je (?:dne )?\d[\d./, -]{{5,12}} ?(?:ob)? ?[\d.:]{{0,8}} napisala?(?:\(a\))?:", re.I)
_FIRST_PERSON = re.compile(r"\b(?:i|we) wrote ?:$|\b(?:sem|smo) napisal|\bя (?:на)?писала?|\bkirjoitin|כתבתי", re.I)
_ENDS_IN_MAIL = re.compile(rf"[<(\[] ?(?:mailto:)?{_MAIL} ?[>)\]] ?:$", re.I)   # Gmail in Russian and Hebrew: no verb at all

_LABELS = {
    "from": "from|מאת|od|pošiljatelj|от|от кого|отправитель|lähettäjä|von|de",
    "date": "sent|date|נשלח|נשלח ב|נשלח בתאריך|תאריך|poslano|datum|отправлено|дата|lähetetty|päivämäärä|päiväys|pvm|gesendet|envoyé",
    "to": "to|אל|נמען|za|prejemnik|komu|кому|получатель|vastaanottaja|saaja|an|à",
    "cc": "cc|עותק|העתק|kp|v vednost|копия|kopio|bcc",
    "subject": "subject|נושא|הנדון|zadeva|тема|aihe|betreff|objet",
}
_LABELLED = re.compile(r"[*_]{0,2}(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()) + r")[*_]{0,2} ?:[*_]{0,2}(?: |$)", re.I)
_ORIGINAL = re.compile(
    r"[-_–—]{2,} ?(?:original (?:message|appointment)|reply message|ההודעה המקורית|הודעה מקורית|izvirno sporočilo|prvotno sporočilo"
    r"|исходное сообщение|оригинальное сообщение|alkuperäinen viesti|ursprüngliche nachricht|message d'origine) ?[-_–—]{2,}", re.I)
_FORWARDED = re.compile(
    r"[-_–— ]*(?:begin )?(?:forwarded message|הודעה שהועברה|posredovano sporočilo|пересылаемое сообщение|пересланное сообщение|начало переадресованного сообщения"
    r"|välitetty viesti|edelleenlähetetty viesti|välitetty viesti alkaa|weitergeleitete nachricht|message transféré|העברת הודעה|začetek posredovanega sporočila)[-_–— ]*:?[-_–— ]*", re.I)
_FORWARDS = re.compile(r"(?:fwd?|vl|wg|tr|pd|posr(?:edovano)?|пересл|пер|הועבר|העבר)\s?:", re.I)
_ANSWERS = re.compile(r"(?:re|aw|sv|vs|odg|odp|отв|ответ|השב|תשובה|תגובה)\s?(?:\[\d+\])?\s?:", re.I)
_MARKER = re.compile(r"##- ?.{3,200}? ?-##")
_RULE = re.compile(r"[-_*=–—]{5,}")
_DEVICE = (r"\b(?:i ?phone|i ?pad|ios|android|samsung|galaxy|huawei|xiaomi|pixel|nokia|outlook|mail|yahoo|gmail|windows|proton|blackberry|phone|mobile|tablet)\w*"
           r"|אייפון|מכשיר|הנייד|טלפון|אנדרואיד|телефон|смартфон|устройств|почт|планшет|puhelim|telefon|mobitel|naprav|laittee")
_WITH_LINK = re.compile(r" ?[<(\[]?https?://\S+$")
_FROM_DEVICE = re.compile(
    rf"(?:sent from (?:my )?|get outlook for |sent via |sent with |נשלח (?:מ|באמצעות)|poslano (?:iz|z|s) |отправлено (?:с|из|через) |lähetetty )[^.!?]{{0,50}}(?:{_DEVICE})[^.!?]{{0,40}}\.?"
    rf"|(?:lähetetty|poslano) (?:{_DEVICE})[^.!?]{{0,30}}\.?"
    r"|(?:קבל את|קבלו את|הורד את|hanki|скачать|скачайте|установите|загрузить|prenesite|pridobite) outlook [^.!?]{2,30}", re.I)


def seen(line):
    """`line` as it is compared: without what directs or hides, spaces single. Too long a line is ""."""
    return _SPACES.sub(" ", _UNSEEN.sub("", line)).strip() if len(line) <= MOST else ""


def quoted(line):
    """Whether the line carries a quote sign."""
    return _UNSEEN.sub("", line[:20]).lstrip(" \t").startswith(">")


def attribution(line):
    """Whether `line` (by `seen`) is "On …, Anna wrote:": 0 no, 1 when a quote follows, 2 by itself (it names an address)."""
    if len(line) < 8 or len(line) > MOST or not line.endswith(":") or _FIRST_PERSON.search(line) or _SENTENCE_ENDS.search(line):
        return 0
    mail = bool(_HAS_MAIL.search(line))
    dated = bool(_NUMERIC_DATE.search(line) or (_YEAR.search(line) and _TIME.search(line)))
    opens = bool(_OPENS.match(line))
    if _WROTE.search(line) and ((opens and (mail or dated)) or (mail and not opens)):
        return 2 if mail else 1
    if _ENDS_IN_MAIL.search(line) and opens and dated:
        return 2
    return 1 if dated and _VERB_FIRST.fullmatch(line) else 0


def may_open(line):
    """Whether an attribution may begin with this line (by `seen`) and run on in the next."""
    return bool(_OPENS.match(line) or _HAS_MAIL.search(line) or line.endswith("<") or _VERB_FIRST.fullmatch(line))


def exact(line):
    """Whether the attribution names a year and a time: what a program writes, and a person rarely does."""
    return bool((_YEAR.search(line) or _NUMERIC_DATE.search(line)) and _TIME.search(line))


def label(line):
    """Which header field the line (by `seen`) gives: from, date, to, cc, subject; None."""
    found = _LABELLED.match(line)
    return found.lastgroup if found else None


def block(lines):
    """How many of `lines` (by `seen`) are one block `From: … Sent: … Subject: …` from the first on; 0 when they are not.

    A sender or a date begins it, subject and one more belong to it, and an address or a moment is in it: a person's
    own `From: Helsinki, To: Oulu` is no such block.
    """
    kinds, end, proof, loose = [], 0, False, 0
    for at, line in enumerate(lines[:14]):
        kind = label(line)
        if kind and kind in kinds:
            break
        if kind:
            kinds.append(kind)
            end, loose = at + 1, 0
        elif not kinds or loose == 2:
            break
        elif line:   # a long list of addresses runs on; a bare label has its value below it
            loose += 1
        proof = proof or bool(_ANY_MAIL.search(line) or (kind == "date" and _YEAR.search(line) and _TIME.search(line)))
    whole = kinds[:1] in (["from"], ["date"]) and {"from", "subject"} <= set(kinds) and {"date", "to"} & set(kinds)
    return end if whole and proof else 0


def original(line):
    return bool(_ORIGINAL.fullmatch(line))


def forwarded(line):
    return bool(_FORWARDED.fullmatch(line))


def marker(line):
    """Whether the line is our own "write above this line", in any language."""
    return bool(_MARKER.fullmatch(line.strip("*_ ")))


def rule(line):
    """A line of strokes."""
    return bool(_RULE.fullmatch(line))


def from_device(line):
    """`Sent from my iPhone`."""
    return len(line) <= 200 and bool(_FROM_DEVICE.fullmatch(_WITH_LINK.sub("", line.strip("*_ "))))


def forwards(subject):
    """Whether the subject is that of a forwarded letter."""
    return bool(_FORWARDS.match(seen(subject)))


def answers(subject):
    """Whether the subject is that of an answer."""
    return bool(_ANSWERS.match(seen(subject)))
