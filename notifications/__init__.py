"""The outbox: every e-mail is a row before it is a letter. It knows names and ids, never a person or a match."""
