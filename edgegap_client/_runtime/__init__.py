"""Objects that each event loop or process has: senders, supervised work, and the clean-up at exit."""
