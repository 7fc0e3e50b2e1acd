"""What lives for each event loop or process: senders, supervised work, and the clean-up at exit."""
