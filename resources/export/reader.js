"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, where) => Array.from((where || document).querySelectorAll(selector));
  const root = document.documentElement;
  const field = byId("query"), said = byId("said");
  const filters = ["side", "relation", "theme"].map(byId).filter(Boolean);
  const MOST_MARKED = 2000;

  // -- light and dark ---------------------------------------------------------------------------
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch (_) { /* private */ } };
  const kept = (name) => { try { return localStorage.getItem(name); } catch (_) { return null; } };
  const look = kept("briefing-look");
  if (look === "light" || look === "dark") root.dataset.look = look;
  const isDark = () => root.dataset.look === "dark" ||
    (!root.dataset.look && window.matchMedia("(prefers-color-scheme: dark)").matches);
  const turn = () => { root.dataset.look = isDark() ? "light" : "dark"; keep("briefing-look", root.dataset.look); };

  // -- points that stand in full elsewhere ------------------------------------------------------
  document.addEventListener("toggle", (event) => {
    const card = event.target;
    if (!card.open || !card.dataset || !card.dataset.ref || card.dataset.filled) return;
    const full = byId("point-" + card.dataset.ref);
    const inside = full && full.querySelector(".inside");
    if (!inside) return;
    card.dataset.filled = "1";
    const copy = inside.cloneNode(true);
    all("[id]", copy).forEach((one) => one.removeAttribute("id"));
    card.querySelector(".inside").replaceWith(copy);
  }, true);

  // -- search -----------------------------------------------------------------------------------
  const plain = (char) => char.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/[’‘ʼ]/g, "'").replace(/[“”„]/g, '"');
  // The plain form of a text, and for each of its characters where it came from.
  const folded = (text) => {
    let result = "";
    const from = [];
    let place = 0;
    for (const char of text) {
      const one = plain(char);
      for (let n = 0; n < one.length; n += 1) from.push(place);
      result += one;
      place += char.length;
    }
    from.push(place);
    return { text: result, from };
  };
  const terms = (query) => Array.from(query.matchAll(/"([^"]+)"|(\S+)/g))
    .map((found) => folded((found[1] || found[2]).replace(/"/g, "")).text).filter(Boolean);
  const isStart = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);
  const places = (text, term) => {
    const found = [];
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (isStart(text, at)) found.push(at);
    }
    return found;
  };
  const units = all("[data-unit]").map((element) => ({ element, text: null }));
  const matches = (unit, wanted) => {
    if (unit.text === null) unit.text = folded(unit.element.textContent).text;
    return wanted.every((term) => places(unit.text, term).length > 0);
  };
  const unmark = () => all("mark.hit").forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });
  let marked = 0;
  const markIn = (element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      if (marked >= MOST_MARKED || node.parentElement.closest("button")) continue;
      const { text, from } = folded(node.data);
      const spans = wanted.flatMap((term) => places(text, term).map((at) => [from[at], from[at + term.length]]))
        .sort((a, b) => b[0] - a[0] || b[1] - a[1]);
      let limit = node.data.length + 1;
      for (const [start, end] of spans) {
        if (end > limit || end <= start) continue;
        const hit = document.createElement("mark");
        hit.className = "hit";
        const rest = node.splitText(start);
        rest.splitText(end - start);
        rest.replaceWith(hit);
        hit.append(rest);
        limit = start;
        marked += 1;
      }
    }
  };
  const opened = new Set();
  const fits = (card) => filters.every((one) => !one.value || card.dataset[one.id] === one.value ||
    (one.value === "counter" && card.classList.contains("counter")));
  const apply = () => {
    unmark();
    marked = 0;
    opened.forEach((card) => { card.open = false; });
    opened.clear();
    const wanted = terms(field.value.trim());
    const cards = all(".card");
    let shown = 0;
    for (const card of cards) card.hidden = !fits(card);
    let hits = 0;
    for (const unit of units) {
      const { element } = unit;
      const isCard = element.classList.contains("card");
      if (isCard && element.hidden) continue;
      const found = !wanted.length || matches(unit, wanted);
      element.hidden = !found;
      if (!wanted.length || !found) continue;
      hits += 1;
      if (isCard && !element.open && !matches({ element: element.querySelector("summary"), text: null }, wanted)) {
        element.open = true;
        opened.add(element);
      }
      markIn(element, wanted);
    }
    for (const row of all(".row")) {
      const passage = row.querySelector(".passage");
      const some = all(".card", row).some((card) => !card.hidden);
      // A card is read beside its passage: that stays, whether it has the words or not.
      if (some) passage.hidden = false;
      row.hidden = passage.hidden && !some;
    }
    const full = cards.filter((card) => !card.dataset.ref);
    shown = full.filter((card) => !card.hidden).length;
    const words = [];
    if (wanted.length) words.push(hits === 1 ? "1 place has these words" : hits + " places have these words");
    if (full.length) words.push(shown + " of " + full.length + " points shown");
    said.textContent = words.join(" · ");
    root.classList.toggle("searching", wanted.length > 0);
  };
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); };
  field.addEventListener("input", later);
  filters.forEach((one) => one.addEventListener("change", apply));

  // -- going from hit to hit, from passage to passage -----------------------------------------------
  const step = (selector, direction) => {
    const targets = all(selector).filter((one) => one.offsetParent !== null);
    if (!targets.length) return;
    const line = 120;
    const tops = targets.map((one) => one.getBoundingClientRect().top);
    let next = direction > 0 ? tops.findIndex((top) => top > line + 4) : -1;
    if (direction < 0) tops.forEach((top, place) => { if (top < line - 4) next = place; });
    if (next < 0) next = direction > 0 ? 0 : targets.length - 1;
    all(".row.now").forEach((row) => row.classList.remove("now"));
    const target = targets[next];
    if (target.classList.contains("row")) target.classList.add("now");
    window.scrollBy({ top: tops[next] - line });
    if (target.tabIndex >= 0) target.focus({ preventScroll: true });
  };
  const setAll = (open) => all(".card").filter((one) => !one.hidden).forEach((one) => { one.open = open; });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") { field.value = ""; filters.forEach((one) => { one.value = ""; }); apply(); field.blur(); return; }
    if (typing && event.key === "Enter" && event.target === field) { event.preventDefault(); apply(); step("mark.hit", 1); return; }
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const keys = {
      "/": () => field.focus(), n: () => step("mark.hit", 1), N: () => step("mark.hit", -1),
      j: () => step(".row, .text > .card", 1), k: () => step(".row, .text > .card", -1),
      o: () => setAll(true), c: () => setAll(false), d: turn,
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  byId("tools").addEventListener("submit", (event) => { event.preventDefault(); apply(); step("mark.hit", 1); });
  byId("look").addEventListener("click", turn);
  byId("open").addEventListener("click", (event) => {
    const open = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(open));
    setAll(open);
  });
  byId("print").addEventListener("click", () => window.print());

  // -- a link to a point opens it; paper shows every point open -----------------------------------
  const openTarget = () => {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  window.addEventListener("hashchange", openTarget);
  openTarget();
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all(".card:not([open])").filter((one) => !one.dataset.ref);
    closed.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

  // -- copying a quotation with its citation ------------------------------------------------------
  const copyText = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch (_) { /* older browsers */ }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const figure = button.closest("figure");
    const words = all("blockquote p", figure).map((one) => one.textContent).join("\n");
    const rest = all("figcaption, .remark", figure).map((one) => one.textContent).join("\n");
    said.textContent = await copyText("“" + words + "”\n" + rest)
      ? "The quotation was copied with its citation" : "The browser does not allow copying";
  });

  byId("tools").hidden = false;
  all(".copy").forEach((one) => { one.hidden = false; });
  apply();
})();
