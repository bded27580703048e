"""Why a text cannot be taken, as a sentence that keeps what was written apart from its own words."""


class NotTaken(ValueError):
    """A text that is no value or no template: `template` says why, `values` are what stands in its places."""

    def __init__(self, template: str, **values: str) -> None:
        told = template
        for name, value in values.items():
            told = told.replace(f"{{{name}}}", value)
        super().__init__(told)
        self.template, self.values = template, values
