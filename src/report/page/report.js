"use strict";

const find = (id) => document.getElementById(id);
const seconds = (value) => value.toFixed(3) + " s";

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// What log_of() in html_units.cpp leaves out.
const usualLog = (name) => "logs/" + name.replace(/[/%":<>|*?\\]/g,
  (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase()) + ".log";

// The lines of the units' table: see units_section() in html_units.cpp.
function readUnits() {
  const source = find("units");
  if (!source) return [];
  let file = "";
  return source.textContent.split("\n").slice(1, -1).map((line, index) => {
    const parts = line.split("\t");
    file = parts[1] || file;
    return {
      index, name: parts[0], file: file === "-" ? "" : file, result: parts[2],
      seconds: parts[3] ? Number(parts[3]) : null, before: parts[4] ? Number(parts[4]) : null,
      detail: parts[5], log: parts[6] === "-" ? "" : parts[6] || usualLog(parts[0]),
    };
  });
}

const units = readUnits();

const address = (path) => path.split("/").map(encodeURIComponent).join("/");

// Those of which some unit has a value are shown.
const columns = [
  {title: "Test", value: (unit) => unit.name, link: (unit) => unit.log},
  {title: "Result", value: (unit) => unit.result, style: (unit) => unit.result},
  {title: "Time", value: (unit) => unit.seconds, number: true},
  {title: "Before", value: (unit) => unit.before, number: true},
  {title: "File", value: (unit) => unit.file},
  {title: "Detail", value: (unit) => unit.detail},
].filter((column) => units.some((unit) => column.value(unit)));

function cell(column, unit) {
  const value = column.value(unit);
  const text = column.number ? (value === null ? "" : seconds(value)) : value;
  const link = column.link && column.link(unit);
  return make("td", {className: column.number ? "number" : column.style ? column.style(unit) : ""},
    link ? make("a", {href: address(link), textContent: text}) : text);
}

class UnitTable {
  constructor() {
    this.perPage = 100;
    this.page = 0;
    this.sorted = null;
    this.descending = false;
    this.build();
    this.filter();
  }

  build() {
    this.search = make("input", {type: "search", placeholder: "Search names, files and details"});
    this.search.setAttribute("aria-label", "Search tests");
    this.search.addEventListener("input", () => this.filter());
    const results = [...new Set(units.map((unit) => unit.result))];
    this.result = make("select", {}, new Option("All results", ""), ...results.map((name) => new Option(name)));
    this.result.setAttribute("aria-label", "Result");
    this.result.addEventListener("change", () => this.filter());
    this.back = make("button", {type: "button", textContent: "Previous"});
    this.back.addEventListener("click", () => this.turn(-1));
    this.forth = make("button", {type: "button", textContent: "Next"});
    this.forth.addEventListener("click", () => this.turn(1));
    this.status = make("span", {className: "note"});
    this.status.setAttribute("aria-live", "polite");
    const tools = find("unit-tools");
    tools.append(this.search, this.result, this.back, this.forth, this.status);
    tools.hidden = false;

    this.headings = columns.map((column, index) => {
      const button = make("button", {type: "button", textContent: column.title});
      button.addEventListener("click", () => this.sort(index));
      return make("th", {scope: "col", className: column.number ? "number" : ""}, button);
    });
    this.body = make("tbody");
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...this.headings)), this.body);
    find("units").replaceWith(make("div", {className: "wide"}, table));
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.shown = units.filter((unit) => {
      if (this.result.value && unit.result !== this.result.value) return false;
      const text = (unit.name + " " + unit.file + " " + unit.detail).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.page = 0;
    this.order();
    this.draw();
  }

  sort(index) {
    const isSame = this.sorted === index;
    this.descending = isSame ? !this.descending : Boolean(columns[index].number);
    this.sorted = index;
    this.page = 0;
    this.order();
    this.draw();
  }

  order() {
    if (this.sorted === null) return;
    const value = columns[this.sorted].value;
    const sign = this.descending ? -1 : 1;
    const key = (unit) => value(unit) ?? -1;
    const rank = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
    this.shown.sort((left, right) => sign * rank(key(left), key(right)) || left.index - right.index);
  }

  turn(pages) {
    this.page += pages;
    this.draw();
  }

  // Shows the unit whatever is searched for.
  show(unit) {
    this.search.value = "";
    this.result.value = "";
    this.filter();
    this.page = Math.floor(this.shown.indexOf(unit) / this.perPage);
    this.draw(unit);
  }

  draw(chosen) {
    const begin = this.page * this.perPage;
    const end = Math.min(begin + this.perPage, this.shown.length);
    this.headings.forEach((heading, index) => {
      const order = this.descending ? "descending" : "ascending";
      heading.setAttribute("aria-sort", index === this.sorted ? order : "none");
    });
    this.body.replaceChildren(...this.shown.slice(begin, end).map((unit) => this.row(unit, chosen)));
    this.back.disabled = begin === 0;
    this.forth.disabled = end === this.shown.length;
    const range = this.shown.length === 0 ? "none" : `${begin + 1} to ${end}`;
    this.status.textContent = `${range} of ${this.shown.length}` +
      (this.shown.length === units.length ? "" : ` (${units.length} in all)`);
  }

  row(unit, chosen) {
    return make("tr", {className: unit === chosen ? "chosen" : ""}, ...columns.map((column) => cell(column, unit)));
  }
}

// One row for each slot, time from left to right.
class Timeline {
  constructor(data, table) {
    this.data = data;
    this.table = table;
    this.spans = data.shards.flatMap(([slot, start, ...spans]) => {
      let end = start;
      return spans.map(([duration, unit, reason = 0, attempt = 1]) => {
        const begin = end;
        end += duration;
        return {slot, begin, end, unit: units[unit], reason: data.reasons[reason], attempt};
      });
    });
    this.spans.sort((left, right) => left.slot - right.slot || left.begin - right.begin);
    this.length = this.spans.reduce((most, span) => Math.max(most, span.end), data.wall);
    this.row = Math.max(4, Math.min(26, Math.floor(560 / data.slots)));
    this.axis = 22;
    this.canvas = find("chart");
    this.chosen = find("chosen");
    this.view = {begin: 0, end: this.length};
    this.canvas.setAttribute("aria-label", `Timeline of ${this.spans.length} stretches in ` +
      `${data.slots} slots. Arrow keys go from test to test, plus and minus zoom, 0 shows all, ` +
      "Enter opens the test in the table.");
    this.canvas.hidden = this.chosen.hidden = false;
    this.listen();
    new ResizeObserver(() => requestAnimationFrame(() => this.draw())).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  listen() {
    const tool = (text, action) => {
      const button = make("button", {type: "button", textContent: text});
      button.addEventListener("click", action);
      return button;
    };
    const tools = find("timeline-tools");
    tools.append(tool("Zoom in", () => this.zoom(0.5)), tool("Zoom out", () => this.zoom(2)),
      tool("Show all", () => this.look(0, this.length)));
    tools.hidden = false;
    this.canvas.addEventListener("pointermove", (event) => this.drag(event) || this.choose(this.at(event)));
    this.canvas.addEventListener("pointerdown", (event) => {
      this.grip = {x: event.offsetX, view: {...this.view}, moved: false};
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointerup", () => {
      if (this.grip && !this.grip.moved) this.open();
      this.grip = null;
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.time(event.offsetX));
    }, {passive: false});
    const keys = {
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2),
      "0": () => this.look(0, this.length), "Enter": () => this.open(),
      "ArrowLeft": () => this.step(-1), "ArrowRight": () => this.step(1),
      "ArrowUp": () => this.leap(-1), "ArrowDown": () => this.leap(1),
    };
    this.canvas.addEventListener("keydown", (event) => {
      const action = keys[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action();
    });
  }

  time(x) {
    return this.view.begin + (x / this.width) * (this.view.end - this.view.begin);
  }

  x(time) {
    return ((time - this.view.begin) / (this.view.end - this.view.begin)) * this.width;
  }

  look(begin, end) {
    const width = Math.min(Math.max(end - begin, 1), this.length);
    this.view.begin = Math.min(Math.max(begin, 0), this.length - width);
    this.view.end = this.view.begin + width;
    this.draw();
  }

  zoom(factor, around = this.focus ? this.focus.begin : (this.view.begin + this.view.end) / 2) {
    const {begin, end} = this.view;
    this.look(around - (around - begin) * factor, around + (end - around) * factor);
  }

  drag(event) {
    if (!this.grip) return false;
    const moved = event.offsetX - this.grip.x;
    this.grip.moved ||= Math.abs(moved) > 3;
    const {begin, end} = this.grip.view;
    const shift = (moved / this.width) * (end - begin);
    if (this.grip.moved) this.look(begin - shift, end - shift);
    return this.grip.moved;
  }

  // The first span of the slot that ends after this time; spans of a slot do not overlap.
  first(slot, time) {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const span = this.spans[middle];
      if (span.slot < slot || (span.slot === slot && span.end <= time)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(event) {
    const slot = Math.floor((event.offsetY - this.axis) / this.row);
    const time = this.time(event.offsetX);
    const span = this.spans[this.first(slot, time)];
    return span && span.slot === slot && span.begin <= time ? span : null;
  }

  step(direction) {
    const index = this.spans.indexOf(this.focus) + direction;
    this.choose(this.spans[Math.min(Math.max(index, 0), this.spans.length - 1)], true);
  }

  leap(direction) {
    if (!this.focus) return this.step(1);
    const span = this.spans[this.first(this.focus.slot + direction, this.focus.begin)];
    if (span) this.choose(span, true);
  }

  choose(span, follow = false) {
    if (span === this.focus) return;
    this.focus = span;
    this.chosen.textContent = span ? this.text(span) : "";
    const isHidden = span && (span.begin < this.view.begin || span.end > this.view.end);
    const width = this.view.end - this.view.begin;
    if (follow && isHidden) this.look(span.begin - width / 4, span.begin + (width * 3) / 4);
    this.draw();
  }

  text({unit, reason, attempt, slot, begin, end}) {
    const what = unit ? `${unit.name}: ${reason}${attempt > 1 ? `, attempt ${attempt}` : ""}` : "start-up";
    return `${what}, ${seconds((end - begin) / 1000)} in slot ${slot}, from ${seconds(begin / 1000)}`;
  }

  open() {
    if (!this.focus || !this.focus.unit) return;
    this.table.show(this.focus.unit);
    find("tests").scrollIntoView();
  }

  color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name);
  }

  draw() {
    const {canvas, row, axis} = this;
    const width = this.width = canvas.clientWidth;
    const height = axis + row * this.data.slots + 2;
    const scale = devicePixelRatio || 1;
    canvas.style.height = height + "px";
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    this.drawAxis(pen, width, height);
    const good = {passed: "good", flaky: "unsure", skipped: "skipped"};
    const colors = Object.fromEntries(
      this.data.reasons.map((reason) => [reason, this.color(good[reason] || "bad")]));
    const startUp = this.color("start-up");
    for (let slot = 0; slot < this.data.slots; ++slot) this.drawSlot(pen, slot, colors, startUp, width);
    const bound = this.x(this.data.bound);
    pen.fillStyle = this.color("bound");
    pen.fillRect(bound - 1, axis - 6, 2, height);
    pen.fillText("bound", Math.min(bound + 4, width - 40), axis - 6);
    if (this.focus) this.outline(pen, this.focus);
  }

  drawAxis(pen, width, height) {
    const span = (this.view.end - this.view.begin) / 1000;
    const rough = span / Math.max(1, width / 110);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
    pen.font = "12px system-ui, sans-serif";
    for (let tick = Math.ceil(this.view.begin / 1000 / step) * step; tick <= this.view.end / 1000; tick += step) {
      const x = this.x(tick * 1000);
      pen.fillStyle = this.color("line");
      pen.fillRect(x, 0, 1, height);
      pen.fillStyle = this.color("dim");
      if (x < width - 30) pen.fillText(`${Number(tick.toPrecision(6))} s`, x + 4, 12);
    }
  }

  // Skips what is hidden behind the pixel that was drawn last, except for failures.
  drawSlot(pen, slot, colors, startUp, width) {
    const y = this.axis + slot * this.row;
    let last = -1;
    for (let i = this.first(slot, this.view.begin); i < this.spans.length; ++i) {
      const span = this.spans[i];
      if (span.slot !== slot || span.begin > this.view.end) break;
      const begin = Math.max(this.x(span.begin), 0);
      const end = Math.min(this.x(span.end), width);
      const isGood = !span.unit || span.reason === "passed" || span.reason === "skipped";
      if (end < last + 0.5 && isGood) continue;
      pen.fillStyle = span.unit ? colors[span.reason] : startUp;
      const gap = end - begin > 3 ? 1 : 0;
      pen.fillRect(begin, y + 1, Math.max(end - begin - gap, 0.7), this.row - 2);
      last = end;
      if (span.unit && this.row >= 16 && end - begin > 60) this.label(pen, span.unit.name, begin, end, y);
    }
  }

  label(pen, name, begin, end, y) {
    pen.save();
    pen.beginPath();
    pen.rect(begin, y, end - begin - 4, this.row);
    pen.clip();
    pen.fillStyle = this.color("page");
    pen.fillText(name, begin + 4, y + this.row / 2 + 4);
    pen.restore();
  }

  outline(pen, span) {
    pen.strokeStyle = this.color("text");
    pen.lineWidth = 2;
    const begin = this.x(span.begin);
    pen.strokeRect(begin, this.axis + span.slot * this.row + 1,
      Math.max(this.x(span.end) - begin, 2), this.row - 2);
  }
}

const table = units.length > 0 ? new UnitTable() : null;
const spans = find("spans");
if (spans) new Timeline(JSON.parse(spans.textContent), table);
