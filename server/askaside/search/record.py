"""The index of record: Whoosh keeps which words stand in which documents, and hands the postings out again."""

import os
import warnings

import numpy as np

with warnings.catch_warnings():
    warnings.simplefilter("ignore")   # whoosh 2.7.4 is of 2016: escapes in its own sources, and utcnow
    from whoosh import fields
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import pack_uint

FIELDS = ("names", "body")


class Counted(fields.KEYWORD):
    """A field whose words were cut and counted before, {word: count}: Whoosh's own analysis breaks niqqud and gershayim."""

    def index(self, counts, **_):
        return [(word.encode(), count, float(count), pack_uint(count)) for word, count in counts.items()]


def _schema():
    return fields.Schema(id=fields.ID(stored=True, unique=True), digest=fields.STORED, group=fields.ID(stored=True),
                         names=Counted(scorable=True), body=Counted(scorable=True))   # without lengths it looks for their file at each posting


def write(collection, counted, folder):
    """Write the documents of a Collection into the empty `folder`; when this returns, they are on the disk.

    counted  {field: [{word: count} of each document]}
    """
    os.makedirs(folder, exist_ok=True)
    writer = FileStorage(str(folder)).create_index(_schema()).writer(limitmb=256)
    try:
        for document, names, body in zip(collection.documents, counted["names"], counted["body"], strict=True):
            writer.add_document(id=document.id, digest=document.digest, group=document.group, names=names, body=body)
        writer.commit(optimize=True)
    except BaseException:
        writer.cancel()
        raise
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            os.fsync(file.fileno())


def read(collection, folder):
    """{field: (words, word numbers, document numbers, counts)} of what `write` kept; documents in the collection's order.

    raises  whatever a damaged file makes of itself
    """
    index = FileStorage(str(folder)).open_index()
    place = {document.id: at for at, document in enumerate(collection.documents)}
    with index.reader() as reader:
        order = np.array([place[reader.stored_fields(at)["id"]] for at in range(reader.doc_count_all())], np.int64)
        found = {name: _postings(reader, name, order) for name in FIELDS}
    index.close()
    return found


def _postings(reader, name, order):
    words, terms, docs, counts = [], [], [], []
    for term in reader.lexicon(name):
        matcher = reader.postings(name, term)
        while matcher.is_active():
            terms.append(len(words))
            docs.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        words.append(term.decode())
    return words, np.array(terms, np.int64), order[np.array(docs, np.int64)], np.array(counts)
