"""Drawing anew: what stands there is what was drawn, and who has the focus keeps it, wherever the others go."""

import subprocess

from material import ROOT

BUNDLE = """require('esbuild').build({ entryPoints: ['src/shared/dom.js'], bundle: true, format: 'iife', globalName: 'dom', write: false })
    .then(made => process.stdout.write(made.outputFiles[0].text))"""
# 2,000 times: some of nine fields, some of them without a key, in any order, and then others of them; one that stays has the focus.
DRAWN = """() => {
    let seed = 7;
    const chance = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    const some = () => Array.from({ length: 9 }, (_, at) => at).filter(() => chance(3)).sort(() => chance(3) - 1);
    const draw = (list) => dom.h('div', {}, ...list.map((at) => (at < 6 ? dom.h('input', { key: 'k' + at, class: 'k' + at }) : dom.h('p', {}, 'text ' + at))));
    const wrong = [];
    let kept = 0;
    for (let n = 0; n < 2000; n += 1) {
        const [before, after] = [some(), some()], place = draw(before), wanted = draw(after).outerHTML;
        document.body.replaceChildren(place);
        const stays = before.filter((at) => at < 6 && after.includes(at)), focus = stays.length ? place.querySelector('.k' + stays[chance(stays.length)]) : null;
        let left = false;
        focus?.focus();
        focus?.addEventListener('blur', () => { left = true; });
        dom.patch(place, draw(after));
        kept += !!focus;
        if (place.outerHTML !== wanted || left || (focus && document.activeElement !== focus)) wrong.push([before, after, focus?.className, left, place.outerHTML]);
    }
    return [wrong.slice(0, 3), kept];
}"""


def test_who_has_the_focus_keeps_it_whatever_comes_goes_and_changes_places(browser):
    script = subprocess.run(["node", "-e", BUNDLE], cwd=ROOT / "widget", capture_output=True, text=True, check=True).stdout
    page = browser.new_page()
    page.evaluate(script + "; window.dom = dom")
    wrong, kept = page.evaluate(DRAWN)
    page.close()
    assert wrong == [] and kept > 1000
