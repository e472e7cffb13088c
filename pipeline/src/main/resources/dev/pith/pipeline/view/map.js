/*
 * The map: every sample a dot, drawn pixel by pixel into one image, so that a hundred thousand take milliseconds. A
 * second canvas above it holds the lasso and the cross, so that those move without drawing the dots anew.
 */

/* From the first bin to the last, as in the report. */
const RAMPS = {
  light: [[31, 79, 168], [106, 79, 184], [184, 71, 154], [224, 86, 63], [231, 154, 28]],
  dark: [[91, 143, 240], [155, 131, 242], [222, 116, 191], [247, 128, 106], [245, 184, 67]],
};
/* Told apart by those who see fewer colours (Okabe and Ito), then by hue alone. */
const CLASSES = [[0, 114, 178], [230, 159, 0], [0, 158, 115], [204, 121, 167], [213, 94, 0], [86, 180, 233],
  [170, 150, 20], [120, 94, 240], [150, 75, 50], [110, 120, 130]];
export const dark = window.matchMedia('(prefers-color-scheme: dark)');

export function ramp(at) {
  const colours = dark.matches ? RAMPS.dark : RAMPS.light;
  const place = Math.max(0, Math.min(1, at)) * (colours.length - 1);
  const low = Math.min(Math.floor(place), colours.length - 2);
  return colours[low].map((from, i) => Math.round(from + (place - low) * (colours[low + 1][i] - from)));
}

export function classColour(label) {
  if (label < CLASSES.length) {
    return CLASSES[label];
  }
  const hue = (label * 137.508) % 360;
  const [saturation, light] = [0.55, dark.matches ? 0.62 : 0.45];
  const part = k => {
    const at = (k + hue / 30) % 12;
    return Math.round(255 * (light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [part(0), part(8), part(4)];
}

export const css = ([red, green, blue]) => `rgb(${red},${green},${blue})`;

function token(name) {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map(at => parseInt(value.slice(at, at + 2), 16));
}

export class PointMap {
  constructor(model, canvas, over, hint, tell) {
    this.model = model;
    this.canvas = canvas;
    this.over = over;
    this.hint = hint;
    this.tell = tell; // {look(id), name(id)}
    this.zoom = 1;
    this.middle = null;
    this.lasso = null;
    this.cross = null;
    this.corner = null;
    this.find();
    new ResizeObserver(() => this.later()).observe(canvas);
    canvas.addEventListener('pointerdown', event => this.down(event));
    canvas.addEventListener('pointermove', event => this.move(event));
    canvas.addEventListener('pointerup', event => this.up(event));
    canvas.addEventListener('pointercancel', () => this.stop());
    canvas.addEventListener('pointerleave', () => { this.hint.hidden = true; });
    canvas.addEventListener('wheel', event => this.wheel(event), {passive: false});
    canvas.addEventListener('keydown', event => this.key(event));
    canvas.addEventListener('blur', () => { this.cross = null; this.corner = null; this.drawOver(); });
  }

  find() {
    this.present = this.model.where(id => this.model.x[id] === this.model.x[id]);
    this.measure();
  }

  /* Samples lie elsewhere from now on. */
  setPlaces(x, y) {
    Object.assign(this.model, {x, y});
    this.find();
    this.zoom = 1;
    this.tint();
    this.later();
  }

  setColour(colourOf) {
    this.colourOf = colourOf;
    this.tint();
    this.later();
  }

  /* What is kept changes while one looks at it, what else there is to be coloured by does not. */
  tint() {
    const paper = token('--panel');
    const known = new Map();
    this.full = new Uint32Array(this.model.n);
    this.faded = new Uint32Array(this.model.n);
    for (const id of this.present) {
      const colour = this.colourOf(id);
      const key = colour[0] << 16 | colour[1] << 8 | colour[2];
      if (!known.has(key)) {
        known.set(key, [mixed(colour, paper, 1), mixed(colour, paper, 0.45)]);
      }
      [this.full[id], this.faded[id]] = known.get(key);
    }
  }

  measure() {
    const {x, y} = this.model;
    const box = [Infinity, -Infinity, Infinity, -Infinity];
    for (const id of this.present) {
      box[0] = Math.min(box[0], x[id]);
      box[1] = Math.max(box[1], x[id]);
      box[2] = Math.min(box[2], y[id]);
      box[3] = Math.max(box[3], y[id]);
    }
    this.box = this.present.length ? box : [0, 1, 0, 1];
    this.middle = [(this.box[0] + this.box[1]) / 2, (this.box[2] + this.box[3]) / 2];
  }

  later() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => { this.waiting = false; this.draw(); });
    }
  }

  fit() {
    const scale = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(this.canvas.clientWidth * scale));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * scale));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      for (const canvas of [this.canvas, this.over]) {
        canvas.width = width;
        canvas.height = height;
      }
    }
    const span = Math.max((this.box[1] - this.box[0]) / width, (this.box[3] - this.box[2]) / height, 1e-30);
    this.perPixel = 1.08 * span / this.zoom;
    this.scale = scale;
  }

  toScreen(id) {
    return [
      this.canvas.width / 2 + (this.model.x[id] - this.middle[0]) / this.perPixel,
      this.canvas.height / 2 - (this.model.y[id] - this.middle[1]) / this.perPixel,
    ];
  }

  draw() {
    if (!this.canvas.clientWidth) {
      return;
    }
    this.fit();
    const {width, height} = this.canvas;
    const context = this.canvas.getContext('2d');
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const paper = token('--panel');
    const ink = mixed(token('--ink'), paper, 1);
    const warm = mixed(token('--warm'), paper, 1);
    const faint = mixed(token('--faint'), paper, 0.55);
    const many = this.present.length;
    const size = (many < 3000 ? 3 : many < 30000 ? 2 : many < 300000 ? 1.3 : 0.7) * Math.sqrt(this.scale) * Math.min(2, Math.sqrt(this.zoom));
    const small = disc(size, width);
    const large = disc(size + 1.2 * this.scale, width);
    const ring = disc(size + 2.4 * this.scale, width);
    const {x, y, kept, circled, marks, isIn} = this.model;
    const {full, faded} = this;
    const put = (dots, id, colour) => {
      const column = Math.round(width / 2 + (x[id] - this.middle[0]) / this.perPixel);
      const row = Math.round(height / 2 - (y[id] - this.middle[1]) / this.perPixel);
      if (column < dots.reach || row < dots.reach || column >= width - dots.reach || row >= height - dots.reach) {
        return;
      }
      const at = row * width + column;
      for (let k = 0; k < dots.offsets.length; k++) {
        pixels[at + dots.offsets[k]] = colour;
      }
    };
    for (const id of this.present) {
      if (!isIn[id]) {
        put(small, id, faint);
      }
    }
    const some = this.model.keptCount < this.model.n;
    for (const id of this.present) {
      if (isIn[id] && !kept[id]) {
        put(small, id, some ? faded[id] : full[id]);
      }
    }
    for (const id of this.present) {
      if (isIn[id] && kept[id]) {
        put(some ? large : small, id, full[id]);
      }
    }
    if (this.model.circledCount || this.model.outCount) {
      for (const id of this.present) {
        if (circled[id]) {
          put(ring, id, ink);
          put(large, id, marks[id] < 0 ? warm : full[id]);
        } else if (marks[id] < 0 && isIn[id]) {
          put(large, id, warm);
        }
      }
    }
    context.putImageData(image, 0, 0);
    this.drawOver();
  }

  drawOver() {
    const context = this.over.getContext('2d');
    context.clearRect(0, 0, this.over.width, this.over.height);
    context.lineWidth = 1.5 * this.scale;
    context.strokeStyle = css(token('--ink'));
    if (this.model.now >= 0 && this.model.x[this.model.now] === this.model.x[this.model.now]) {
      const [px, py] = this.toScreen(this.model.now);
      context.beginPath();
      context.arc(px, py, 9 * this.scale, 0, 7);
      context.stroke();
    }
    if (this.lasso) {
      context.beginPath();
      this.lasso.forEach(([px, py]) => context.lineTo(px, py));
      context.closePath();
      context.globalAlpha = 0.12;
      context.fillStyle = css(token('--accent'));
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
    if (this.cross) {
      const [px, py] = this.cross;
      const arm = 12 * this.scale;
      context.beginPath();
      context.moveTo(px - arm, py);
      context.lineTo(px + arm, py);
      context.moveTo(px, py - arm);
      context.lineTo(px, py + arm);
      context.stroke();
      if (this.corner) {
        context.strokeRect(...rectangle(this.corner, this.cross));
      }
    }
  }

  nearest(px, py, reach) {
    let best = -1;
    let least = reach * reach;
    const {x, y, isIn} = this.model;
    const [mx, my] = [this.middle[0] + (px - this.canvas.width / 2) * this.perPixel, this.middle[1] - (py - this.canvas.height / 2) * this.perPixel];
    const scale = 1 / (this.perPixel * this.perPixel);
    for (const id of this.present) {
      const squared = ((x[id] - mx) ** 2 + (y[id] - my) ** 2) * scale;
      if (squared < least && isIn[id]) {
        least = squared;
        best = id;
      }
    }
    return best;
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * this.scale, (event.clientY - box.top) * this.scale];
  }

  down(event) {
    this.canvas.focus({preventScroll: true});
    this.cross = null;
    this.canvas.setPointerCapture(event.pointerId);
    const at = this.at(event);
    if (event.button === 1 || event.shiftKey && event.altKey || event.button === 2) {
      this.pan = {at, middle: this.middle};
    } else {
      this.lasso = [at];
    }
    this.add = event.shiftKey || event.ctrlKey || event.metaKey;
  }

  move(event) {
    const at = this.at(event);
    if (this.pan) {
      this.middle = [
        this.pan.middle[0] - (at[0] - this.pan.at[0]) * this.perPixel,
        this.pan.middle[1] + (at[1] - this.pan.at[1]) * this.perPixel,
      ];
      this.later();
    } else if (this.lasso) {
      const [px, py] = this.lasso[this.lasso.length - 1];
      if (Math.hypot(at[0] - px, at[1] - py) >= 3) {
        this.lasso.push(at);
        this.drawOver();
      }
    } else {
      this.showHint(this.nearest(...at, 12 * this.scale), at);
    }
  }

  up(event) {
    const lasso = this.lasso;
    this.stop();
    if (!lasso) {
      return;
    }
    if (lasso.length < 4) {
      const id = this.nearest(...this.at(event), 14 * this.scale);
      if (id >= 0) {
        this.tell.look(id);
      }
      return;
    }
    this.model.circle(this.inside(lasso), this.add);
  }

  stop() {
    this.lasso = null;
    this.pan = null;
    this.drawOver();
  }

  /* What is shown and lies inside a polygon, by how often a ray crosses its edges. */
  inside(polygon) {
    const columns = polygon.map(point => point[0]);
    const rows = polygon.map(point => point[1]);
    const box = [Math.min(...columns), Math.max(...columns), Math.min(...rows), Math.max(...rows)];
    return Array.from(this.present).filter(id => {
      if (!this.model.isIn[id]) {
        return false;
      }
      const [px, py] = this.toScreen(id);
      if (px < box[0] || px > box[1] || py < box[2] || py > box[3]) {
        return false;
      }
      let within = false;
      for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
        const [[xi, yi], [xj, yj]] = [polygon[i], polygon[j]];
        if (yi > py !== yj > py && px < (xj - xi) * (py - yi) / (yj - yi) + xi) {
          within = !within;
        }
      }
      return within;
    });
  }

  showHint(id, at) {
    this.hint.hidden = id < 0;
    if (id >= 0) {
      this.hint.textContent = this.tell.name(id);
      const [px, py] = at.map(v => v / this.scale);
      this.hint.style.left = Math.max(4, Math.min(px + 14, this.canvas.clientWidth - this.hint.offsetWidth - 4)) + 'px';
      this.hint.style.top = Math.max(4, Math.min(py + 14, this.canvas.clientHeight - this.hint.offsetHeight - 4)) + 'px';
    }
  }

  wheel(event) {
    event.preventDefault();
    this.zoomAt(this.at(event), Math.exp(-event.deltaY / 400));
  }

  zoomAt([px, py], factor) {
    const zoom = Math.max(1, Math.min(500, this.zoom * factor));
    const [dx, dy] = [(px - this.canvas.width / 2) * this.perPixel, (this.canvas.height / 2 - py) * this.perPixel];
    const kept = 1 - this.zoom / zoom;
    this.middle = [this.middle[0] + dx * kept, this.middle[1] + dy * kept];
    this.zoom = zoom;
    if (zoom === 1) {
      this.measure();
    }
    this.later();
  }

  zoomBy(factor) {
    this.zoomAt(this.cross || [this.canvas.width / 2, this.canvas.height / 2], factor);
  }

  showWhole() {
    this.zoom = 1;
    this.measure();
    this.later();
  }

  key(event) {
    const step = (event.shiftKey ? 3 : 15) * this.scale;
    const moves = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]};
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (moves[event.key]) {
      const [px, py] = this.cross || [this.canvas.width / 2, this.canvas.height / 2];
      this.cross = [px + moves[event.key][0], py + moves[event.key][1]];
      this.followCross();
      this.showHint(this.nearest(...this.cross, 12 * this.scale), this.cross);
    } else if (event.key === ' ') {
      this.cross = this.cross || [this.canvas.width / 2, this.canvas.height / 2];
      if (this.corner) {
        const [px, py, width, height] = rectangle(this.corner, this.cross);
        this.corner = null;
        this.model.circle(this.inside([[px, py], [px + width, py], [px + width, py + height], [px, py + height]]), event.shiftKey);
      } else {
        this.corner = this.cross;
      }
    } else if (event.key === 'Enter' && this.cross) {
      const id = this.nearest(...this.cross, Infinity);
      if (id >= 0) {
        this.tell.look(id);
      }
    } else if (event.key === '+' || event.key === '=') {
      this.zoomBy(1.5);
    } else if (event.key === '-') {
      this.zoomBy(1 / 1.5);
    } else if (event.key === '0') {
      this.showWhole();
    } else if (event.key === 'Escape' && this.corner) {
      this.corner = null;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.drawOver();
  }

  /* A cross that reaches the edge takes the map along. */
  followCross() {
    const edge = 20 * this.scale;
    const bounds = [this.canvas.width, this.canvas.height];
    [0, 1].forEach(axis => {
      const inside = Math.max(edge, Math.min(bounds[axis] - edge, this.cross[axis]));
      if (inside !== this.cross[axis]) {
        if (this.zoom > 1) {
          const by = (this.cross[axis] - inside) * this.perPixel;
          this.middle = this.middle.map((value, i) => i !== axis ? value : axis === 0 ? value + by : value - by);
          this.later();
        }
        this.cross[axis] = inside;
      }
    });
  }
}

/* Returns a part of a colour on paper, as the four bytes of a pixel. */
function mixed(colour, paper, part) {
  const [red, green, blue] = colour.map((c, i) => Math.round(paper[i] + part * (c - paper[i])));
  return (0xff000000 | blue << 16 | green << 8 | red) >>> 0;
}

function rectangle([ax, ay], [bx, by]) {
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by)];
}

/* The pixels of a disc, as distances in memory from its middle. */
function disc(radius, width) {
  const reach = Math.ceil(radius);
  const offsets = [];
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      if (row * row + column * column <= radius * radius + 0.3) {
        offsets.push(row * width + column);
      }
    }
  }
  return {reach, offsets: Int32Array.from(offsets)};
}
