"""Answers of a search made up for a test, and what the panel shows of them."""

ROW = {"summary": "", "kind": "faq", "module": "invoices", "locale": "en", "score": 1.0, "ranges": {"title": [], "summary": []}}
SEARCH = "**/search?*"


def found(*rows, **more):
    """An answer of the server: `rows` are (id, title) or whole rows."""
    rows = [row if isinstance(row, dict) else {**ROW, "id": row[0], "title": row[1]} for row in rows]
    return {"query": "", "cut": False, "corrected": None, "locale": "en", "answered": False, "confidence": 0.2, "results": rows, **more}


def answers(panel, make):
    """Let `make(q)` answer the searches of this page, as JSON; what was asked is gathered in the list that is returned."""
    asked = []

    def answer(route):
        query = dict(pair.split("=") for pair in route.request.url.partition("?")[2].split("&"))
        asked.append(query)
        route.fulfill(json=make(query["q"]))

    panel.page.route(SEARCH, answer)
    return asked


SEND = {**ROW, "id": "invoices/send-again", "title": "Send it 😀 again", "summary": "Open the <b>invoice</b> & send", "ranges": {"title": [[10, 15]], "summary": [[9, 23]]}}
FEW = found(SEND, ("payments/refund-a-payment", "Refund a payment"), ("events/waiting-list", "The waiting list"))


def options(panel):
    return panel.main.get_by_role("option")


def active(panel):
    """The text of the option that the field points at."""
    return panel.field.evaluate("""field => {
        const id = field.getAttribute('aria-activedescendant');
        const node = id && field.getRootNode().getElementById(id);
        return node && node.getAttribute('aria-selected') === 'true' ? node.querySelector('.row-text').firstChild.textContent : null;
    }""")
