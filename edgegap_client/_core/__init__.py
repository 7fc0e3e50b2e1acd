"""What a request means: settings, operations, retries, rate limits, errors and decoding. No I/O."""
