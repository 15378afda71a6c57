"""Opens the reports of `deploy/bin/sample-reports` in a real browser: `deploy/bin/test-report`."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[4]
REPORTS = Path(os.environ["ENTROSUM_REPORTS"])
SCREENSHOTS = ROOT / "target/report-screenshots"
NAMES = sorted(path.parent.name for path in REPORTS.glob("*/report.html"))

SECTIONS = {
    "faithful": ["Bound and entropies", "Components", "Rows and components", "Columns", "Rows", "Data",
                 "Configuration", "Speed"],
    "select": ["Selection", "Bound and entropies", "Components"],
    "penguins": ["Components", "Rows and components", "Columns", "Data"],
    "mixed": ["Components", "Rows and components", "Columns"],
    "digits": ["Components", "Rows and components", "Columns"],
    "ppca": ["Variances", "Loadings", "Rows"],
    "patches": ["Dictionary", "Rows"],
    "belief": ["Weights", "Rows"],
    "vae": ["Latents", "Rows"],
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A report in a window, and what the browser complained of."""

    def __init__(self, browser: Browser, name: str, width: int, scheme: str) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        began = time.monotonic()
        self.page.goto((REPORTS / name / "report.html").as_uri())
        self.page.wait_for_selector("html[data-drawn]", state="attached")
        self.seconds = time.monotonic() - began

    def close(self) -> None:
        self.context.close()


@pytest.fixture(params=[(1000, "light"), (1000, "dark"), (375, "light")], ids=["light", "dark", "phone"])
def look(request: pytest.FixtureRequest) -> tuple[int, str]:
    return request.param


def test_there_is_a_report_of_each_kind() -> None:
    assert set(SECTIONS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_drawn(browser: Browser, name: str, look: tuple[int, str]) -> None:
    width, scheme = look
    opened = Opened(browser, name, width, scheme)
    try:
        page = opened.page
        assert opened.complaints == []
        assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.requests)
        titles = page.locator("main > section > h2").all_inner_texts()
        assert [title for title in titles if title in SECTIONS.get(name, [])] == SECTIONS.get(name, [])
        figures = page.locator("figure .picture")
        assert figures.count() == int(page.locator("html").get_attribute("data-drawn") or 0) > 0
        for figure in figures.all():
            marks = figure.evaluate(
                """box => box.classList.contains("grid")
                    ? Array.from(box.querySelectorAll("canvas")).filter(c => {
                        const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
                        return new Set(p.filter((v, i) => i % 4 === 0)).size > 1; }).length
                    : box.querySelectorAll("svg path").length""")
            assert marks > 0, figure.get_attribute("id")
            assert page.locator("#" + (figure.get_attribute("aria-labelledby") or "")).inner_text()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{wide} pixels wider than the window"
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
        if look == (1000, "light"):  # the first pictures of each part, for the README
            for section in page.locator("main > section").filter(has=page.locator("figure")).all():
                title = section.locator("h2").inner_text().lower().replace(" ", "-")
                for i, figure in enumerate(section.locator("figure").all()[:2]):
                    figure.screenshot(path=SCREENSHOTS / f"{name}-{title}-{i}.png")
        with (SCREENSHOTS / "seconds.txt").open("a") as seconds:  # of opening, to be looked at on a quiet machine
            seconds.write(f"{name} {scheme} {width}: {opened.seconds:.2f} s\n")
    finally:
        opened.close()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_small(name: str) -> None:
    assert (REPORTS / name / "report.html").stat().st_size < 5_000_000


def test_hovering_zooming_and_numbers(browser: Browser) -> None:
    opened = Opened(browser, "faithful", 1000, "light")
    try:
        page = opened.page
        course = page.locator("#figure-0")
        course.scroll_into_view_if_needed()
        box = course.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
        page.wait_for_function("""() => Array.from(document.querySelectorAll("#figure-0 > div"))
            .some(tip => tip.innerText.includes("entropy sum"))""")
        before = course.locator("svg").inner_html()
        page.keyboard.down("Control")
        page.mouse.wheel(0, -400)
        page.keyboard.up("Control")
        page.wait_for_function(
            "before => document.querySelector('#figure-0 svg').innerHTML !== before", arg=before)
        numbers = page.locator("figure details").first
        numbers.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(numbers.locator("th")).to_have_text(  # made when the details open, after the key press
            ["iteration", "bound", "entropy sum", "|gap|", "posterior", "- prior", "- observation"])
        assert numbers.locator("tbody tr").count() > 2
        assert opened.complaints == []
    finally:
        opened.close()


def test_colours_follow_the_reader(browser: Browser) -> None:
    opened = Opened(browser, "faithful", 1000, "light")
    try:
        page = opened.page
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        drawn = page.locator("#figure-0 svg").inner_html()
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("drawn => document.querySelector('#figure-0 svg').innerHTML !== drawn", arg=drawn)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        assert opened.complaints == []
    finally:
        opened.close()


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as `rgb(r, g, b)`, by WCAG 2."""
    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[colour.index("(") + 1:-1].split(",")[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(browser: Browser, scheme: str) -> None:
    opened = Opened(browser, "digits", 1000, scheme)
    try:
        paper = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        for selector in ["body", "figcaption", "a", "th", "summary"]:
            ink = opened.page.locator(selector).first.evaluate("element => getComputedStyle(element).color")
            assert contrast(ink, paper) >= 4.5, selector
        warning = opened.page.locator(".warnings h2").first
        colours = warning.evaluate(
            "e => [getComputedStyle(e).color, getComputedStyle(e.parentElement).backgroundColor]")
        assert contrast(*colours) >= 4.5
    finally:
        opened.close()


def test_it_can_be_printed(browser: Browser) -> None:
    opened = Opened(browser, "faithful", 1000, "light")
    try:
        pdf = opened.page.pdf(format="A4")
        assert pdf.startswith(b"%PDF") and len(pdf) > 20_000
        opened.page.emulate_media(media="print")
        assert opened.page.locator("nav").is_hidden()
    finally:
        opened.close()
