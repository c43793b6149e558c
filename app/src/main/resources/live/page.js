// Asks once a second while the page is seen, and leaves the server alone while it is not.

import { draw } from "./flow.js";
import * as tail from "./tail.js";
import { duration, setLogTypes, show } from "./text.js";

const INTERVAL_MILLIS = 1000;

const process = document.getElementById("process");
const unreachable = document.getElementById("unreachable");

let timer;

async function ask() {
  try {
    const answer = await fetch("/live/status", { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error("status " + answer.status);
    const status = await answer.json();
    setLogTypes(status.logTypes);
    draw(status);
    show(process, ["ingest", "streams", "sink"].filter((role) => status.roles[role]).join(" + ") + " · up " + duration(status.uptimeSeconds));
    reachable(true);
  } catch (error) {
    console.info("/live/status:", error.message);
    reachable(false);
  }
  if (!document.hidden) timer = setTimeout(ask, INTERVAL_MILLIS);
}

function reachable(yes) {
  unreachable.hidden = yes;
  document.body.classList.toggle("stale", !yes);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.hidden) {
    tail.close();
  } else {
    tail.open();
    ask();
  }
});

tail.start();
ask();
