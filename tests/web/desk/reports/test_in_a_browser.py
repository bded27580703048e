"""Reports in Chromium: choosing days, charts, paper; no barriers in any language, light or dark, at any width."""

import pytest

ALL = "all@site.example"
A4 = 688  # pixels of its width between the margins
MONTH = "/desk/reports?since=2026-11-01&until=2026-11-23"


def _drawn(page):
    """The charts on which something is drawn in another colour than the text's."""
    return page.evaluate(
        """[...document.querySelectorAll("canvas")].filter((canvas) => canvas.checkVisibility()
          && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value))
          .map((canvas) => canvas.dataset.table)"""
    )


def test_a_supervisor_chooses_days_and_takes_the_report_away(browse):
    page = browse("/desk/reports", "supervisor@transport.example")
    assert page.inner_text("h1") == "Calls from 2026-11-01 to 2026-11-23", "nobody rang last month"
    page.get_by_role("link", name="Last month").click()
    assert "Nobody rang" in page.inner_text("main")
    page.get_by_role("link", name="This month").click()
    assert page.inner_text("h1") == "Calls from 2026-11-01 to 2026-11-23"
    page.get_by_label("From day").fill("2026-11-23")
    page.get_by_role("button", name="Show").click()
    assert page.inner_text("h1") == "Calls from 2026-11-23 to 2026-11-23"
    with page.expect_download() as book:
        page.get_by_role("link", name="All tables as one XLSX file").click()
    assert book.value.suggested_filename == "report-2026-11-23-2026-11-23.xlsx"
    with page.expect_download() as table:
        page.get_by_role("link", name="CSV (Calls by day)").click()
    assert table.value.suggested_filename == "days-2026-11-23-2026-11-23.csv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_from_their_tables_under_the_policy(browse, scheme):
    page = browse(MONTH, ALL, scheme=scheme)
    assert _drawn(page) == ["days", "hotlines", "outcomes", "languages", "gave-up", "waits"]
    bars = page.evaluate("Chart.getChart(document.querySelector('canvas[data-table=outcomes]')).data")
    assert dict(zip(bars["labels"], bars["datasets"][0]["data"], strict=True)) == {
        row[0]: float(row[1])
        for row in page.evaluate(
            "[...document.querySelectorAll('#table-outcomes tbody tr:not(.sum)')]"
            ".map((row) => [...row.cells].map((cell) => cell.textContent.trim()))"
        )
    }


def test_days_on_a_chart_are_short_and_months_whole(browse):
    page = browse("/desk/reports?since=2026-11-22&until=2026-11-23", ALL)
    labels = "Chart.getChart(document.querySelector('canvas[data-table=days]')).data.labels"
    assert page.evaluate(labels) == ["11-22 Sun", "11-23 Mon"]
    page = browse("/desk/reports?since=2026-09-10&until=2026-11-23", ALL)
    assert page.evaluate(labels) == ["2026-09-10 – 2026-09-30", "2026-10", "2026-11-01 – 2026-11-23"]


def test_without_scripts_the_tables_stand_alone(browse):
    page = browse(MONTH, ALL, script=False)
    assert page.locator(".plot").first.is_hidden()
    assert page.locator("#table-days table").is_visible()


def test_on_paper_there_is_no_navigation_and_no_form(browse):
    page = browse(MONTH, ALL, width=A4)
    page.emulate_media(media="print")
    for away in ("header nav", "form.choosing", ".quick", ".files"):
        assert page.locator(away).first.is_hidden(), away
    assert page.locator("#table-days table").is_visible()
    wide = page.evaluate(
        f"[...document.querySelectorAll('.figures')].filter((one) => one.scrollWidth > {A4}).map((one) => one.id)"
    )
    assert wide == []


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_reports_have_no_barriers(browse, barriers_in_any_light, language):
    assert barriers_in_any_light(browse(MONTH, ALL, language), 1280, 640, 320) == []


def test_what_is_wrong_in_the_address_makes_no_barriers(browse, barriers_in_any_light):
    page = browse("/desk/reports?since=2027-01-01&within=0", "viewer@transport.example")
    assert barriers_in_any_light(page, 1280, 320) == []
