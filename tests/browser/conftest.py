"""A real Chromium, a real worker, and the accessibility check on every page visited."""

import json
import os
import shutil

import pytest
from django.conf import settings
from django.test import Client

from tests.workers import start_worker, stop_worker

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package chromium to run the browser tests")
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run the set-up, which installs it from the lock")
    # The driver keeps an event loop in this thread; Django must not take its queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """One person at a browser: signed in, in one language, at one screen size."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.complaints = []
        # The accessibility check brings styles of its own, which the page's policy rightly blocks.
        self.is_checking = False
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        # A blocked script or style is a defect; a refused form (4xx) is what some tests ask for.
        if message.type == "error" and "Failed to load resource" not in message.text and not self.is_checking:
            self.complaints.append(message.text)

    def open(self, path):
        """Go to the address, and hold the page to the accessibility rules."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.check()

    def press(self, name, exact=False):
        """Press the button or link of that name, and check the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        target.first.click()
        self.page.wait_for_load_state("load")
        return self.check()

    def check(self):
        assert self.complaints == []
        self.is_checking = True
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)",
            AXE_TAGS,
        )
        told = [(v["id"], v["help"], [node["html"][:160] for node in v["nodes"]][:4]) for v in found]
        assert told == [], f"{self.page.url} {json.dumps(told, ensure_ascii=False, indent=1)}"
        self.page.wait_for_timeout(50)
        self.is_checking = False
        return self

    def says(self, text):
        return text in self.page.inner_text("body")


@pytest.fixture
def visit(chromium, live_server):
    """Make a visitor: `visit(user, "zh-hans", size)`; without a user, a stranger."""
    contexts = []

    def arrive(user=None, language="zh-hans", size=None):
        context = chromium.new_context(viewport=size or DESK, locale="zh-CN" if language != "en" else "en-GB")
        contexts.append(context)
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if user is not None:
            # A client of their own: signing somebody else in would end the session of whoever came before.
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        return Visitor(context.new_page(), live_server.url)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A real Celery worker on the test database, with a broker folder of its own."""
    process = start_worker(tmp_path / "worker.log")
    yield process
    stop_worker(process)
