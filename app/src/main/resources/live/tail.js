// The live tail: server-sent events into a ring of rows.

import { drawDeadLetters } from "./dead.js";
import { clock, count, element, pretty, rate, show, typeClass } from "./text.js";

const MAX_ROWS = 500;
const MAX_ENVIRONMENTS = 50;
const REDRAW_MILLIS = 250;
const RETRY_MILLIS = 3000;

const rows = document.getElementById("rows");
const noRows = document.getElementById("no-rows");
const counts = document.getElementById("counts");
const pause = document.getElementById("pause");
const form = document.querySelector("#tail form");

let source;
let retry;
let waiting = []; // rows that are not drawn yet: at most MAX_ROWS, whatever comes while paused
let waitingTotal = 0;
let paused = false;
let heard = []; // the last few counts
let filter = ""; // what the connection was opened with
const environments = new Set();

/** Connects with the filters of the form. */
export function open() {
  close();
  heard = [];
  filter = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
  say("Connecting …");
  source = new EventSource("/live/tail?" + filter);
  source.addEventListener("row", (event) => take(JSON.parse(event.data)));
  source.addEventListener("counts", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("dead", (event) => drawDeadLetters(JSON.parse(event.data)));
  source.addEventListener("problem", (event) => say(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    say("Not connected (the server is away, or as many watch as may); trying again …");
    close();
    retry = setTimeout(open, RETRY_MILLIS);
  });
}

/** Disconnects: nothing is read for a page that nobody sees. */
export function close() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

function say(text) {
  show(counts, text);
  show(noRows, text);
}

/** How much of the stream is seen here, as a sentence. */
function tell(now) {
  heard.push({ ...now, at: performance.now() / 1000 });
  if (heard.length > 6) heard.shift();
  const first = heard[0];
  const last = heard[heard.length - 1];
  const per = (key) => (last.at > first.at ? (last[key] - first[key]) / (last.at - first.at) : 0);
  const filtered = filter !== "";
  const parts = [];
  if (last.matched > last.sent || last.skipped > 0) {
    parts.push("Sampled: " + rate(per("sent")) + " of " + rate(per("matched")) + (filtered ? " matching" : "") + " events/s shown");
    parts.push(count(last.matched - last.sent) + " left out so far");
  } else {
    parts.push("Every " + (filtered ? "matching " : "") + "event is shown, " + rate(per("matched")) + " a second");
  }
  if (filtered) parts.push(rate(per("seen")) + " events/s looked at");
  if (last.skipped > 0) parts.push(count(last.skipped) + " passed over unread");
  show(counts, parts.join(" · "));
  counts.dataset.filter = filter;
  show(noRows, filtered ? "Nothing that came since matches these filters." : "Waiting for events …");
}

function take(row) {
  waiting.push(row);
  waitingTotal++;
  if (waiting.length > MAX_ROWS) waiting.shift();
  if (row.environment && environments.size < MAX_ENVIRONMENTS && !environments.has(row.environment)) {
    environments.add(row.environment);
    const option = element("option");
    option.value = row.environment;
    document.getElementById("environments").append(option);
  }
}

function redraw() {
  if (paused) {
    show(pause, waitingTotal > 0 ? "Resume · " + count(waitingTotal) + " new" : "Resume");
    return;
  }
  if (waiting.length === 0) return;
  const fresh = document.createDocumentFragment();
  for (const row of waiting.reverse()) fresh.append(rowElement(row));
  waiting = [];
  waitingTotal = 0;
  rows.prepend(fresh);
  while (rows.children.length > MAX_ROWS) rows.lastChild.remove();
}

function rowElement(row) {
  const details = element("details");
  const summary = element("summary");
  const time = element("time", "", clock(row.time));
  if (time.textContent.length > 12) rows.classList.add("dated"); // wider, once a day has to be shown
  time.title = row.time;
  const type = element("span", "type");
  type.append(element("span", "dot " + typeClass(row.type)), row.type || "–");
  const message = element("span", "message");
  for (const tag of Array.isArray(row.tags) ? row.tags : []) message.append(element("span", "chip", String(tag)));
  message.append(row.message);
  summary.append(
    time,
    element("span", "severity " + severityLevel(row.severity), row.severity || "–"),
    type,
    element("span", "environment", row.environment || "–"),
    element("span", "source", row.source || "–"),
    message);
  details.append(summary);
  details.addEventListener("toggle", () => unfold(details, row));
  return details;
}

/** Shows the whole event below its row, and holds the tail: nobody reads what moves away. */
function unfold(details, row) {
  if (!details.open) return;
  setPaused(true);
  if (details.children.length === 1) {
    details.append(element("p", "at", row.at), element("pre", "", pretty(row.document)));
  }
}

function severityLevel(severity) {
  if (/^(FATAL|CRITICAL|CRIT|EMERG|ALERT|ERROR|ERR|5\d\d)$/.test(severity)) return "bad";
  return /^(WARN|WARNING|4\d\d)$/.test(severity) ? "warn" : "";
}

function setPaused(wanted) {
  paused = wanted;
  pause.setAttribute("aria-pressed", String(paused));
  show(pause, paused ? "Resume" : "Pause");
  redraw();
}

function forget() {
  waiting = [];
  waitingTotal = 0;
  rows.replaceChildren();
}

/** Makes the controls work and begins. */
export function start() {
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      forget();
      open();
    }, 300);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  pause.addEventListener("click", () => setPaused(!paused));
  document.getElementById("clear").addEventListener("click", forget);
  setInterval(redraw, REDRAW_MILLIS);
  open();
}
