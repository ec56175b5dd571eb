"""The conversation: what to say to whom. Knows no channel; takes an `Incoming`, returns `Outgoing`s."""
