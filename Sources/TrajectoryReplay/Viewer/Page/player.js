"use strict";

/** Words and numbers over one stage. */
class Overlay {
  constructor(film) {
    this.film = film;
    const { caption, ending } = film;
    this.left = make("div", "overlay left");
    const title = make("h1", "", `${caption.robot} · ${shortName(caption.policy)}`);
    title.title = caption.policy;
    this.left.append(title);
    this.chips = film.conditions.map((condition) => {
      const chip = make("span", "chip", condition.text);
      chip.title = condition.summary;
      return chip;
    });
    const conditions = make("div", "chips");
    conditions.append(...(this.chips.length ? this.chips : [make("span", "chip", "nominal")]));
    this.outcome = make("span", `chip ${ending.kind}`);
    conditions.append(this.outcome);
    this.left.append(conditions);
    this.right = make("div", "overlay right");
    this.numbers = make("div", "numbers");
    this.right.append(this.numbers);
  }

  update(time) {
    const { film } = this;
    const shown = Math.min(time, film.duration);
    film.conditions.forEach((condition, index) =>
      this.chips[index].classList.toggle("on", isAtWork(condition, time)));
    const over = time >= film.duration - 1e-6;
    this.outcome.hidden = !over;
    this.outcome.textContent = `${film.ending.outcome} at ${film.ending.time.toFixed(2)} s`;
    const scene = film.grounds.scenes[film.scene(time)];
    const lines = [
      `${shown.toFixed(2)} s`, `${film.speed(shown).toFixed(2)} m/s`,
      `${(film.basePosition(shown, new THREE.Vector3()).x - film.base[0]).toFixed(2)} m`,
    ];
    const slope = film.slope(scene);
    if (Math.abs(slope) > 0.05) lines.push(`slope ${slope.toFixed(1)}°`);
    const cross = film.slope(scene, 1);
    if (Math.abs(cross) > 0.05) lines.push(`cross slope ${cross.toFixed(1)}°`);
    const pull = Math.hypot(...scene.gravity);
    if (Math.abs(pull - 9.81) > 0.05) lines.push(`gravity ${pull.toFixed(2)} m/s²`);
    if (scene.friction !== film.friction) lines.push(`friction ${scene.friction.toFixed(2)}`);
    this.numbers.textContent = lines.join("\n");
  }
}

/** Whether a condition holds at a time; its end is the first moment without it. */
function isAtWork({ from, to = Infinity }, time) { return from <= time + 1e-6 && time + 1e-6 < to; }

/** The line of time under the stages. */
class Scrub {
  constructor(element, duration, onSeek) {
    Object.assign(this, { element, duration });
    this.done = element.querySelector(".done");
    this.thumb = element.querySelector(".thumb");
    element.setAttribute("aria-valuemax", duration.toFixed(2));
    const seek = (event) => {
      const box = element.getBoundingClientRect();
      onSeek(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * duration);
    };
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      seek(event);
    });
    element.addEventListener("pointermove", (event) => { if (event.buttons & 1) seek(event); });
  }

  mark({ time, kind, title }) {
    const mark = make("div", `mark ${kind}`);
    mark.style.left = `${100 * time / this.duration}%`;
    mark.title = title;
    this.element.insertBefore(mark, this.thumb);
  }

  update(time) {
    const share = `${100 * time / this.duration}%`;
    this.done.style.width = share;
    this.thumb.style.left = share;
    this.element.setAttribute("aria-valuenow", time.toFixed(2));
  }
}

/** Runs the clock that stages, overlays and panels follow. */
class Player {
  constructor(films) {
    this.films = films;
    this.duration = Math.max(...films.map((film) => film.duration), 1e-3);
    this.time = 0;
    this.shown = { forces: true, trail: true };
    this.orbit = new Orbit(() => { this.isStale = true; });
    document.documentElement.classList.toggle("versus", films.length > 1);
    this.applyTheme();
    this.build();
    this.wire();
    this.readAddress();
    this.redrawPanels();
    this.last = performance.now();
    requestAnimationFrame((now) => this.frame(now));
  }

  element(id) { return document.getElementById(id); }

  build() {
    this.stages = [];
    this.overlays = [];
    this.panels = [];
    this.scrub = new Scrub(this.element("scrub"), this.duration, (time) => this.seek(time));
    this.films.forEach((film) => {
      this.buildStage(film);
      const panels = new Panels(film, this.duration, (time) => this.seek(time));
      this.panels.push(panels);
      this.element("panels").append(panels.element);
      this.element("captions").append(captionCard(film));
      const whose = this.films.length > 1 ? `${shortName(film.caption.policy)}: ` : "";
      filmMarks(film, this.duration).forEach((mark) =>
        this.scrub.mark({ ...mark, title: whose + mark.title }));
    });
  }

  /** Where WebGL is missing a message stands for the stage; all else works. */
  buildStage(film) {
    const box = make("div", "stage");
    this.element("stages").append(box);
    const canvas = make("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("aria-label", `${film.caption.robot} in motion`);
    const overlay = new Overlay(film);
    box.append(canvas, overlay.left, overlay.right);
    this.overlays.push(overlay);
    if (!hasWebGL()) {
      this.lacksWebGL = true;
      canvas.remove();
      box.classList.add("empty");
      box.prepend(make("div", "absent",
        "This browser shows no WebGL, so the robot cannot be drawn in three dimensions. "
        + "Numbers, spikes and curves below work all the same."));
      return;
    }
    this.stages.push(new Stage(film, canvas, this.orbit));
  }

  wire() {
    this.element("play").addEventListener("click", () => this.toggle());
    this.element("speed").addEventListener("change", () => { this.speed = +this.element("speed").value; });
    this.speed = 1;
    const check = (id, action) => this.element(id).addEventListener("change", (event) => {
      action(event.target.checked);
      this.isStale = true;
    });
    check("follow", (on) => this.stages.forEach((stage) => { stage.follow = on; }));
    check("forces", (on) => { this.shown.forces = on; });
    check("trail", (on) => { this.shown.trail = on; });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.readAddress());
    window.addEventListener("resize", () => this.redrawPanels());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.applyTheme());
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "SELECT") return;
    const hop = event.shiftKey ? this.films[0].period : 0.5;
    const actions = {
      " ": () => this.toggle(), ArrowLeft: () => this.seek(this.time - hop),
      ArrowRight: () => this.seek(this.time + hop), ArrowUp: () => this.changeSpeed(1),
      ArrowDown: () => this.changeSpeed(-1), Home: () => this.seek(0),
      End: () => this.seek(this.duration), f: () => this.element("follow").click(),
      c: () => this.element("forces").click(), t: () => this.element("trail").click(),
      r: () => this.resetView(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  resetView() {
    this.stages.forEach((stage) => { stage.hasLooked = false; });
    this.orbit.reset();
  }

  changeSpeed(by) {
    const select = this.element("speed");
    select.selectedIndex = Math.min(Math.max(select.selectedIndex + by, 0), select.options.length - 1);
    this.speed = +select.value;
  }

  /** Reads `#t=3.2&play=0&speed=0.5&theme=dark&follow=0`. */
  readAddress() {
    const wishes = new URLSearchParams(location.hash.slice(1));
    const number = (name) => (wishes.has(name) && Number.isFinite(+wishes.get(name)) ? +wishes.get(name) : null);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.play(number("play") === null ? !calm : number("play") !== 0);
    if (number("t") !== null) this.seek(number("t"));
    const speeds = [...this.element("speed").options].map((option) => option.value);
    if (speeds.includes(wishes.get("speed"))) {
      this.element("speed").value = wishes.get("speed");
      this.speed = +wishes.get("speed");
    }
    if (number("follow") !== null && this.element("follow").checked !== (number("follow") !== 0)) {
      this.element("follow").click();
    }
    this.applyTheme();
  }

  /** The address' theme, or the system's. */
  applyTheme() {
    const wish = new URLSearchParams(location.hash.slice(1)).get("theme");
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const theme = wish === "dark" || wish === "light" ? wish : system;
    if (document.documentElement.dataset.theme === theme) return;
    document.documentElement.dataset.theme = theme;
    (this.stages || []).forEach((stage) => stage.recolor());
    if (this.panels) this.redrawPanels();
  }

  redrawPanels() {
    this.panels.forEach((panels) => panels.redraw());
    this.isStale = true;
  }

  play(on) {
    if (on && this.time >= this.duration - 1e-6) this.time = 0;
    this.playing = on;
    this.element("play").classList.toggle("playing", on);
    this.isStale = true;
  }

  /** A pause notes the moment in the address, to be shared. */
  toggle() {
    this.play(!this.playing);
    if (this.playing) return;
    try {
      const wishes = new URLSearchParams(location.hash.slice(1));
      wishes.set("t", this.time.toFixed(2));
      wishes.set("play", "0");
      history.replaceState(null, "", `#${wishes}`);
    } catch { /* Some browsers keep the address of a file as it is. */ }
  }

  seek(time) {
    this.time = Math.min(Math.max(time, 0), this.duration);
    this.isStale = true;
  }

  frame(now) {
    requestAnimationFrame((next) => this.frame(next));
    const passed = Math.min((now - this.last) / 1000, 0.25);
    this.last = now;
    if (this.playing) {
      this.seek(this.time + passed * this.speed);
      if (this.time >= this.duration) this.play(false);
    }
    if (!this.isStale) return;
    this.isStale = false;
    this.draw();
  }

  draw() {
    const { time } = this;
    this.stages.forEach((stage) => stage.draw(Math.min(time, stage.film.duration), this.shown));
    this.overlays.forEach((overlay) => overlay.update(time));
    this.panels.forEach((panels) => panels.moveCursor(time));
    this.scrub.update(time);
    this.element("clock").textContent = `${time.toFixed(2)} / ${this.duration.toFixed(2)} s`;
    if (document.documentElement.dataset.state === "loading") this.checkFirstPicture();
  }

  /** Says by data-state whether the page works, for whoever cannot look at it. */
  checkFirstPicture() {
    const flaws = this.stages.flatMap((stage) => stage.flaws(Math.min(this.time, stage.film.duration)));
    if (flaws.length > 0) return report(flaws.join("; "));
    document.documentElement.dataset.state = this.lacksWebGL ? "no-webgl" : "ready";
  }
}

/** A file's name without its folder and ending. */
function shortName(path) { return path.replace(/^.*\//, "").replace(/\.safetensors$/, ""); }

function hasWebGL() {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl") || canvas.getContext("experimental-webgl"));
  } catch {
    return false;
  }
}

/** What the episode is and how to make it again. */
function captionCard(film) {
  const { caption, ending, conditions } = film;
  const card = make("div", "caption");
  const list = make("dl");
  const entry = (name, value, tag) => {
    const detail = make("dd");
    detail.append(tag ? make(tag, "", value) : value);
    list.append(make("dt", "", name), detail);
  };
  entry("policy", `${caption.policy} (${caption.robot}), seed ${caption.seed}`);
  entry("conditions", conditions.length
    ? conditions.map((condition) => `${condition.text}: ${condition.summary}`).join("; ") : "nominal");
  const number = (value, digits) => (value === undefined ? "no number" : value.toFixed(digits));
  entry("outcome", `${ending.outcome} after ${ending.time.toFixed(2)} s, ${number(ending.distance, 2)} m, `
    + `reward ${number(ending.reward, 1)}`);
  if (film.gait) entry("gait", gaitText(film.gait.metrics));
  if (film.gait && film.gait.finding) entry("finding", film.gait.finding);
  entry("digest", caption.digest, "code");
  entry("made by", caption.command, "code");
  card.append(list);
  return card;
}

/** The gait's numbers in words. */
function gaitText(gait) {
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  return `${gait.frequency.toFixed(2)} Hz, duty factor ${gait.dutyFactor.toFixed(2)}, slip `
    + `${gait.slip.toFixed(2)} m/m, cost of transport ${gait.costOfTransport.toFixed(2)}; cone violation `
    + `${percent(gait.coneViolation)}, contact of other parts than feet ${percent(gait.nonFootContact)} of `
    + `steps, saturated actions ${percent(gait.saturatedActions)}; drift ${gait.driftMPerM.toFixed(3)} m/m, turned `
    + `by ${gait.headingChangeRad.toFixed(2)} rad, joints at most at ${gait.peakJointRate.toFixed(2)} of their `
    + "velocity limits";
}

/** Shows an error and says so by data-state. */
function report(text) {
  document.documentElement.dataset.state = "error";
  const message = document.getElementById("message");
  message.textContent = `This page does not work: ${text}`;
  message.hidden = false;
}

window.addEventListener("error", (event) => report(event.message));
window.addEventListener("unhandledrejection", (event) => report(String(event.reason)));
new Player(JSON.parse(document.getElementById("films").textContent).map((record) => new Film(record)));
