"""A picture of the page: drawn without touching it, what is private black from the start, looked at and blacked out before a byte leaves."""

import io
import os
import re
import urllib.request
from pathlib import Path

import pytest
from files_material import drawn
from PIL import Image
from playwright.sync_api import expect
from test_accessible import AXE, RULES, SCREENS
from test_attaching import listed, there
from test_policy import page_of, strict
from writing import EN, HE, body, form, kept, last_step, written

# A password and something private, red and with words that must not be found anywhere; a picture and a ground of another origin.
PRIVATE = """other => {
    const add = (name, props, css, text) => document.body.append(Object.assign(document.createElement(name), props, {textContent: text || ''})) || Object.assign(document.body.lastChild.style, css);
    const at = (left, top) => ({position: 'fixed', left: left + 'px', top: top + 'px', width: '120px', height: '40px', background: 'red', boxSizing: 'border-box'});
    add('input', {type: 'password', value: 'canary-password', id: 'pass'}, at(300, 20));
    add('input', {autocomplete: 'section-a cc-number', value: 'canary-card'}, at(300, 70));
    add('div', {id: 'private'}, at(300, 120));
    document.body.style.height = '2000px';
    document.querySelector('#private').dataset.helpPrivate = '';
    document.querySelector('#private').append('canary-words', Object.assign(document.createElement('b'), {textContent: 'canary-deeper'}));
    add('p', {id: 'public'}, {position: 'fixed', left: '300px', top: '170px', margin: 0, background: 'rgb(0, 0, 255)', width: '120px', height: '40px'}, 'in-the-picture');
    add('img', {src: other + '/foreign.png', width: 40, height: 40}, {position: 'fixed', left: '500px', top: '20px'});
    add('div', {id: 'ground'}, {position: 'fixed', left: '560px', top: '20px', width: '40px', height: '40px', backgroundImage: `url("${other}/ground.png")`});
}"""
BLACK = [(300, 20, 420, 60), (300, 70, 420, 110), (300, 120, 420, 160)]   # where they are: left, top, right, bottom
# Everything that is made an image of is noted.
NOTE = """
const told = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src'), drawn = window.drawn = [];
Object.defineProperty(HTMLImageElement.prototype, 'src', {...told, set(value) { drawn.push(decodeURIComponent(value)); told.set.call(this, value); }});
"""
WATCH = """() => {
    window.changes = [];
    new MutationObserver(list => changes.push(...list.map(one => one.type + ' ' + one.target.nodeName))).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def take(panel, path="/demo/app/en/settings"):
    """Up to the picture that is looked at."""
    form(panel, path)
    panel.main.locator("[data-row=picture]").click()
    expect(shot(panel)).to_be_visible()


def shot(panel):
    return panel.main.locator("canvas.shot")


def drag(panel, left, top, right, bottom):
    """Over the picture, in its own pixels."""
    shot(panel).scroll_into_view_if_needed()
    box = shot(panel).bounding_box()
    scale = box["width"] / shot(panel).evaluate("node => node.width")
    points = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in ((left, top), (right, bottom))]
    panel.page.mouse.move(*points[0])
    panel.page.mouse.down()
    panel.page.mouse.move(*points[1], steps=3)
    panel.page.mouse.up()


def uploaded(panel, server):
    """The picture as the server has it."""
    [file] = kept(panel, "files")[""]
    asked = urllib.request.Request(f"{server.base}/api/v1/demo/files/{file['id']}", headers={"Authorization": f"Visitor {kept(panel, 'visitor')}"})
    with urllib.request.urlopen(asked) as answer:
        return Image.open(io.BytesIO(answer.read())).convert("RGB")


def black(image, area):
    """Is all of it black, but for the slip of a compressed picture?"""
    left, top, right, bottom = area
    return max(most for _, most in image.crop((left + 2, top + 2, right - 2, bottom - 2)).getextrema()) <= 24


def test_what_is_private_is_never_in_it_and_nothing_leaves_before_it_is_used(visit, server):
    panel = visit(script=NOTE, reduced_motion="reduce")
    panel.page.route("**/host", lambda route: route.fulfill(body=page_of(server.base) + "<main>A page of a product", content_type="text/html"))
    panel.goto("/host")
    panel.page.route("http://pictures.example/**", lambda route: route.fulfill(body=drawn(), content_type="image/png"))
    panel.page.evaluate(PRIVATE, "http://pictures.example")
    panel.until(lambda: sum("pictures.example" in url for url in panel.asked) == 2)   # the page's own pictures, of another origin
    panel.page.get_by_role("button", name="Help", exact=True).click()
    form(panel, path=None)
    panel.page.evaluate("scrollTo(0, 150)")
    panel.page.evaluate(WATCH)
    before, place = len(panel.asked), panel.page.evaluate("[scrollX, scrollY]")
    button = panel.main.locator("[data-row=picture]")
    button.click()
    expect(shot(panel)).to_be_visible()
    assert panel.focused() == "Black out what nobody should see"
    drag(panel, 600, 300, 800, 400)
    expect(panel.button("Undo")).to_be_enabled()
    assert any("/capturing-" in url for url in panel.asked[before:])
    assert [url for url in panel.asked[before:] if not url.startswith(server.base + "/askaside/") and not re.search("/seen$|/contact$|/contact[?]", url)] == []   # ours; who is there
    assert panel.page.evaluate("changes") == []
    assert panel.page.evaluate("[scrollX, scrollY]") == place == [0, 150]
    made = panel.page.evaluate("drawn")
    assert not any("canary" in text or "pictures.example" in text for text in made[1:])   # the first is the page's own
    assert "in-the-picture" in made[-1]
    panel.button("Use this picture").click()
    expect(listed(panel)).to_contain_text("screenshot.")
    expect(panel.main.locator(".files progress")).to_have_count(0)
    image = uploaded(panel, server)
    assert image.size == (1280, 800)
    assert all(black(image, area) for area in BLACK)
    assert black(image, (600, 300, 800, 400)) and not black(image, (590, 300, 599, 400))
    assert image.getpixel((410, 205))[2] > 200 and image.getpixel((410, 205))[0] < 50   # what is public is there, in its colour
    last_step(panel, "See the picture.")
    panel.button("Send").click()
    written(panel)
    assert [line for line in panel.noise if line.startswith("error")] == []


def test_by_keyboard_alone_by_frame_and_by_the_name_of_a_field(visit, server):
    panel = visit(reduced_motion="reduce")
    form(panel, "/demo/app/en/settings")
    keys = panel.page.keyboard

    def reach(name):
        panel.until(lambda: keys.press("Tab") or panel.focused() == name)

    reach("Take a picture of the page")
    keys.press("Enter")
    expect(shot(panel)).to_be_visible()
    keys.press("Escape")   # to the form, and to where one was
    expect(body(panel)).to_be_visible()
    assert panel.focused() == "Take a picture of the page"
    keys.press("Enter")
    expect(shot(panel)).to_be_visible()
    panel.button("Back").click()
    expect(body(panel)).to_be_visible()
    expect(panel.button("Forward")).to_have_count(0)
    panel.button("Take a picture of the page").click()
    expect(shot(panel)).to_be_visible()
    reach("Picture of the page")
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        keys.press(key)
    expect(panel.status).to_have_text("Frame: 40 % from the left, 42 % from the top, 22 % wide, 10 % high")
    keys.press("Enter")
    expect(panel.status).to_have_text("1 area is blacked out.")
    reach("Town")
    keys.press("Space")
    expect(panel.button("Town")).to_have_attribute("aria-pressed", "true")
    town = panel.page.get_by_label("Town").bounding_box()
    reach("Use this picture")
    keys.press("Enter")
    expect(listed(panel)).to_contain_text("screenshot.")
    expect(panel.main.locator(".files progress")).to_have_count(0)
    image = uploaded(panel, server)
    assert black(image, (512, 334, 793, 414))
    assert black(image, (town["x"], town["y"], town["x"] + town["width"], town["y"] + town["height"]))
    assert panel.noise == []


def policed(panel, server):
    """A page under the strictest policy that we are promised to work under, with something private in it."""
    page = page_of(server.base).replace("<h1>", '<p><input type="password" value="x"><div data-help-private>canary</div><h1>')
    panel.page.route("**/strict", lambda route: route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": strict(server.base)}))
    panel.page.goto(server.base + "/strict")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    form(panel, path=None)
    panel.main.locator("[data-row=picture]").click()


@pytest.fixture
def whole(browser):
    """A browser with windows: only such a one can give a picture of its tab."""
    made = browser.browser_type.launch(executable_path=str(Path(__file__).with_name("chromium.sh")), env={**os.environ, "CHROMIUM": "chromium"},
                                       args=["--auto-accept-this-tab-capture"])
    yield made
    made.close()


def test_where_the_policy_bars_it_the_browser_takes_it_and_what_is_private_is_covered(visit, server, whole):
    panel = visit(reduced_motion="reduce", of=whole)
    policed(panel, server)
    areas = panel.page.evaluate("[...document.querySelectorAll('input, [data-help-private]')].map(node => { const b = node.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })")
    panel.button("Let the browser take it").click()
    expect(shot(panel)).to_be_visible()
    expect(panel.main.locator(".notice")).to_contain_text("All that can be seen in this picture goes along.")
    expect(panel.sheet).to_have_css("opacity", "1")
    panel.button("Use this picture").click()
    expect(listed(panel)).to_contain_text("screenshot.")
    expect(panel.main.locator(".files progress")).to_have_count(0)
    image = uploaded(panel, server)
    scale = image.width / 1280
    assert all(black(image, [round(edge * scale) for edge in area]) for area in areas)
    assert image.getpixel((image.width - 60, image.height // 2)) == (255, 255, 255)   # where the help stands is the page
    assert [line for line in panel.noise if "data:image/svg" not in line and "[DOM]" not in line] == []


def test_where_there_is_no_way_it_is_said_kindly(visit, server):
    panel = visit(script="delete MediaDevices.prototype.getDisplayMedia")
    policed(panel, server)
    expect(panel.main.get_by_role("alert")).to_have_text("A picture could not be taken. You can take one with your device and attach it.")
    assert [line for line in panel.noise if "data:image/svg" not in line and "[DOM]" not in line] == []
    panel.main.locator("input[type=file]").set_input_files([{"name": "own.csv", "mimeType": "x/x", "buffer": b"a;b\n"}])
    there(panel, "own.csv")


@pytest.mark.parametrize("language, theme, width, height", [("en", "light", 1280, 800), ("he", "dark", 1280, 800), ("he", "light", 360, 640), ("en", "dark", 320, 568)])
def test_axe_finds_nothing_and_it_fits(visit, language, theme, width, height):
    said = {"en": EN, "he": HE}[language]
    panel = visit(width, height, dark=theme == "dark", reduced_motion="reduce", has_touch=width < 480)
    take(panel, f"/demo/app/{language}/settings")
    assert said["write"] in panel.sheet.inner_text()
    panel.page.evaluate(AXE.read_text())
    told = panel.page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES["light"])
    assert [f"{rule['id']}: {node['html'][:150]}" for rule in told["violations"] for node in rule["nodes"] if "ask-aside" in str(node["target"])] == []
    assert panel.main.evaluate("node => node.scrollWidth <= node.clientWidth")
    SCREENS.mkdir(parents=True, exist_ok=True)
    panel.page.screenshot(path=SCREENS / f"picture-{language}-{theme}-{width}.png")
