"""An entry of the journal: what it holds, as text and back, masked, and what it tells. Knows no database."""
