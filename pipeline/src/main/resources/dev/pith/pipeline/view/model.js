/*
 * The run as arrays, position equal to id, and what the person looks at and has marked. Knows no page.
 *
 * The selection is what `pith sample --keep M --include --exclude` draws: of the order without what is left out the
 * first M, those kept in any case before the others.
 */
export const OUT = -1;
export const NO_MARK = 0;
export const IN = 1;

/* Who draws is told once all is done that one event asks for. */
export class Model extends EventTarget {
  constructor(run, columns) {
    super();
    this.run = run;
    this.n = run.n;
    Object.assign(this, columns); // x y gain Float32Array, bin rank label order kinds Int32Array
    this.scores = new Map();
    this.marks = new Int8Array(this.n);
    this.kept = new Uint8Array(this.n);
    this.circled = new Uint8Array(this.n);
    this.circledCount = 0;
    this.undo = [];
    this.markedByHand = false;
    this.keptByHand = false;
    this.permutations = new Map();
    this.filter = {label: -1, bin: -1, show: 'all', found: null, rank: 1000};
    this.sort = 'order';
    this.turned = false;
    this.similarTo = -1;
    this.alike = null;
    this.pairs = null;
    this.now = -1;
    this.inOrder = this.byPosition();
    this.keep = Math.max(1, Math.min(run.kept, this.n));
    this.rankMost = this.greatestRanks();
    this.fill();
    this.select();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /* ---- the selection ---- */

  byPosition() {
    let count = 0;
    for (let id = 0; id < this.n; id++) {
      count += this.order[id] >= 0 ? 1 : 0;
    }
    const ids = new Int32Array(count);
    for (let id = 0; id < this.n; id++) {
      if (this.order[id] >= 0) {
        ids[this.order[id]] = id;
      }
    }
    return ids;
  }

  /* Returns the ids of the selection in draw order. */
  selection() {
    const ids = [];
    for (const id of this.inOrder) {
      if (this.marks[id] === IN) {
        ids.push(id);
      }
    }
    for (let id = 0; id < this.n; id++) {
      if (this.marks[id] === IN && this.order[id] < 0) {
        ids.push(id);
      }
    }
    for (let k = 0; k < this.inOrder.length && ids.length < this.keep; k++) {
      if (this.marks[this.inOrder[k]] === NO_MARK) {
        ids.push(this.inOrder[k]);
      }
    }
    return Int32Array.from(ids);
  }

  leftOut() {
    return this.where(id => this.marks[id] === OUT);
  }

  where(test) {
    const ids = [];
    for (let id = 0; id < this.n; id++) {
      if (test(id)) {
        ids.push(id);
      }
    }
    return Int32Array.from(ids);
  }

  fill() {
    const ids = this.selection();
    this.kept.fill(0);
    for (const id of ids) {
      this.kept[id] = 1;
    }
    this.keptCount = ids.length;
    this.most = this.inOrder.length;
    this.outCount = 0;
    this.inCount = 0;
    for (let id = 0; id < this.n; id++) {
      this.outCount += this.marks[id] === OUT ? 1 : 0;
      this.inCount += this.marks[id] === IN ? 1 : 0;
      this.most -= this.marks[id] === OUT && this.order[id] >= 0 ? 1 : 0;
      this.most += this.marks[id] === IN && this.order[id] < 0 ? 1 : 0;
    }
  }

  setKeep(count) {
    this.keptByHand = true;
    this.keep = Math.max(1, Math.min(Math.round(count) || 1, Math.max(1, this.most)));
    this.fill();
    this.select();
    this.changed();
  }

  mark(ids, mark) {
    const changed = Array.from(ids).filter(id => this.marks[id] !== mark);
    if (changed.length) {
      this.markedByHand = true;
      this.undo.push({ids: changed, before: changed.map(id => this.marks[id])});
      changed.forEach(id => { this.marks[id] = mark; });
      this.fill();
      this.select();
    }
    this.changed();
    return changed.length;
  }

  undoMarks() {
    const last = this.undo.pop();
    if (last) {
      last.ids.forEach((id, k) => { this.marks[id] = last.before[k]; });
      this.fill();
      this.select();
      this.changed();
    }
    return last ? last.ids.length : 0;
  }

  /* Goes on from a selection: marks are chosen such that it is what is kept. */
  take(ids, excluded) {
    const before = Array.from(this.marks);
    this.markedByHand = true;
    this.keptByHand = true;
    this.marks.fill(NO_MARK);
    excluded.forEach(id => { this.marks[id] = OUT; });
    const wanted = new Uint8Array(this.n);
    ids.forEach(id => { wanted[id] = 1; this.marks[id] = NO_MARK; });
    let prefix = true;
    for (const id of this.inOrder) {
      if (this.marks[id] === OUT) {
        continue;
      }
      prefix = prefix && wanted[id] === 1;
      if (!prefix && wanted[id]) {
        this.marks[id] = IN;
      }
    }
    ids.forEach(id => { this.marks[id] = this.order[id] < 0 ? IN : this.marks[id]; });
    const changed = before.map((mark, id) => id).filter(id => before[id] !== this.marks[id]);
    if (changed.length) {
      this.undo.push({ids: changed, before: changed.map(id => before[id])});
    }
    this.keep = Math.max(1, ids.length);
    this.fill();
    this.select();
    this.changed();
  }

  /* ---- what is circled: by the lasso, or all that is shown ---- */

  circle(ids, add) {
    if (!add) {
      this.circled.fill(0);
    }
    for (const id of ids) {
      this.circled[id] = 1;
    }
    this.circledCount = this.circled.reduce((sum, one) => sum + one, 0);
    if (this.filter.show === 'circled') {
      this.select();
    }
    this.changed();
  }

  circledIds() {
    return this.where(id => this.circled[id]);
  }

  /* ---- what is shown, and in which order ---- */

  set(filter) {
    Object.assign(this.filter, filter);
    this.select();
    this.changed();
  }

  setSort(sort, turned) {
    this.sort = sort;
    this.turned = turned;
    this.select();
    this.changed();
  }

  /* Ranks go up to another number in each bin, and in each class of it; a share of the greatest is one for all. */
  greatestRanks() {
    const most = new Map();
    const key = id => this.bin[id] * 65536 + this.label[id];
    for (let id = 0; id < this.n; id++) {
      if (this.rank[id] >= 0) {
        most.set(key(id), Math.max(most.get(key(id)) || 0, this.rank[id] + 1));
      }
    }
    return Int32Array.from({length: this.n}, (_, id) => most.get(key(id)) || 1);
  }

  isPicked(id) {
    const share = this.filter.rank;
    return share >= 1000 || (this.rank[id] >= 0 && this.rank[id] < Math.ceil(share / 1000 * this.rankMost[id]));
  }

  passes(id) {
    const {label, bin, found} = this.filter;
    return (label < 0 || this.label[id] === label)
        && (bin === -1 || this.bin[id] === (bin === -2 ? -1 : bin))
        && (found === null || found[id] === 1)
        && (this.pairs === null || this.pairs.holds[id] === 1)
        && this.isPicked(id);
  }

  /* Returns a column of numbers and what holds of them for what is shown. */
  shownBy(show) {
    switch (show) {
      case 'all': return [this.kept, () => true];
      case 'kept': return [this.kept, value => value === 1];
      case 'not': return [this.kept, value => value === 0];
      case 'out': return [this.marks, value => value === OUT];
      case 'in': return [this.marks, value => value === IN];
      case 'circled': return [this.circled, value => value === 1];
      case 'issues': return [this.kinds, value => value !== 0];
      default: {
        const bit = 1 << Math.min(31, Number(show.slice('kind:'.length)));
        return [this.kinds, value => (value & bit) !== 0];
      }
    }
  }

  select() {
    const all = this.permutation();
    const ids = new Int32Array(this.n);
    const passes = new Uint8Array(this.n);
    const [column, holds] = this.shownBy(this.filter.show);
    let count = 0;
    for (let k = 0; k < all.length; k++) {
      const id = this.turned ? all[all.length - 1 - k] : all[k];
      if (holds(column[id]) && this.passes(id)) {
        ids[count++] = id;
        passes[id] = 1;
      }
    }
    this.shown = ids.subarray(0, count);
    this.isIn = passes;
  }

  permutation() {
    if (this.pairs !== null) {
      return this.pairs.ids;
    }
    if (this.sort === 'similar') {
      return sorted(this.n, id => -this.alike[id]);
    }
    if (!this.permutations.has(this.sort)) {
      const whole = ['order', 'bin', 'id'].includes(this.sort);
      this.permutations.set(this.sort, sorted(this.n, this.key(this.sort), whole));
    }
    return this.permutations.get(this.sort);
  }

  key(sort) {
    const last = value => value < 0 ? Infinity : value;
    if (sort.startsWith('score:')) {
      const score = this.scores.get(sort.slice(6));
      return id => -score[id];
    }
    switch (sort) {
      case 'order': return id => last(this.order[id]);
      case 'bin': {
        const most = this.rank.reduce((a, b) => Math.max(a, b), 0) + 1;
        return id => this.bin[id] < 0 ? Infinity : this.bin[id] * most + this.rank[id];
      }
      case 'gain': return id => -this.gain[id];
      default: return id => id;
    }
  }

  /*
   * Pairs that are most alike, each sample with its nearest: ids, nearest, alike as the server has them.
   */
  setPairs(found) {
    const order = Array.from(sorted(found.ids.length, k => -found.alike[k]));
    const seen = new Set();
    this.allPairs = [];
    for (const k of order) {
      const [a, b] = [found.ids[k], found.nearest[k]].sort((i, j) => i - j);
      if (!seen.has(a * this.n + b)) {
        seen.add(a * this.n + b);
        this.allPairs.push({a, b, alike: found.alike[k]});
      }
    }
    this.showPairs(Math.min(60, this.allPairs.length));
  }

  showPairs(many) {
    if (!many) {
      this.pairs = null;
      this.allPairs = null;
    } else {
      const holds = new Uint8Array(this.n);
      const ids = [];
      const alike = new Map();
      for (const pair of this.allPairs.slice(0, many)) {
        for (const id of [pair.a, pair.b]) {
          if (!holds[id]) {
            holds[id] = 1;
            ids.push(id);
            alike.set(id, pair.alike);
          }
        }
      }
      this.pairs = {many, holds, ids: Int32Array.from(ids), alike};
    }
    this.select();
    this.changed();
  }

  /* Of each pair of which neither is left out, the one that is drawn later. */
  laterOfPairs() {
    const out = new Set();
    const place = id => this.order[id] < 0 ? 1e9 + id : this.order[id];
    for (const {a, b} of this.allPairs.slice(0, this.pairs.many)) {
      if ([a, b].every(id => !out.has(id) && this.marks[id] !== OUT)) {
        const later = place(a) > place(b) ? a : b;
        const other = later === a ? b : a;
        out.add(this.marks[later] === IN && this.marks[other] !== IN ? other : later);
      }
    }
    return [...out];
  }
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

function bits(value) {
  float[0] = value !== value ? Infinity : value;
  return word[0] & 0x80000000 ? ~word[0] >>> 0 : (word[0] | 0x80000000) >>> 0;
}

/*
 * Returns 0 to n - 1 by a key, equal ones as they are, what has no key last. Keys become whole numbers in the same
 * order (32 bits, those of a float where they are not whole) with the id below them (21 bits), which are sorted as they
 * are, some ten times as fast as by a function. More than two million samples are sorted by a function.
 */
export function sorted(n, key, whole = false) {
  if (n > 1 << 21) {
    const keys = Float64Array.from({length: n}, (_, id) => key(id));
    return Int32Array.from(keys.keys()).sort((a, b) => (keys[a] - keys[b]) || (a - b));
  }
  const packed = new Float64Array(n);
  for (let id = 0; id < n; id++) {
    packed[id] = (whole ? Math.min(key(id), 0xffffffff) : bits(key(id))) * 2097152 + id;
  }
  packed.sort();
  const ids = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    ids[k] = packed[k] % 2097152;
  }
  return ids;
}
