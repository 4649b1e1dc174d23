"""What of a page breaks a rule of accessibility, as axe sees it."""

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = Axe().axe_script
_BROKEN = """async () => {
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => [one.id, one.nodes[0].html]);
}"""  # only these leave the browser: what is in order, element by element, is a megabyte, and takes two seconds


def violations(page: Page) -> list[tuple[str, str]]:
    """Each rule that is broken seriously, and where first; once nothing moves, for what fades in has no contrast."""
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    page.evaluate(_RULES)
    return [(rule, where) for rule, where in page.evaluate(_BROKEN)]
