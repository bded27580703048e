"""The one place that knows every room: `installation` wires the parts, `application` serves them."""
