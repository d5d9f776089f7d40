"""The agents' desk, server side: who is signed in, what is due, and one request with its whole story."""
