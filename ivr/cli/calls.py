import click


@click.group()
def calls() -> None:
    """."""
