// Walks the desk as somebody would: edit, see, err, mend, build, download; by keyboard where that is the way. Prints what was met.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

const [, , address, file] = process.argv;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function violations(page) {
  return page.evaluate(async (source) => {
    if (!window.axe) window.eval(source);
    const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], iframes: false });
    return result.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  }, axe);
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const met = { axe: {}, errors: [], outside: [] };
  const page = await browser.newPage();
  await page.setViewport({ width: 1400, height: 1000 });
  await page.setBypassCSP(true); // for axe alone
  await page.setExtraHTTPHeaders({ "Accept-Language": "de" });
  page.on("pageerror", (error) => met.errors.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith("data:")) met.outside.push(request.url()); });
  const shown = () => page.$eval("#view", (view) => +view.dataset.shown || 0);
  const after = (turn) => page.waitForFunction((turn) => +document.getElementById("view").dataset.shown > turn, { polling: 10 }, turn);
  const source = () => page.$eval("#source", (field) => field.value);
  const made = () => page.$eval("#view .shown", (piece) => piece.dataset.made);

  await page.goto(address + "works/probe/de.md");
  await page.waitForSelector("#verdicts .judged");
  met.axe.desk = await violations(page);

  // Edit and see, without losing the place
  await page.$eval("#view", (view) => { view.style.height = "200px"; view.scrollTop = 120; });
  const before = await made();
  await page.focus("#source");
  await page.keyboard.down("Control"); await page.keyboard.press("End"); await page.keyboard.up("Control");
  let turn = await shown();
  await page.keyboard.type("Dazu");
  await after(turn);
  turn = await shown();
  const begun = Date.now();
  await page.evaluate(() => { document.getElementById("source").setRangeText(" ein Wort."); });
  await page.keyboard.down("Control"); await page.keyboard.press("s"); await page.keyboard.up("Control");
  await after(turn);
  met.seconds = (Date.now() - begun) / 1000;
  met.changed = before !== (await made());
  met.place = await page.$eval("#view", (view) => view.scrollTop);
  met.focus = await page.evaluate(() => document.activeElement.id);
  met.kept = await page.evaluate(() => [...document.querySelectorAll("#view img")].every((image) => image.complete));

  // A mistake, beside its line; the view stays
  const good = await source();
  await page.$eval("#source", (field) => { field.value = field.value.replace("Ein Vorspann.", "### Zu tief"); field.dispatchEvent(new Event("input")); });
  await page.waitForSelector("#findings li.error");
  met.mistake = await page.$eval("#findings li.error", (item) => item.textContent);
  met.marked = await page.$$eval(".mirror .error", (lines) => lines.map((line) => line.dataset.n));
  await page.click("#findings .to-line");
  met.selected = await page.$eval("#source", (field) => field.value.slice(field.selectionStart, field.selectionEnd));
  met.stale = await page.waitForSelector("#view .stale").then(() => true);
  met.axe.mistake = await violations(page);

  // Mended
  await page.$eval("#source", (field, good) => { field.value = good; field.dispatchEvent(new Event("input")); }, good);
  await page.waitForFunction(() => !document.querySelector("#findings li.error") && !document.querySelector("#view .stale"));

  // Changed by another program
  await page.waitForFunction(() => document.getElementById("state").textContent === "Gespeichert");
  fs.writeFileSync(file, good.replace("Ein Vorspann.", "Von außen."));
  await page.waitForFunction(() => document.getElementById("source").value.includes("Von außen."));
  met.outsideState = await page.$eval("#state", (state) => state.textContent);

  // Each view by its tab, and in real size
  for (const view of ["web", "text", "archive-pdf"]) {
    turn = await shown();
    await page.focus(`.seeing .tabs a[data-view=${view}]`);
    await page.keyboard.press("Enter");
    await after(turn);
  }
  await page.focus("#real"); await page.keyboard.press("Space");
  met.realWidth = await page.$eval("#view img", (image) => Math.round(image.getBoundingClientRect().width));
  await page.keyboard.press("Space");

  // Build and download
  await page.focus("#build button"); await page.keyboard.press("Enter");
  await page.waitForSelector('.built[data-running="no"]', { timeout: 120000 });
  met.built = await page.$eval(".built strong", (words) => words.textContent);
  met.said = await page.$eval(".built pre", (words) => words.textContent);
  met.downloaded = await page.evaluate(async () => {
    const link = [...document.querySelectorAll(".published a")].find((one) => one.textContent.endsWith(".txt"));
    const answer = link && (await fetch(link.href));
    return answer && [answer.headers.get("content-disposition"), await answer.text()];
  });
  met.axe.built = await violations(page);

  // The other pages, and a narrow window
  for (const [name, path] of [["works", ""], ["metadata", "works/probe/metadata"]]) {
    await page.goto(address + path);
    met.axe[name] = await violations(page);
  }
  await page.setViewport({ width: 360, height: 740 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  for (const [name, path] of [["narrow", "works/probe/de.md"], ["narrowWorks", ""], ["narrowMetadata", "works/probe/metadata"]]) {
    await page.goto(address + path);
    met.axe[name] = await violations(page);
    met[`${name}Overhang`] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
  await browser.close();
  console.log(JSON.stringify(met));
}

main().catch((error) => { console.error(error); process.exit(1); });
