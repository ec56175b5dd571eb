"""The Telegram door: updates in by an own loop, messages out by python-telegram-bot's Bot."""
