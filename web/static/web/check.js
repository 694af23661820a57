// Checks the text while it is typed. The server finds and words everything; this file
// asks, puts the answer in place and leaves cursor, selection and scroll alone.

const PAUSE = 400; // milliseconds without a key before the text is checked
const form = document.getElementById("check");
const verdict = document.getElementById("verdict");
const notes = document.getElementById("notes");
const areas = new Map(
  [...form.querySelectorAll("textarea[data-area]")].map((area) => [area.dataset.area, area]),
);
const seen = new Map(); // by area: the words that the findings on the page are about
let waiting;
let left = null; // the text area or the finding where the person was last
let asking = new AbortController();

const mirrorOf = (name) => document.getElementById(`mirror-${name}`);
const findings = () => [...notes.querySelectorAll("[data-finding]")];

// Where one text became another: what both begin with, and what both end with.
function change(before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, oldEnd: before.length - tail, newEnd: after.length - tail };
}

// Offsets of the server count code points, those of the browser UTF-16 units.
const units = (text, points) => [...text].slice(0, points).join("").length;

// The place of "area:start:end" in the text as it stands now; null where it was changed.
function placed(place) {
  const [name, ...points] = place.split(":");
  const area = areas.get(name);
  const before = seen.get(name) ?? "";
  const [start, end] = points.map((point) => units(before, Number(point)));
  const { head, oldEnd, newEnd } = change(before, area.value);
  if (before === area.value || end <= head) return { area, start, end };
  if (start < oldEnd) return null;
  return { area, start: start + newEnd - oldEnd, end: end + newEnd - oldEnd };
}

// Lets the marked text behind an area follow it letter by letter, marks and all.
function follow(name) {
  const mirror = mirrorOf(name);
  const after = areas.get(name).value;
  const before = mirror.textContent;
  if (before === after) return;
  const { head, oldEnd, newEnd } = change(before, after);
  const range = document.createRange();
  range.setStart(...spot(mirror, head));
  range.setEnd(...spot(mirror, oldEnd));
  range.deleteContents();
  range.insertNode(document.createTextNode(after.slice(head, newEnd)));
  mirror.normalize();
}

function spot(mirror, offset) {
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (rest <= node.length) return [node, rest];
    rest -= node.length;
  }
  return [mirror, mirror.childNodes.length];
}

// Replaces what stands in an element only where it differs: no flicker, no lost focus.
function put(element, found) {
  if (element.innerHTML === found.innerHTML) return;
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const place = held && [...element.querySelectorAll("a, button, summary")].indexOf(held);
  const scroll = element.parentElement.scrollTop;
  const open = element.querySelector("details[open]") !== null;
  element.replaceChildren(...found.childNodes);
  if (open) element.querySelector("details")?.setAttribute("open", "");
  element.parentElement.scrollTop = scroll;
  if (held) element.querySelectorAll("a, button, summary")[place]?.focus({ preventScroll: true });
}

function show(answer, sent) {
  for (const [name, area] of areas) {
    const text = sent.get(name) ?? "";
    seen.set(name, text);
    const found = answer.getElementById(`mirror-${name}`);
    put(mirrorOf(name), found ?? document.createElement("div"));
    follow(name);
    area.setAttribute("aria-describedby", "verdict");
  }
  for (const found of answer.querySelectorAll("[id^='mirror-']")) {
    const fixed = document.getElementById(found.id);
    if (fixed && !areas.has(found.id.slice("mirror-".length))) put(fixed, found);
  }
  put(notes, answer.getElementById("notes"));
  put(verdict, answer.getElementById("verdict"));
}

function fail() {
  if (verdict.textContent !== form.dataset.failed) verdict.textContent = form.dataset.failed;
}

async function check() {
  clearTimeout(waiting);
  asking.abort();
  asking = new AbortController();
  const sent = new Map([...areas].map(([name, area]) => [name, area.value]));
  try {
    const options = { method: "POST", body: new FormData(form), signal: asking.signal };
    const response = await fetch(form.dataset.result, options);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (answer.getElementById("notes") && !response.redirected) show(answer, sent);
    else fail();
  } catch (error) {
    if (error.name !== "AbortError") fail();
  }
}

function checkSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
}

function select(link) {
  const place = link.dataset.place && placed(link.dataset.place);
  if (!place) return;
  place.area.focus();
  place.area.setSelectionRange(place.start, place.end);
  place.area.scrollIntoView({ block: "nearest" });
}

// Goes from where the person is to the finding before or after, and reads it out.
function step(by) {
  const all = findings();
  if (all.length === 0) return;
  const here = all.indexOf(left);
  let next = here + by;
  if (here < 0) {
    const later = all.findIndex((link) => isBehindCursor(link));
    next = by > 0 ? (later < 0 ? 0 : later) : (later < 0 ? all.length : later) - 1;
  }
  const link = all.at(((next % all.length) + all.length) % all.length);
  link.focus();
  link.closest("li").scrollIntoView({ block: "nearest" });
}

function isBehindCursor(link) {
  if (!areas.has(left?.dataset.area)) return true;
  const place = link.dataset.place && placed(link.dataset.place);
  if (!place) return !link.dataset.place;
  const names = [...areas.keys()];
  const order = names.indexOf(place.area.dataset.area) - names.indexOf(left.dataset.area);
  return order > 0 || (order === 0 && place.start >= left.selectionEnd);
}

function use(button) {
  const place = placed(button.dataset.place);
  if (!place) return check();
  place.area.focus();
  place.area.setSelectionRange(place.start, place.end);
  // The editing command keeps the browser's own undo; setRangeText does not.
  if (!document.execCommand("insertText", false, button.dataset.wording)) {
    place.area.setRangeText(button.dataset.wording, place.start, place.end, "end");
    follow(place.area.dataset.area);
  }
  return check();
}

form.classList.add("live");
for (const element of form.querySelectorAll("[data-step], .keys")) element.hidden = false;
for (const [name, area] of areas) {
  seen.set(name, area.value);
  mirrorOf(name).setAttribute("aria-hidden", "true");
  follow(name);
}
form.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-finding], [data-area]")) left = event.target;
});
form.addEventListener("input", (event) => {
  if (areas.has(event.target.dataset.area)) follow(event.target.dataset.area);
  checkSoon();
});
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  asking.abort();
  if (!event.submitter?.matches("[data-check]")) return;
  event.preventDefault();
  check();
});
form.addEventListener("click", (event) => {
  const target = event.target.closest("[data-finding], [data-step], [data-wording]");
  if (!target) return;
  if (target.dataset.step) step(Number(target.dataset.step));
  else if (target.dataset.wording) {
    event.preventDefault();
    use(target);
  } else if (target.dataset.place) {
    event.preventDefault();
    select(target);
  }
});
form.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  step(event.key === "ArrowDown" ? 1 : -1);
});
