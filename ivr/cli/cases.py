import click


@click.group()
def cases() -> None:
    """."""
