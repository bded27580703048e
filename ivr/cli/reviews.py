"""`ivr reviews`: who keeps what true, and what is overdue."""

from datetime import UTC, datetime

import click

from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.reviews import reviews_of
from ivr.cli.opening import format_option, moment_option, print_rows
from ivr.settings import load_folders


@click.command()
@click.option("--overdue", is_flag=True, help="Only what is overdue; exit 1 when there is any.")
@click.option("--all", "every_answer", is_flag=True, help="Every answer, also those whose owner is the department's.")
@click.option("--department", default="", help="Only this department.")
@moment_option("--at", "Overdue on this day; today unless given.")
@format_option
@click.pass_context
def reviews(
    context: click.Context, overdue: bool, every_answer: bool, department: str, at: datetime | None, form: str
) -> None:
    """List the owner of every department's menu, when it must be read again, and what is overdue.

    \b
    Example:  ivr reviews
              ivr reviews --all --department transport
              ivr reviews --overdue --at 2027-05-01
    """
    site, _ = gather(read_folder(load_folders().site), at.date() if at else datetime.now(UTC))
    today = site.today or datetime.now(UTC).date()
    rows = [
        {
            "department": review.department,
            "node": review.node or "(the whole menu)",
            "owner": review.owner,
            "review": review.due.isoformat(),
            "overdue": _late(review.overdue_by(today)),
        }
        for review in sorted(reviews_of(site, every_answer=every_answer), key=lambda each: each.due)
        if department in ("", review.department) and (review.overdue_by(today) or not overdue)
    ]
    print_rows(rows, form, "Nothing is overdue." if overdue else "The site has no departments.")
    context.exit(1 if overdue and rows else 0)


def _late(days: int) -> str:
    return "" if days == 0 else "1 day" if days == 1 else f"{days} days"
