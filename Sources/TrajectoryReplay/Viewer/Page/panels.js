"use strict";

/** Colours of curves that differ in both themes; then they come again. */
const curveColors = ["#3b82d6", "#e07b2a", "#2fae7b", "#b05cc6", "#c9a227", "#d64561", "#5f7d95", "#7a8c2e"];

/** An element with a class and text. */
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** What the neurons and synapses of one film do over time, under a cursor that seeks. */
class Panels {
  constructor(film, duration, onSeek) {
    Object.assign(this, { film, duration });
    this.element = make("div", "panels");
    this.panels = [];
    this.addCurves("speed", [{ name: "forward m/s", values: this.speeds() }]);
    if (film.network) this.addNetwork(film.network);
    this.addAxis();
    this.cursor = make("div", "cursor");
    this.element.append(this.cursor);
    this.listen(onSeek);
  }

  /** At the middle of each step. */
  speeds() {
    const { film } = this;
    return Float32Array.from({ length: film.frames - 1 }, (_, k) => film.speed((k + 0.5) * film.period));
  }

  addNetwork(network) {
    this.addFacts(network);
    network.pathways.forEach((paths) => this.addPathways(paths));
    network.populations.forEach((population) => this.addRaster(population, network.ticksPerStep));
    const groups = [
      ["firing rate", /^rate_/], ["fast weights, rms E", /^fast_rms_/],
      ["fast share |αE|/|W|", /^fast_share_/], ["modulator M", /^level_/],
    ];
    groups.forEach(([title, pattern]) => {
      const curves = network.curves.filter((curve) => pattern.test(curve.name));
      this.addCurves(title, curves.map((curve) => (
        { name: curve.name.replace(pattern, ""), values: unpack(curve.values) })));
    });
  }

  /** Hidden facts, one panel each: what is the case, dashed, and what the estimator believes. */
  addFacts(network) {
    const facts = network.curves.filter(({ name }) => name.startsWith("fact_"));
    const groups = new Map();
    facts.forEach(({ name, values }) => {
      const [, fact, place] = name.match(/^fact_(.*?)(?:_(\d+))?$/);
      const believed = network.curves.find((curve) => curve.name === name.replace("fact_", "estimate_"));
      if (!groups.has(fact)) groups.set(fact, []);
      groups.get(fact).push({ name: place ?? fact, values: unpack(believed.values), truth: unpack(values) });
    });
    groups.forEach((curves, fact) => this.addCurves(`believed ${fact.replaceAll("_", " ")}`, curves));
  }

  /** Which plastic synapses carry what is believed of a fact: a row for each channel and input. */
  addPathways({ name, channels, inputs, stride, values }) {
    const numbers = unpack(values);
    const rows = channels.length * inputs.length;
    const most = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (rows === 0 || most === 0) return;
    const groups = [...new Set(inputs.map((input) => input.replace(/\..*/, "").replaceAll("_", " ")))];
    const details = [
      make("span", "range", `${channels.length} × ${inputs.length} inputs`),
      make("span", "range", `from above: ${groups.join(", ")}`),
    ];
    const height = Math.min(Math.max(rows, 46), 200);
    this.add(`synapses that carry ${name.replaceAll("-", " ")}`, height, details, (pen, width) => {
      const picture = this.pathwayPicture(numbers, rows, most);
      pen.imageSmoothingEnabled = false;
      const share = stride * picture.width * this.film.period / this.duration;
      pen.drawImage(picture, 0, 0, width * share, height);
      pen.strokeStyle = themeColor("line");
      for (let channel = 1; channel < channels.length; channel++) {
        pen.beginPath();
        pen.moveTo(0, height * channel / channels.length);
        pen.lineTo(width, height * channel / channels.length);
        pen.stroke();
      }
    });
  }

  /** One pixel a synapse's way and frame: blue adds to the estimate, orange takes from it. */
  pathwayPicture(numbers, rows, most) {
    const frames = numbers.length / rows;
    const picture = make("canvas");
    [picture.width, picture.height] = [frames, rows];
    const pen = picture.getContext("2d");
    const image = pen.createImageData(frames, rows);
    numbers.forEach((value, place) => {
      const [frame, row] = [Math.floor(place / rows), place % rows];
      const color = value > 0 ? [59, 130, 214] : [224, 123, 42];
      image.data.set([...color, 255 * Math.sqrt(Math.abs(value) / most)], 4 * (row * frames + frame));
    });
    pen.putImageData(image, 0, 0);
    return picture;
  }

  add(title, height, details, draw) {
    const panel = make("div", "panel");
    const name = make("div", "name");
    name.append(make("b", "", title), ...details);
    const canvas = make("canvas");
    canvas.style.height = `${height}px`;
    panel.append(name, canvas);
    this.element.append(panel);
    this.panels.push({ canvas, height, draw });
  }

  addRaster(population, ticks) {
    const { name, size, shown } = population;
    const part = shown < size ? `${shown} of ${size} neurons` : `${size} neurons`;
    const counts = unpack(population.counts);
    const height = Math.min(Math.max(2 * shown, 44), 176);
    this.add(`spikes ${name}`, height, [make("span", "range", part)], (pen, width) => {
      const picture = this.rasterPicture(counts, shown, ticks);
      const ratio = pen.canvas.width / width;
      pen.imageSmoothingEnabled = picture.width > width * ratio;
      pen.drawImage(picture, 0, 0, width * this.film.duration / this.duration, height);
    });
  }

  /** One pixel a neuron and control step, the more opaque the more spikes. */
  rasterPicture(counts, shown, ticks) {
    const steps = Math.max(this.film.frames - 1, 1);
    const picture = make("canvas");
    [picture.width, picture.height] = [steps, shown];
    const pen = picture.getContext("2d");
    const image = pen.createImageData(steps, shown);
    const [r, g, b] = new THREE.Color(themeColor("spike")).toArray().map((c) => Math.round(255 * c));
    for (let step = 0; step < this.film.frames - 1; step++) {
      for (let neuron = 0; neuron < shown; neuron++) {
        const count = counts[step * shown + neuron];
        if (count === 0) continue;
        image.data.set(
          [r, g, b, 255 * (0.25 + 0.75 * Math.min(count / ticks, 1))], 4 * (neuron * steps + step));
      }
    }
    pen.putImageData(image, 0, 0);
    return picture;
  }

  addCurves(title, curves) {
    if (curves.length === 0) return;
    let [low, high] = [0, 0];
    curves.forEach(({ values, truth = [] }) => [values, truth].forEach((line) => line.forEach((value) => {
      low = Math.min(low, value);
      high = Math.max(high, value);
    })));
    const details = curves.map(({ name }, index) => {
      const line = make("span", "", name);
      line.style.color = curveColors[index % curveColors.length];
      line.title = name;
      return line;
    });
    details.push(make("span", "range", `${low.toPrecision(2)} … ${high.toPrecision(3)}`));
    const height = Math.max(46, 16 * (details.length + 1));
    this.add(title, height, details, (pen, width) => {
      const y = (value) => high > low ? 3 + (height - 6) * (high - value) / (high - low) : height / 2;
      pen.strokeStyle = themeColor("line");
      pen.beginPath();
      pen.moveTo(0, y(0));
      pen.lineTo(width, y(0));
      pen.stroke();
      const trace = (values) => {
        pen.beginPath();
        values.forEach((value, step) =>
          pen.lineTo(width * (step + 0.5) * this.film.period / this.duration, y(value)));
        pen.stroke();
      };
      curves.forEach(({ values, truth }, index) => {
        pen.strokeStyle = curveColors[index % curveColors.length];
        pen.lineWidth = 1.3;
        trace(values);
        if (!truth) return;
        pen.setLineDash([2, 3]);
        trace(truth);
        pen.setLineDash([]);
      });
    });
  }

  addAxis() {
    const axis = make("div", "axis");
    const scale = make("div");
    for (let k = 0; k <= 5; k++) {
      const tick = make("i", "", `${+(k * this.duration / 5).toFixed(2)}${k === 5 ? " s" : ""}`);
      tick.style.left = `${20 * k}%`;
      scale.append(tick);
    }
    axis.append(make("span"), scale);
    this.element.append(axis);
  }

  listen(onSeek) {
    const seek = (event) => {
      const box = this.panels[0].canvas.getBoundingClientRect();
      const share = (event.clientX - box.left) / Math.max(box.width, 1);
      if (share >= 0 || event.type === "pointermove") onSeek(Math.min(Math.max(share, 0), 1) * this.duration);
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      seek(event);
    });
    this.element.addEventListener("pointermove", (event) => { if (event.buttons & 1) seek(event); });
  }

  /** Draws everything but the cursor anew, for a new size or theme. */
  redraw() {
    const ratio = window.devicePixelRatio || 1;
    for (const { canvas, height, draw } of this.panels) {
      const width = canvas.clientWidth;
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      draw(pen, width, height);
      this.drawMarks(pen, width, height);
    }
  }

  /** Dashes where a condition sets in, and where the episode ended before its time. */
  drawMarks(pen, width, height) {
    pen.setLineDash([3, 3]);
    pen.lineWidth = 1;
    for (const mark of filmMarks(this.film, this.duration)) {
      pen.strokeStyle = themeColor(mark.kind === "onset" ? "warn" : mark.kind === "end" ? "soft" : "bad");
      pen.beginPath();
      pen.moveTo(width * mark.time / this.duration, 0);
      pen.lineTo(width * mark.time / this.duration, height);
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  moveCursor(time) {
    const { canvas } = this.panels[0];
    const left = canvas.offsetLeft + canvas.clientWidth * Math.min(time, this.duration) / this.duration;
    this.cursor.style.transform = `translateX(${left}px)`;
  }
}

/** What the time line marks: where conditions set in or end, and a fall or divergence. */
function filmMarks(film, duration) {
  const marks = [];
  for (const { text, from, to } of film.conditions) {
    if (from > 0 && from < duration) marks.push({ time: from, kind: "onset", title: `${text} sets in` });
    if (to < duration) marks.push({ time: to, kind: "end", title: `${text} ends` });
  }
  if (film.ending.kind !== "completed") {
    const { kind, outcome, time } = film.ending;
    marks.push({ time, kind, title: `${outcome} at ${time.toFixed(2)} s` });
  }
  return marks;
}
