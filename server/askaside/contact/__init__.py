"""The ways to a person, put together: channels, who is there, when the answer comes; and the pages that work without the product."""
