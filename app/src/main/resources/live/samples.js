// The last minute of /live/status, and the rates in it.

const KEPT = 61;
const SMOOTH = 5; // seconds over which the figures are taken, so that they can be read

/** One answer of /live/status. */
class Sample {
  constructor(status) {
    this.status = status;
    this.seconds = status.clock / 1000;
  }

  /** The sum of a meter over its tags; undefined where there is no such meter. */
  sum(name, statistic = "count", tags = {}) {
    let sum;
    for (const meter of this.status.meters) {
      const fits = meter.name === name && Object.keys(tags).every((key) => meter.tags[key] === tags[key]);
      if (fits && meter[statistic] !== undefined) sum = (sum ?? 0) + meter[statistic];
    }
    return sum;
  }

  /** What a counter has for each value of a tag that it has counted. */
  byTag(name, tag) {
    const values = new Map();
    for (const meter of this.status.meters) {
      if (meter.name === name && meter.count > 0) {
        values.set(meter.tags[tag], (values.get(meter.tags[tag]) ?? 0) + meter.count);
      }
    }
    return values;
  }
}

export class Samples {
  #all = [];

  add(status) {
    const sample = new Sample(status);
    const before = this.latest;
    if (before && sample.status.uptimeSeconds < before.status.uptimeSeconds) this.#all = []; // another process
    this.#all.push(sample);
    if (this.#all.length > KEPT) this.#all.shift();
  }

  get latest() {
    return this.#all[this.#all.length - 1];
  }

  /** What a figure grew by per second, lately; undefined until there are two samples of it. */
  rate(read, seconds = SMOOTH) {
    const growth = this.#growth(read, seconds);
    return growth && growth.value / growth.seconds;
  }

  growth(read, seconds) {
    return this.#growth(read, seconds)?.value;
  }

  /** The mean of what a timer measured lately, or in the last minute; undefined where it measured nothing. */
  mean(name) {
    for (const seconds of [SMOOTH, KEPT]) {
      const count = this.#growth((sample) => sample.sum(name, "count"), seconds);
      const total = this.#growth((sample) => sample.sum(name, "total"), seconds);
      if (count && total && count.value > 0) return total.value / count.value;
    }
    return undefined;
  }

  /** The rate of each second of the last minute, oldest first. */
  history(read) {
    const rates = [];
    for (let i = 1; i < this.#all.length; i++) {
      const from = read(this.#all[i - 1]) ?? 0;
      const to = read(this.#all[i]) ?? 0;
      rates.push(Math.max(0, (to - from) / Math.max(0.001, this.#all[i].seconds - this.#all[i - 1].seconds)));
    }
    return rates;
  }

  #growth(read, seconds) {
    const last = this.latest;
    const first = this.#all.find((sample) => sample.seconds >= last.seconds - seconds - 0.5);
    const to = last && read(last);
    if (!last || first === last || to === undefined) return undefined;
    return { value: Math.max(0, to - (read(first) ?? 0)), seconds: last.seconds - first.seconds };
  }
}
