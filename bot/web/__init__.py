"""The web door: chat page, messages in by POST, answers out by server-sent events, health."""
