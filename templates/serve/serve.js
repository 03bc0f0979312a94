// Makes the pages of `serve` quick: saves without leaving the page, shows the view anew in its place, marks the lines that findings
// speak of, hears what other programs change. Everything works without it, only by whole pages.
"use strict";
(() => {
  const body = document.body, data = body.dataset, base = data.base;
  const find = (name) => document.getElementById(name);
  const speak = "speak=" + encodeURIComponent(data.language);
  const ask = (address, options = {}) =>
    fetch(address + (address.includes("?") ? "&" : "?") + speak, options);
  const json = { Accept: "application/json" };
  body.classList.add("scripted");

  // --- A file that is dropped on the page ---
  const file = find("file");
  if (file) {
    const depth = { now: 0 };
    addEventListener("dragenter", () => { depth.now++; body.classList.add("dropping"); });
    addEventListener("dragleave", () => { if (--depth.now <= 0) body.classList.remove("dropping"); });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      depth.now = 0;
      body.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change"));
      const closed = file.closest("details");
      if (closed) closed.open = true;
      file.scrollIntoView({ block: "center" });
      file.focus();
    });
    file.addEventListener("change", () => {
      const name = find("new-work");
      if (!name || name.value || !file.files.length) return;
      const stem = file.files[0].name.replace(/\.[^.]*$/, "").normalize("NFKD").toLowerCase();
      name.value = stem.replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    });
  }
  if (!data.work) return;

  const here = `${base}/works/${data.work}`;
  const source = find("source"), editor = find("editor"), state = find("state"), view = find("view");
  const seen = editor.elements.seen, typing = find("typing");
  typing.parentElement.hidden = false;
  let saved = source.value, shownView = data.view, saving = null, again = false, timer = 0;

  // --- The lines of the source, numbered and marked, behind the field ---
  const mirror = document.createElement("div");
  mirror.className = "mirror";
  mirror.setAttribute("aria-hidden", "true");
  mirror.dir = source.dir;
  source.before(mirror);
  const marks = new Map();
  function drawLines() {
    const lines = source.value.split("\n");
    while (mirror.children.length > lines.length) mirror.lastChild.remove();
    lines.forEach((text, index) => {
      const line = mirror.children[index] || mirror.appendChild(document.createElement("div"));
      if (line.textContent !== text) line.textContent = text;
      line.dataset.n = index + 1;
      line.className = marks.get(index + 1) || "";
    });
    mirror.style.paddingInlineEnd = `${source.offsetWidth - source.clientWidth + 10}px`;
    mirror.scrollTop = source.scrollTop;
  }
  function readMarks() {
    marks.clear();
    for (const item of find("findings").querySelectorAll("li[data-line]"))
      if (marks.get(+item.dataset.line) !== "error") marks.set(+item.dataset.line, item.classList[0]);
    drawLines();
  }
  source.addEventListener("scroll", () => { mirror.scrollTop = source.scrollTop; });
  new ResizeObserver(drawLines).observe(source);
  find("findings").addEventListener("click", (event) => {
    const link = event.target.closest(".to-line");
    if (!link) return;
    event.preventDefault();
    const lines = source.value.split("\n"), number = +link.dataset.line;
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    source.focus();
    source.setSelectionRange(start, start + (lines[number - 1] || "").length);
    const line = mirror.children[number - 1];
    if (line) source.scrollTop = line.offsetTop - source.clientHeight / 3;
  });

  // --- Saving ---
  const dirty = () => source.value !== saved;
  function tell() { state.textContent = dirty() ? data.sayUnsaved : ""; }
  async function save() {
    clearTimeout(timer);
    if (saving) { again = true; return saving; }
    saving = (async () => {
      const text = source.value;
      state.textContent = data.saySaving;
      const form = new URLSearchParams({ text, seen: seen.value });
      const answer = await ask(editor.getAttribute("action"), { method: "POST", body: form, headers: json });
      const told = await answer.json();
      if (answer.status === 409) return conflict(told);
      if (!answer.ok) { state.textContent = told.error; return; }
      saved = text;
      seen.value = told.sha256;
      find("theirs").hidden = true;
      find("findings").innerHTML = told.findings;
      readMarks();
      state.textContent = dirty() ? data.sayUnsaved : data.saySaved;
      await show();
    })();
    try { await saving; } catch (error) { state.textContent = String(error); } finally {
      saving = null;
      if (again) { again = false; if (dirty()) save(); }
    }
  }
  function conflict(told) {
    seen.value = told.sha256;
    const theirs = find("theirs");
    theirs.hidden = false;
    theirs.querySelector("textarea").value = told.text;
    state.textContent = told.conflict;
    typing.checked = false;
  }
  editor.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  source.addEventListener("input", () => {
    drawLines();
    tell();
    clearTimeout(timer);
    if (typing.checked) timer = setTimeout(save, 350);
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  });
  addEventListener("beforeunload", (event) => { if (dirty()) event.preventDefault(); });

  // --- The view, put in the place of the one before when its pictures are there ---
  const place = () => `${here}/views/${data.tag}/${shownView}`;
  let turn = 0;
  async function show() {
    const mine = ++turn;
    view.setAttribute("aria-busy", "true");
    const answer = await ask(place());
    const piece = document.createElement("template");
    piece.innerHTML = await answer.text();
    const made = piece.content.querySelector(".shown"), before = view.querySelector(".shown");
    if (mine !== turn) return;
    const same = made && before && made.dataset.made === before.dataset.made && made.dataset.view === before.dataset.view;
    if (same && made.dataset.made) {
      if (!!made.querySelector(".stale") !== !!before.querySelector(".stale")) swap(piece);
    } else {
      const seenFirst = [...piece.content.querySelectorAll("img:not([loading])")].slice(0, 8);
      await Promise.all(seenFirst.map((image) => { const one = new Image(); one.src = image.src; return one.decode().catch(() => {}); }));
      if (mine === turn) swap(piece);
    }
    if (mine === turn) { view.removeAttribute("aria-busy"); view.dataset.shown = mine; judge(mine); }
  }
  function swap(piece) {
    const top = view.scrollTop, frame = view.querySelector("iframe"), inner = inside(frame);
    const at = inner ? [inner.scrollX, inner.scrollY, frame.contentWindow.location.pathname] : null;
    view.replaceChildren(piece.content);
    size();
    view.scrollTop = top;
    const next = view.querySelector("iframe");
    if (at && next) {
      if (at[2].includes("/inside/")) next.src = at[2] + "?v=" + Date.now();
      next.addEventListener("load", () => { const now = inside(next); if (now) now.scrollTo(at[0], at[1]); }, { once: true });
    }
  }
  function inside(frame) { try { return frame && frame.contentDocument && frame.contentWindow; } catch { return null; } }
  async function judge(mine) {
    const verdicts = find("verdicts");
    if (!verdicts.children.length) verdicts.textContent = data.sayJudging;
    const answer = await ask(place() + "/verdicts");
    const told = await answer.text();
    if (mine === turn) verdicts.innerHTML = told;
  }
  for (const link of document.querySelectorAll(".seeing .tabs a"))
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      shownView = link.dataset.view;
      for (const other of document.querySelectorAll(".seeing .tabs a")) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "page");
      const address = new URL(location);
      address.searchParams.set("view", shownView);
      address.searchParams.delete("wait");
      history.replaceState(null, "", address);
      editor.action = address.pathname + address.search;
      find("verdicts").replaceChildren();
      view.scrollTop = 0;
      show();
    });
  const real = find("real");
  function size() {
    view.classList.toggle("real", real.checked);
    for (const image of view.querySelectorAll("img[data-mm]")) image.style.width = real.checked ? `${image.dataset.mm}mm` : "";
    for (const image of view.querySelectorAll("img.sheet-side")) image.style.zoom = real.checked ? 96 / 110 : "";
  }
  real.addEventListener("change", size);

  // --- Building, the folder, and what other programs do ---
  find("build").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (dirty()) await save();
    put(await ask("build", { method: "POST", headers: json }));
  });
  async function put(answer) {
    const open = [...find("built").querySelectorAll("details")].map((each) => each.open);
    find("built").innerHTML = await answer.text();
    [...find("built").querySelectorAll("details")].forEach((each, index) => { if (open[index]) each.open = true; });
  }
  find("folder").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await ask("folder", { method: "POST", headers: json });
    find("folder-said").textContent = (await answer.json()).said;
  });
  const events = new EventSource(`${base}/events`);
  events.addEventListener("build", async (event) => { if (event.data === data.work) put(await ask("build")); });
  events.addEventListener("change", async (event) => {
    if ((event.data && event.data !== data.work) || saving) return;
    const answer = await ask(`findings?name=${encodeURIComponent(data.name)}`);
    if (!answer.ok) return;
    const told = await answer.json();
    if (saving) return;
    find("findings").innerHTML = told.findings;
    if (told.sha256 !== seen.value) {
      const theirs = await (await ask(data.name, { headers: json })).json();
      if (dirty()) conflict({ ...theirs, conflict: data.sayConflict });
      else {
        const at = [source.selectionStart, source.selectionEnd, source.scrollTop];
        source.value = saved = theirs.text;
        seen.value = theirs.sha256;
        source.setSelectionRange(at[0], at[1]);
        source.scrollTop = at[2];
        state.textContent = data.sayOutside;
      }
    }
    readMarks();
    await show();
  });
  readMarks();
  if (view.querySelector(".shown")) judge(turn);
  else show();
})();
