// Prints what a reader sees of a page: for each width and scheme the clusters of every block with their places, and the
// directions that the browser gives to what has a language.
const puppeteer = require("puppeteer-core");

const WIDTHS = [320, 800, 1400];
const SCHEMES = ["light", "dark"];

async function main(file) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const views = [];
  for (const scheme of SCHEMES)
    for (const width of WIDTHS) {
      const page = await browser.newPage();
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto("file://" + file);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      views.push({ scheme, width, ...(await page.evaluate(seen)) });
      await page.close();
    }
  await browser.close();
  console.log(JSON.stringify(views));
}

function seen() {
  const inline = (element) => getComputedStyle(element).display.startsWith("inline");
  const blockOf = (element) => {
    while (element !== document.body && inline(element)) element = element.parentElement;
    return element;
  };
  const blocks = new Map();
  const numbers = new Map();
  const numberOf = (element) => numbers.get(element) ?? numbers.set(element, numbers.size).get(element);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element.closest("script,style,template")) continue;
    const block = blockOf(element);
    if (!blocks.has(block))
      blocks.set(block, { tag: block.localName, direction: getComputedStyle(block).direction, pieces: [] });
    const isolates = [];
    for (let over = element; over !== block; over = over.parentElement) {
      const style = getComputedStyle(over);
      if (style.unicodeBidi !== "normal")
        isolates.unshift([numberOf(over), style.unicodeBidi === "isolate" ? style.direction : style.unicodeBidi]);
    }
    const clusters = [];
    for (const { segment, index } of segmenter.segment(node.data)) {
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const [box] = [...range.getClientRects()].filter((rect) => rect.width > 0);
      clusters.push([segment, ...(box ? [box.left, box.right, box.top, box.bottom].map((at) => Math.round(at * 8) / 8) : [])]);
    }
    blocks.get(block).pieces.push({ isolates, clusters });
  }
  const languages = [...document.querySelectorAll("html[lang], body [lang]")].map((element) => [
    element.lang,
    getComputedStyle(element).direction,
    element.textContent.slice(0, 30),
  ]);
  return { blocks: [...blocks.values()], languages, overhang: document.scrollingElement.scrollWidth - innerWidth };
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
