"""What the widget costs a browser: beside the same small page without it, with the CPU as it is and slowed 4 ×."""

import os
import statistics
from pathlib import Path

import pytest
from material import ROOT
from pages_server import Server
from playwright.sync_api import sync_playwright

CHROMIUM = Path(ROOT / "tests" / "pages" / "chromium.sh")
PAGE = '<!doctype html><html lang="en"><title>Host</title><body><h1>Host</h1><p>A page of a product.</p><button id="help">?</button>{tag}</body></html>'
TAG = '<script async src="/askaside.js" data-site="demo" data-button="#help"></script>'
WATCH = """Object.assign(window, {long: [], shift: 0});
new PerformanceObserver(l => l.getEntries().forEach(e => long.push(e.duration))).observe({type: 'longtask', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { shift += e.value; })).observe({type: 'layout-shift', buffered: true});"""
SEEN = """() => new Promise(done => {
    const begun = performance.now(), look = () => {
        const row = document.querySelector('ask-aside').shadowRoot?.querySelector('.row');   // made at the first need
        row && row.getBoundingClientRect().height ? done(performance.now() - begun) : requestAnimationFrame(look);
    };
    document.querySelector('#help').click();
    requestAnimationFrame(look);
})"""
# Each key and the moment in which its results stand on the screen: the first frame after the list says that it is settled.
TYPED = """words => new Promise(async done => {
    const root = document.querySelector('ask-aside').shadowRoot, field = root.querySelector('[role=combobox]'), times = [];
    const painted = () => new Promise(go => requestAnimationFrame(() => setTimeout(go)));
    field.focus();
    for (const word of words) for (let at = 1; at <= word.length; at += 1) {
        await new Promise(go => setTimeout(go, 400));
        const begun = performance.now();
        field.value = word.slice(0, at);
        field.dispatchEvent(new InputEvent('input'));
        await new Promise(go => {
            const watch = new MutationObserver(() => { if (root.querySelector('.found[aria-busy=false], .nothing')) { watch.disconnect(); go(); } });
            watch.observe(root, {subtree: true, childList: true, attributes: true});
        });
        await painted();
        times.push(performance.now() - begun);
    }
    done(times);
})"""
RUNS = 20


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("bench")).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), env={**os.environ, "CHROMIUM": "chromium"}, args=["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"])
        yield browser, server
        browser.close()
    server.stop()


def visit(bench, tag, slow, hover=False, click=True):
    """One fresh profile: script time before the click, click → answers, long tasks, shifts."""
    browser, server = bench
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.route("**/host", lambda route: route.fulfill(body=PAGE.replace("{tag}", tag), content_type="text/html"))
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.goto(server.base + "/host")
    page.wait_for_timeout(600)
    told = {m["name"]: m["value"] * 1000 for m in session.send("Performance.getMetrics")["metrics"]}
    result = {"script": told["ScriptDuration"], "before": page.evaluate("long.length")}
    if tag and click:
        if hover:
            page.hover("#help")
            page.wait_for_timeout(250)
        result["click"] = page.evaluate(SEEN)
        page.wait_for_timeout(900)
    result.update(page.evaluate("({longest: Math.max(0, ...long), shift})"))
    context.close()
    return result


@pytest.mark.parametrize("slow", [1, 4])
def test_what_it_costs(bench, slow):
    runs = RUNS if slow == 1 else 8
    without = [visit(bench, "", slow) for _ in range(runs)]
    cold = [visit(bench, TAG, slow) for _ in range(runs)]
    warm = [visit(bench, TAG, slow, hover=True) for _ in range(runs)]
    script = statistics.median(r["script"] for r in cold) - statistics.median(r["script"] for r in without)
    print(f"\nCPU ÷ {slow}: script before the click {script:.1f} ms; long tasks before it {sum(r['before'] for r in cold)} in {runs} loads, {sum(r['before'] for r in without)} without us; "
          f"longest task with opening {max(r['longest'] for r in cold):.0f} ms (median {statistics.median(r['longest'] for r in cold):.0f}); layout shift {max(r['shift'] for r in cold)}")
    for name, rows in (("a click out of nothing", cold), ("after 250 ms over the button", warm)):
        times = sorted(r["click"] for r in rows)
        print(f"  click → answers, {name}: median of {runs} {statistics.median(times):.0f} ms, best {times[0]:.0f}, worst {times[-1]:.0f}")
    assert max(r["shift"] for r in cold) == 0
    assert statistics.median(r["before"] for r in cold) <= statistics.median(r["before"] for r in without)


@pytest.mark.parametrize("slow", [1, 4])
def test_from_key_to_result(bench, slow):
    browser, server = bench
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    page.goto(server.base + "/demo/pages/en/invoices")
    page.click("#help")
    page.wait_for_timeout(1500)   # its part has come
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.wait_for_timeout(300)
    page.evaluate("long.length = 0")
    times = sorted(page.evaluate(TYPED, ["refund", "invoice", "waiting"]))
    long = page.evaluate("long")
    context.close()
    print(f"\nCPU ÷ {slow}: key → result on the screen, {len(times)} keys: median {statistics.median(times):.0f} ms, best {times[0]:.0f}, worst {times[-1]:.0f}; "
          f"long tasks {len(long)}, longest {max(long, default=0):.0f} ms")
    assert len(long) < len(times)   # aim: none, and a median of 150 ms; what the machine does besides is measured too


def test_on_slow_3g_with_a_slow_processor(bench):
    """400 kb/s, 400 ms, CPU ÷ 4, nothing cached: how long a page takes with and without us, and a click until its first answers."""
    browser, server = bench
    rows = {}
    for name, tag in (("without", ""), ("with", TAG)):
        rows[name] = []
        for _ in range(3):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.add_init_script(WATCH + "new PerformanceObserver(l => { window.largest = l.getEntries().at(-1).startTime; }).observe({type: 'largest-contentful-paint', buffered: true});")
            page = context.new_page()
            body = PAGE.replace("{tag}", tag)
            page.route("**/host", lambda route, _, body=body: route.fulfill(body=body, content_type="text/html"))
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.goto(server.base + "/host")
            page.wait_for_timeout(1500)
            row = {"load": page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"), "largest": page.evaluate("window.largest")}
            if tag:
                row["click"] = page.evaluate(SEEN)
                page.wait_for_timeout(2500)
                row |= page.evaluate("({longest: Math.max(0, ...long), shift})")
            rows[name].append(row)
            context.close()
    middle = {name: {key: statistics.median(row[key] for row in found) for key in found[0]} for name, found in rows.items()}
    print(f"\nslow 3G, CPU ÷ 4: page ready {middle['with']['load']:.0f} ms with us, {middle['without']['load']:.0f} without; largest paint {middle['with']['largest']:.0f} and "
          f"{middle['without']['largest']:.0f}; click → answers {middle['with']['click']:.0f} ms; longest task {middle['with']['longest']:.0f} ms; shift {middle['with']['shift']}")
    assert middle["with"]["shift"] == 0
