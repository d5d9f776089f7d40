"""What is found in an index, in which order, and how sure it is."""

import pytest
from material import document

from askaside.search.engine import Question

SHOP = [
    document("shop/refund", "How do I get my money back?", "A refund takes five days. Ask for it on the page of the order.", ["refund an order"]),
    document("shop/delivery", "When does my parcel arrive?", "Delivery takes three days. The tracking number is in our letter."),
    document("shop/password", "I forgot my password", "Choose Forgot password and follow the link in the letter."),
    document("shop/invoice", "Where is my invoice?", "Invoices are on the page of the order, at the bottom.", group="billing"),
    document("shop/print", "How do I print an invoice?", "Open the invoice and choose Print.", group="billing"),
    document("shop/locked", "My card was refused", "The bank refused the card.", ["declined"], ["E-42", "Card was refused by the bank"]),
    document("shop/long", "Everything about vouchers", "A voucher is valid for a year. " * 20 + "Two vouchers cannot be joined."),
]


@pytest.fixture
def shop(index_of):
    return index_of("en", *SHOP)


def ids(index, text, **where):
    return [hit.id for hit in index.find(Question(text, **where)).hits]


@pytest.mark.parametrize(("question", "first"), [
    ("money back", "shop/refund"), ("refunds", "shop/refund"), ("where is the invoice", "shop/invoice"),
    ("forgotten passwords", "shop/password"), ("parcels arriving", "shop/delivery"), ("tracking", "shop/delivery"),
    ("join vouchers", "shop/long"), ("declined", "shop/locked")])
def test_the_right_one_comes_first(shop, question, first):
    assert ids(shop, question)[0] == first


@pytest.mark.parametrize("question", ["reimbursement for my order", "can I be reimbursed"])
def test_words_that_mean_the_same(shop, question):
    assert ids(shop, question)[0] == "shop/refund"


@pytest.mark.parametrize(("locale", "question", "right", "wrong"), [
    ("he", "לשלוח שוב", "לשלוח חשבונית שוב", "דרגת החומרה של הפנייה"),     # שוב comes down to the same as משוב, a feedback
    ("he", "מתי התשלום", "התשלום מגיע מחר", "עיבוד וטיפול בקובץ"),          # מתי to the same as ממתין, it waits
    ("sl", "ta račun", "Račun je plačan", "Izgled in videz strani"),        # ta to the same as tema, a theme
    ("fi", "saanko laskun", "Lasku on maksettu", "Saatavuus ja varasto")])  # saanko to the same as saatavilla
def test_a_word_that_says_little_stands_for_no_other(index_of, locale, question, right, wrong):
    index = index_of(locale, document("a/wrong", wrong, wrong), document("a/right", right, right), document("a/other", "12345"))
    assert ids(index, question)[0] == "a/right"
    assert not [mark for hit in index.find(Question(question)).hits if hit.id == "a/wrong" for mark in (*hit.title, *hit.body)]


@pytest.mark.parametrize(("typed", "corrected", "first"), [
    ("my pasword", "my password", "shop/password"), ("pritn invoice", "print invoice", "shop/print"), ("delivrey time", "delivery time", "shop/delivery")])
def test_misspelt_words_are_mended_and_said(shop, typed, corrected, first):
    found = shop.find(Question(typed + " "))
    assert (found.corrected, found.hits[0].id) == (corrected, first)


def test_exact_mends_nothing(shop):
    found = shop.find(Question("pasword ", exact=True))
    assert found.corrected is None and found.mended == {}


def test_a_word_that_the_language_has_is_not_called_a_mistake(shop):
    assert shop.find(Question("prinf ")).corrected == "print", "no word"
    assert shop.find(Question("paint ")).corrected is None


@pytest.mark.parametrize("length", range(3, 9))
def test_the_last_word_is_found_before_it_is_finished(shop, length):
    assert ids(shop, "password"[:length])[0] == "shop/password"


def test_a_number_is_never_mended(index_of):
    index = index_of("en", document("a/one", "Code 4711"), document("a/two", "Code 4712"), document("a/other", "Something else"))
    assert index.find(Question("4713 ")).corrected is None


def test_a_code_leads_to_its_document_whatever_else_is_said(shop):
    for text in ("what is E-42 on the invoice page", "e 42", "it says: card was refused by the bank, where is my invoice"):
        found = shop.find(Question(text))
        assert found.hits[0].id == "shop/locked" and found.answered, text
    assert ids(shop, "e 43 invoice")[0] != "shop/locked"


def test_quoted_words_stand_so(index_of):
    index = index_of("en", document("a/one", "Card page", "The page of the card: a new card page."), document("a/two", "Other", "Here is the page card."), document("a/x", "x"))
    assert ids(index, 'page card')[0] == "a/one"
    assert ids(index, '"page card"')[0] == "a/two"
    assert ids(index, '"card zebra"')[0] == "a/one", "what stands nowhere is no reason to find nothing"


def test_where_the_visitor_stands_lifts_a_little(index_of):
    index = index_of("en", document("a/one", "Print a list", group="a"), document("b/one", "Print a list", group="b"), document("b/two", "Invoices", "Numbers.", group="b"))
    assert ids(index, "print a list", group="b")[0] == "b/one"
    assert ids(index, "print a list", group="a")[0] == "a/one"
    assert ids(index, "print a list", own=("b/one",))[0] == "b/one"
    assert ids(index, "print list", group="b", own=("b/two",))[0] == "b/one", "never above a clearly better one"
    index = index_of("en", document("a/one", "Print a list of members", group="a"), document("b/one", "Print a list", group="b"))
    assert ids(index, "members list print", group="b")[0] == "a/one", "nor is its module"


def test_taken_out_a_document_does_not_come_and_none_is_surer(shop):
    number = shop.numbers["shop/refund"]
    whole, without = (shop.find(Question("How do I get my money back?"), hidden=hidden, literal=False) for hidden in (None, number))
    assert whole.hits[0].id == "shop/refund" and "shop/refund" not in [hit.id for hit in without.hits]
    assert without.confidence < whole.confidence


def test_half_a_sign_is_left_out_for_no_encoding_can_carry_it(shop):
    found = shop.find(Question("refund \udcff"))
    assert found.query.encode("utf-8") and found.hits[0].id == "shop/refund"


@pytest.mark.parametrize(("locale", "title", "typed"), [
    ("he", "שלום לכולם", "akuo"), ("ru", "Привет всем", "ghbdtn"), ("en", "Delete a contact", "בםמאשבא"), ("en", "Delete a contact", "сщтефсе")])
def test_the_wrong_keyboard_layout(index_of, locale, title, typed):
    index = index_of(locale, document("a/one", title), document("a/two", "משהו אחר" if locale == "he" else "Something"))
    found = index.find(Question(typed))
    assert found.hits[0].id == "a/one" and found.corrected
    assert not index.find(Question(typed, exact=True)).hits


def test_marks_are_places_in_the_text(shop):
    hit = next(hit for hit in shop.find(Question("print invoices")).hits if hit.id == "shop/print")
    title = "How do I print an invoice?"
    assert [title[mark.start:mark.end] for mark in hit.title] == ["print", "invoice"]
    body = "Open the invoice and choose Print."
    assert [body[mark.start:mark.end] for mark in hit.body] == ["invoice", "Print"]


def test_it_says_when_it_knows_and_when_not(shop):
    assert shop.find(Question("How do I print an invoice?")).answered
    assert shop.find(Question("I forgot my password")).confidence > 0.5
    for text in ("giraffe migration in the north", "who won the match", "is the invoice of the giraffe blue"):
        found = shop.find(Question(text))
        assert not found.answered and found.confidence < 0.5, text


def test_nothing_at_all(shop):
    for text in ("", "   ", "???", "שלום", "的"):
        found = shop.find(Question(text))
        assert (found.hits, found.answered, found.confidence) == ((), False, 0.0), text


def test_long_questions_are_cut_and_said(shop):
    found = shop.find(Question("invoice " * 100))
    assert found.cut and len(found.query) <= 200 and len(found.query.split()) <= 30
    assert not shop.find(Question("invoice " * 20)).cut
    assert shop.find(Question("x" * 1_000_000)).cut


@pytest.mark.parametrize("documents", [[], [document("a/one", "Only one")], [document("a/one", ""), document("a/two", "")]])
def test_small_indexes(index_of, documents):
    index = index_of("en", *documents)
    found = index.find(Question("only one"))
    assert [hit.id for hit in found.hits] == [d.id for d in documents if d.title]


def test_any_language_is_found_by_its_pieces(index_of):
    index = index_of("xx", document("a/one", "Bezahlungsvorgang abbrechen"), document("a/two", "日本語のヘルプ"), document("a/three", "Etwas"))
    assert ids(index, "bezahlung")[0] == "a/one"
    assert ids(index, "本語")[0] == "a/two"
