// Follows every call of a note in a document of a book, and the way back, as a reader does by the keyboard: prints what went wrong.
const puppeteer = require("puppeteer-core");

async function main(file) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--allow-file-access-from-files",
    ],
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 400, height: 300 });
  await page.goto("file://" + file);
  const calls = await page.$$eval("[role=doc-noteref]", (found) => found.map((call) => call.id));
  const wrong = [];
  for (const id of calls) {
    await page.goto("file://" + file);
    await page.$eval(`[id="${id}"]`, (call) => call.focus());
    await Promise.all([page.keyboard.press("Enter"), page.waitForFunction(() => location.hash)]).catch(() => undefined);
    const note = await page.evaluate(shown);
    if (note.role !== "doc-footnote" || !note.visible) wrong.push(`${id} leads to ${JSON.stringify(note)}`);
    const before = page.url();
    await page.$eval(":target [role=doc-backlink]", (back) => back.focus()).catch(() => undefined);
    await Promise.all([
      page.keyboard.press("Enter"),
      page.waitForFunction((url) => location.href !== url, { timeout: 3000 }, before),
    ]).catch(() => undefined);
    const call = await page.evaluate(shown);
    if (call.role !== "doc-noteref" || !call.visible) wrong.push(`the way back to ${id} leads to ${JSON.stringify(call)}`);
  }
  await browser.close();
  console.log(JSON.stringify({ calls: calls.length, wrong }));
}

function shown() {
  const target = document.querySelector(":target");
  if (!target) return { role: "nothing", visible: false };
  const { top, bottom } = target.getBoundingClientRect();
  return { role: target.getAttribute("role"), visible: bottom > 0 && top < innerHeight };
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
