// The three roles and the events by type, drawn from /live/status once a second.

import { Samples } from "./samples.js";
import { bytes, coarse, count, duration, element, rate, show, typeClass } from "./text.js";

// How long ago the oldest open event came, in seconds.
const UNUSUAL = 30;
const TROUBLE = 300;

// How long retention still lasts, in seconds; as the alerts have it.
const NEAR = 6 * 3600;
const IMMINENT = 3600;

// How old a GeoIP database may be, in seconds.
const OLD = 90 * 86400;

const samples = new Samples();

const RATES = {
  ingest: (sample) => sample.sum("jisu.logs.ingest.events"),
  streams: (sample) => sample.sum("jisu.logs.streams.events"),
  sink: (sample) => sample.sum("jisu.logs.sink.documents"),
};

const FACTS = {
  ingest: (now) => ({
    lag: { text: when(now.sum("jisu.logs.ingest.in.flight.bytes", "value"), bytes) },
    delay: { text: when(samples.mean("jisu.logs.ingest.window.time"), duration) },
    bytes: { text: when(samples.rate((sample) => sample.sum("jisu.logs.ingest.received.bytes")), (value) => bytes(value) + "/s") },
    connections: { text: when(now.sum("jisu.logs.ingest.connections", "value"), count) },
  }),
  streams: (now, role) => ({
    ...backlog(role),
    tagged: { text: when(samples.growth((sample) => sample.sum("jisu.logs.streams.tagged") ?? 0, 60), count) },
    dead: dead(now.sum("jisu.logs.streams.dead")),
    ...retention("streams", role),
    geoip: oldDatabases(now),
  }),
  sink: (now, role) => ({
    ...backlog(role),
    bulk: { text: when(samples.mean("jisu.logs.sink.bulk.latency"), (mean) => "bulk " + duration(mean)) ?? "" },
    total: { text: when(samples.mean("jisu.logs.sink.delay"), duration) },
    dead: dead(now.sum("jisu.logs.sink.dead")),
    ...retention("sink", role),
  }),
};

/** Takes an answer of /live/status and draws it. */
export function draw(status) {
  samples.add(status);
  for (const card of document.querySelectorAll(".role")) drawRole(card, status.roles[card.dataset.role]);
  drawTypes(status.roles.streams !== undefined);
  drawTags();
}

function drawRole(card, role) {
  const name = card.dataset.role;
  const state = role ? stateOf(name, role) : { level: "absent", text: "not in this process" };
  card.className = "role " + state.level;
  const pill = card.querySelector(".state");
  pill.className = "state " + state.level;
  show(pill, state.text);
  const now = samples.latest;
  show(card.querySelector(".number"), role ? when(samples.rate((sample) => RATES[name](sample) ?? 0), rate) : "–");
  drawSpark(card.querySelector(".spark"), role ? samples.history(RATES[name]) : []);
  const facts = role ? FACTS[name](now, role) : {};
  for (const shown of card.querySelectorAll("[data-fact]")) {
    const fact = facts[shown.dataset.fact] ?? {};
    show(shown, fact.text ?? (shown.tagName === "DD" ? "–" : ""));
    shown.className = fact.level ?? "";
    if (fact.title) shown.title = fact.title;
  }
}

function stateOf(name, role) {
  if (name === "ingest" && samples.latest.sum("jisu.logs.ingest.kafka.available", "value") === 0) {
    return { level: "warn", text: "Waiting for Kafka" };
  }
  const words = role.state.toLowerCase().replaceAll("_", " ")
    .replace("kafka", "Kafka").replace("elasticsearch", "Elasticsearch");
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  if (/failed|error|stopped|not running/.test(words)) return { level: "bad", text };
  if (!role.ready || /waiting/.test(words)) return { level: "warn", text };
  if (secondsBehind(role) > UNUSUAL) {
    return samples.rate(RATES[name]) === 0 ? { level: "bad", text: "Stalled" } : { level: "warn", text: "Behind" };
  }
  return { level: "ok", text };
}

function secondsBehind(role) {
  return role.backlog?.oldestMillis === undefined ? undefined : role.backlog.oldestMillis / 1000;
}

/** Lag and delay of a role that reads from Kafka. */
function backlog(role) {
  const known = role.backlog;
  if (!known) return {};
  if (known.problem) return { lag: { text: "unknown", level: "warn", title: known.problem } };
  const seconds = secondsBehind(role);
  const level = seconds > TROUBLE ? "bad" : seconds > UNUSUAL ? "warn" : "";
  return { lag: { text: count(known.events), level }, delay: { text: when(seconds, duration), level } };
}

/** How long the topics of a role still keep what it has not read, and what they did not. */
function retention(name, role) {
  const unread = dead(samples.latest.sum("jisu.logs.deleted.unread", "count", { role: name }));
  const topics = role.retention ?? [];
  if (topics.length === 0 || topics.some((topic) => topic.seconds === undefined && !topic.unlimited)) return { unread };
  const first = topics.filter((topic) => topic.seconds !== undefined).sort((a, b) => a.seconds - b.seconds)[0];
  if (!first) return { unread, headroom: { text: "no limit", title: "Nothing is deleted by time or size" } };
  const level = first.seconds < IMMINENT ? "bad" : first.seconds < NEAR ? "warn" : "";
  const title = first.limit + " of " + first.topic + " binds first, in partition " + first.partition;
  return { unread, headroom: { text: coarse(first.seconds), level, title } };
}

/** Which GeoIP databases place clients wrongly, by their age. */
function oldDatabases(now) {
  const old = now.status.meters.filter((meter) => meter.name === "jisu.logs.geoip.age" && meter.value > OLD)
    .map((meter) => meter.tags.type + " is " + coarse(meter.value) + " old");
  return old.length === 0 ? {} : { text: "GeoIP: " + old.join(", ") + ": places may be wrong; see docs/geoip.md", level: "warn" };
}

function dead(value) {
  return { text: count(value ?? 0), level: value > 0 ? "bad" : "" };
}

function when(value, format) {
  return value === undefined ? undefined : format(value);
}

function drawSpark(svg, rates) {
  const top = Math.max(1, ...rates);
  const points = rates.map((value, i) => (60 - rates.length + 1 + i) + " " + (19 - (value / top) * 18).toFixed(2));
  const line = points.length > 1 ? "M" + points.join("L") : "";
  svg.querySelector(".line").setAttribute("d", line);
  svg.querySelector(".area").setAttribute("d", line && line + "L60 20L" + (61 - rates.length) + " 20Z");
}

function drawTypes(here) {
  const totals = samples.latest.byTag("jisu.logs.streams.events", "logtype");
  totals.delete("unknown"); // what could not be read has no type: it is among the dead letters
  const table = document.querySelector("#types table");
  table.hidden = totals.size === 0;
  const empty = document.querySelector("#types .empty");
  empty.hidden = totals.size > 0;
  show(empty, here ? "No event has come yet." : "Events are parsed by streams, which is not in this process.");
  const rates = new Map();
  for (const type of totals.keys()) {
    rates.set(type, samples.rate((sample) => sample.sum("jisu.logs.streams.events", "count", { logtype: type }) ?? 0) ?? 0);
  }
  const sum = [...rates.values()].reduce((a, b) => a + b, 0);
  const shares = sum > 0 ? rates : totals; // while nothing comes: of what came
  const largest = Math.max(1e-9, ...shares.values());
  for (const type of [...totals.keys()].sort()) {
    const row = typeRow(table.tBodies[0], type);
    row.querySelector(".bar").style.width = (100 * shares.get(type)) / largest + "%";
    show(row.cells[2], rate(rates.get(type)));
    show(row.cells[3], count(totals.get(type)));
  }
}

function typeRow(body, type) {
  for (const row of body.rows) {
    if (row.dataset.type === type) return row;
  }
  const row = element("tr");
  row.dataset.type = type;
  const name = element("td");
  name.append(element("span", "dot " + typeClass(type)), type);
  const share = element("td", "share");
  share.append(element("span", "bar " + typeClass(type)));
  row.append(name, share, element("td", "number"), element("td", "number"));
  const after = [...body.rows].find((other) => other.dataset.type > type);
  body.insertBefore(row, after ?? null);
  return row;
}

function drawTags() {
  const list = document.getElementById("tags");
  const tags = [...samples.latest.byTag("jisu.logs.streams.tagged", "tag")].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  tags.forEach(([tag, value], i) => {
    const chip = list.children[i] ?? list.appendChild(element("li", "chip"));
    show(chip, tag + " " + count(value));
  });
  while (list.children.length > tags.length) list.lastChild.remove();
}
