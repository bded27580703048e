import click


@click.group()
def messages() -> None:
    """."""
