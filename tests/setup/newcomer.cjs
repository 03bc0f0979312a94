// What a newcomer does in the browser: `edit ADDRESS FROM TO` changes a word in the desk and saves it; `open FILE` opens the catalogue
// and every page that it links to. Prints what was met.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

const [, , what, address, ...words] = process.argv;

async function edit(page) {
  await page.goto(address);
  await page.waitForSelector("#view .shown");
  const turn = await page.$eval("#view", (view) => +view.dataset.shown || 0);
  await page.focus("#source");
  const changed = await page.evaluate((from, to) => {
    const field = document.getElementById("source");
    const at = field.value.indexOf(from);
    if (at < 0) return false;
    field.setRangeText(to, at, at + from.length, "end");
    return true;
  }, ...words);
  await page.keyboard.down("Control"); await page.keyboard.press("s"); await page.keyboard.up("Control");
  await page.waitForFunction((turn) => +document.getElementById("view").dataset.shown > turn, { polling: 20 }, turn);
  return { changed, said: await page.$eval("#findings", (found) => found.textContent.trim()) };
}

async function open(page) {
  await page.goto(`file://${address}`);
  const links = await page.$$eval("a[href]", (all) => all.map((link) => link.href).filter((href) => href.startsWith("file:")));
  const missing = links.filter((href) => !fs.existsSync(decodeURIComponent(new URL(href).pathname)));
  return { title: await page.title(), text: await page.$eval("main", (main) => main.innerText), links: links.length, missing };
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(300000);
  await page.setExtraHTTPHeaders({ "Accept-Language": "de" });
  console.log(JSON.stringify(await (what === "edit" ? edit(page) : open(page))));
  await browser.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
