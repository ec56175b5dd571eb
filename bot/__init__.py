"""The doors: settings, channels, intake, delivery, command line. Only here is the house put together."""
