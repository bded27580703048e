"""Cases: kept from the journal, listed, and worked on."""
