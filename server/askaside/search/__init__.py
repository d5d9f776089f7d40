"""Finding text: an index for each collection and language. It knows nothing of articles or tickets."""
