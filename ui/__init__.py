"""What screens share: the frame, the session, filters and components."""
