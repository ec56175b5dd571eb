"""The calendar: what is due and when it is polite to speak, the outbox, buttons' tokens; it imports knowledge only."""
