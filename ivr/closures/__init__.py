"""What supervisors wish to close or announce; the engine below knows only what is in force."""
