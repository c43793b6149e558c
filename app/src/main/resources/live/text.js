// Numbers, times and elements. Everything that came from a log goes through textContent, never through markup.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function count(value) {
  return whole.format(value);
}

/** Events per second: tenths only where they say something. */
export function rate(value) {
  return value > 0 && value < 10 ? tenths.format(value) : whole.format(value);
}

export function bytes(value) {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit > 0 && value < 100 ? tenths.format(value) : whole.format(value)) + " " + units[unit];
}

export function duration(seconds) {
  if (seconds < 1) return whole.format(seconds * 1000) + " ms";
  if (seconds < 60) return tenths.format(seconds) + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + Math.floor(seconds % 60) + " s";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
  return Math.floor(seconds / 86400) + " d " + Math.floor((seconds % 86400) / 3600) + " h";
}

/** One unit, rounded down: of what is left, that much there is. */
export function coarse(seconds) {
  if (seconds < 60) return Math.floor(seconds) + " s";
  if (seconds < 7200) return Math.floor(seconds / 60) + " min";
  return seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " d";
}

/** Local time, with the day where it is not today; what is no time stays as it is. */
export function clock(time) {
  const date = new Date(time);
  if (isNaN(date)) return String(time);
  const two = (number) => String(number).padStart(2, "0");
  const ofDay = two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds())
    + "." + String(date.getMilliseconds()).padStart(3, "0");
  const today = date.toDateString() === new Date().toDateString();
  return today ? ofDay : two(date.getMonth() + 1) + "-" + two(date.getDate()) + " " + ofDay;
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Sets a text only where it changes, so that selections stay and nothing is laid out for nothing. */
export function show(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** JSON with indents; what is none (or cut) stays as it is. */
export function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

// The log types that are parsed, as the server names them.
let logTypes = [];

/** Takes the log types: each has a colour by its place, as far as there are colours, and is a choice of the tail. */
export function setLogTypes(types) {
  if (types.join() === logTypes.join()) return;
  logTypes = types;
  const other = document.querySelector("#tail option[value=other]");
  for (const old of document.querySelectorAll("#tail option[data-type]")) old.remove();
  for (const type of types) {
    const choice = element("option", "", type);
    choice.dataset.type = type;
    other.before(choice);
  }
}

export function typeClass(type) {
  const place = logTypes.indexOf(type);
  return place < 0 ? "other" : "type-" + place;
}
