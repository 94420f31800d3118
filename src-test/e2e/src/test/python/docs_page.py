"""Uses the docs page as a person does, in Chromium without a window, and keeps pictures of what it saw.

usage: docs_page.py <port of the API> <address of Keycloak> <picture> <folder for pictures>
"""

import json
import pathlib
import shutil
import sys
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

PORT, KEYCLOAK, PICTURE, FOLDER = sys.argv[1:5]
# The realm knows the page by its usual port; whatever port the API has here, this is how the browser calls it.
PAGE = "http://localhost:8080"
SCOPES = {"inference:invoke", "detections:read", "images:read", "models:read"}
# A line is green where green is this much more than red and blue, after JPEG has spread its colour; most of a box's
# edge is, this many pixels up or down.
GREENER, MOST, NEAR = 60, 0.7, 3

# Patience costs nothing where nothing is amiss.
expect.set_options(timeout=60_000)


def ok(what):
    print("ok: " + what)


def log_in(page, user):
    page.locator(".auth-wrapper .authorize").click()
    dialog = page.locator(".dialog-ux")
    expect(dialog.locator("#client_id_authorizationCode")).to_have_value("sightline-docs")
    expect(dialog.get_by_text("clientCredentials")).to_have_count(0)
    expect(dialog.locator("input[id^=client_secret]")).not_to_be_visible()
    ticked = dialog.locator(".scopes input:checked")
    assert {box.get_attribute("data-value") for box in ticked.all()} == SCOPES
    page.screenshot(path=f"{FOLDER}/login.png")
    with page.expect_popup() as opened:
        dialog.locator("button.authorize").click()
    popup = opened.value
    popup.locator("#username").fill(user)
    popup.locator("#password").fill("dev-only")
    popup.locator("#kc-login").click()
    expect(dialog.get_by_role("button", name="Remove authorization")).to_be_visible()
    dialog.locator("button.btn-done").click()


def try_inference(page, answer_type):
    """Sends the picture by the operation that is open."""
    operation = page.locator("#operations-inference-invokeInference")
    operation.locator("input[type=file]").set_input_files(PICTURE)
    operation.locator(".response-controls select").first.select_option(answer_type)
    with page.expect_response(lambda answer: "/v1/inference" in answer.url) as sent:
        operation.locator("button.execute").click()
    assert sent.value.status == 200, sent.value.status
    assert sent.value.request.headers["content-type"] == "image/jpeg", sent.value.request.headers


def pixels(image):
    """Width, height and the bytes of red, green, blue and opacity of a picture that is shown."""
    return image.evaluate(
        """async shown => {
            await shown.decode();
            const canvas = document.createElement("canvas");
            canvas.width = shown.naturalWidth;
            canvas.height = shown.naturalHeight;
            const drawing = canvas.getContext("2d");
            drawing.drawImage(shown, 0, 0);
            const data = drawing.getImageData(0, 0, canvas.width, canvas.height).data;
            return [canvas.width, canvas.height, Array.from(data)];
        }"""
    )


def share_of_green(shown, box):
    """How much of a box's upper and lower edge has the colour of the first class."""
    width, height, values = shown

    def is_green(column, row):
        red, green, blue = values[4 * (row * width + column) : 4 * (row * width + column) + 3]
        return green - max(red, blue) > GREENER

    def is_near_green(column, row):
        rows = range(max(row - NEAR, 0), min(row + NEAR + 1, height))
        return any(is_green(column, near) for near in rows)

    columns = range(round(box["x"] * width), min(round((box["x"] + box["width"]) * width), width))
    rows = [round(box["y"] * height), round((box["y"] + box["height"]) * height)]
    edge = [is_near_green(column, row) for row in rows for column in columns]
    return sum(edge) / len(edge)


def use(page):
    page.goto(PAGE + "/docs")
    expect(page.locator("#operations-inference-invokeInference")).to_be_visible()
    expect(page).to_have_title("Sightline")
    page.screenshot(path=f"{FOLDER}/contract.png")
    ok("the contract is shown")

    log_in(page, "demo")
    ok("a person logs in at Keycloak")

    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert kept == '[{},{},""]', kept
    ok("the token is nowhere but in the page's memory")

    operation = page.locator("#operations-inference-invokeInference")
    operation.locator(".opblock-summary-control").click()
    operation.locator("button.try-out__btn").click()
    try_inference(page, "application/json")
    shown = operation.locator(".live-responses-table .highlight-code > .microlight").first
    expect(shown).to_contain_text('"traceId"')
    answer = json.loads(shown.text_content())
    detections = answer["detections"]
    assert len(detections) > 3, answer
    ok(f"a picture that is chosen is answered by {len(detections)} detections")

    operation.locator("tr[data-param-name=image] select").select_option("annotated")
    try_inference(page, "image/jpeg")
    image = operation.locator(".live-responses-table img")
    expect(image).to_be_visible()
    drawn = pixels(image)
    assert drawn[:2] == [answer["image"]["width"], answer["image"]["height"]], drawn[:2]
    shares = [share_of_green(drawn, detection["box"]) for detection in detections]
    assert all(share > MOST for share in shares), shares
    # Not the line for a shell above it, which holds the token.
    operation.locator(".live-responses-table").screenshot(path=f"{FOLDER}/boxes.png")
    ok("the picture is shown with a box around each of them")

    page.locator("#select").select_option("../v2/openapi.yaml")
    expect(page.locator("#operations-inference-inferModel")).to_be_visible()
    ok("the contract of the Open Inference Protocol is shown, too")

    page.reload()
    expect(page.locator(".auth-wrapper .authorize.unlocked")).to_be_visible()
    ok("the token is gone with the page")


def main():
    pathlib.Path(FOLDER).mkdir(parents=True, exist_ok=True)
    asked, complaints = set(), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", f"--host-resolver-rules=MAP localhost:8080 127.0.0.1:{PORT}"],
        )
        context = browser.new_context(viewport={"width": 1000, "height": 900})
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        try:
            use(page)
        except BaseException:
            page.screenshot(path=f"{FOLDER}/failed.png", full_page=True)
            print(json.dumps(complaints), file=sys.stderr)
            raise
        browser.close()
    # Such as what the page's policy has kept from it.
    assert not complaints, complaints
    hosts = {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in asked if not url.startswith(("blob:", "data:"))}
    assert hosts == {PAGE, KEYCLOAK}, hosts
    ok("nothing is asked for elsewhere, and nothing complained")


main()
