// The last dead letters of the topic, newest first.

import { bytes, clock, element, pretty } from "./text.js";

const list = document.querySelector("#dead ol");
const empty = document.querySelector("#dead .empty");

/** Draws the list anew where it changed; a letter that was open stays open. */
export function drawDeadLetters(letters) {
  const known = new Map([...list.children].map((item) => [item.dataset.at, item]));
  list.replaceChildren(...letters.map((letter) => known.get(letter.at) ?? item(letter)));
  empty.hidden = letters.length > 0;
  empty.textContent = "None. Everything that came could be parsed and indexed.";
}

function item(letter) {
  const made = element("li");
  made.dataset.at = letter.at;
  const details = element("details");
  const summary = element("summary");
  summary.append(
    element("time", "", clock(letter.time)),
    element("span", "stage", letter.stage ?? ""),
    element("span", "chip", letter.reason ?? "unknown"),
    element("span", "error", letter.error));
  details.append(summary);
  details.append(element("p", "from", (letter.from ? "Was " + letter.from + ", is " : "Is ") + letter.at + ", " + bytes(letter.bytes)));
  details.append(element("pre", "", letter.bytes > 0 ? pretty(letter.payload) : "(no payload)"));
  made.append(details);
  return made;
}
