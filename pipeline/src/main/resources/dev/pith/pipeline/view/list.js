/*
 * The list of what is shown: only the tiles that are in sight exist, however long it is. Browsers draw no element of
 * more than some ten million pixels: a longer list is shown on a shorter scrollbar, and the wheel moves it row by row.
 */
import {IN, OUT} from './model.js';

const TALLEST = 6e6;
const TEXTS_KEPT = 4000;

export class SampleList {
  constructor(model, box, rows, page) {
    this.model = model;
    this.box = box;
    this.rows = rows;
    this.page = page; // {base, look(id), under(id), binColour(id), texts(ids)}
    this.images = model.run.form === 'images';
    this.texts = new Map();
    this.loaded = new Set();
    this.tiles = [];
    this.first = 0;
    new ResizeObserver(() => this.draw()).observe(box);
    box.addEventListener('scroll', () => this.scrolled());
    box.addEventListener('wheel', event => this.wheel(event), {passive: false});
    box.addEventListener('click', event => {
      const tile = event.target.closest('.tile');
      if (tile) {
        this.page.look(Number(tile.dataset.id));
      }
    });
  }

  measure() {
    const width = this.box.clientWidth;
    this.columns = this.images ? Math.max(2, Math.floor(width / 104)) : Math.max(1, Math.floor(width / 560));
    if (this.model.pairs && this.columns > 1) {
      this.columns -= this.columns % 2; // pairs stay side by side
    }
    this.tileWidth = width / this.columns;
    this.tileHeight = this.images ? Math.round(Math.min(this.tileWidth, 116)) + 14 : 92;
    this.rowCount = Math.ceil(this.model.shown.length / this.columns);
    this.inSight = this.box.clientHeight / this.tileHeight;
    this.height = Math.min(this.rowCount * this.tileHeight, TALLEST);
    this.scaled = this.height < this.rowCount * this.tileHeight;
    this.rows.style.height = this.height + 'px';
  }

  most() {
    return Math.max(0, this.rowCount - this.inSight);
  }

  scrolled() {
    if (this.ours === this.box.scrollTop) {
      this.ours = null;
      return;
    }
    const range = this.height - this.box.clientHeight;
    this.first = this.scaled ? this.box.scrollTop / Math.max(1, range) * this.most() : this.box.scrollTop / this.tileHeight;
    this.later();
  }

  wheel(event) {
    if (this.scaled && !event.ctrlKey) {
      event.preventDefault();
      const pixels = event.deltaMode === 1 ? 40 * event.deltaY : event.deltaY;
      this.scrollTo(this.first + pixels / this.tileHeight);
    }
  }

  scrollTo(first) {
    this.first = Math.max(0, Math.min(this.most(), first));
    const range = this.height - this.box.clientHeight;
    this.box.scrollTop = this.scaled ? this.first / Math.max(1e-9, this.most()) * range : this.first * this.tileHeight;
    this.ours = this.box.scrollTop;
    this.later();
  }

  reveal(position) {
    this.measure();
    const row = Math.floor(position / this.columns);
    if (row < this.first) {
      this.scrollTo(row);
    } else if (row + 1 > this.first + this.inSight) {
      this.scrollTo(row + 1 - this.inSight);
    }
  }

  later() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => { this.waiting = false; this.draw(); });
    }
  }

  /* A list of other samples begins at its top. */
  anew() {
    this.first = 0;
    this.box.scrollTop = 0;
    this.later();
  }

  draw() {
    if (!this.box.clientWidth) {
      return;
    }
    this.measure();
    this.first = Math.max(0, Math.min(this.first, this.most()));
    const from = Math.max(0, Math.floor(this.first) - 1) * this.columns;
    const to = Math.min(this.model.shown.length, Math.ceil(this.first + this.inSight + 1) * this.columns);
    while (this.tiles.length < to - from) {
      this.tiles.push(this.tile());
    }
    const top = this.scaled ? this.box.scrollTop - this.first * this.tileHeight : 0;
    const wanted = [];
    this.tiles.forEach((tile, k) => {
      tile.node.hidden = from + k >= to;
      if (from + k < to) {
        const row = Math.floor((from + k) / this.columns);
        this.place(tile, ((from + k) % this.columns) * this.tileWidth, top + row * this.tileHeight);
        this.show(tile, this.model.shown[from + k], from + k, wanted);
      }
    });
    const now = this.tiles.find(tile => !tile.node.hidden && tile.id === this.model.now);
    if (now) {
      this.box.setAttribute('aria-activedescendant', now.node.id);
    } else {
      this.box.removeAttribute('aria-activedescendant');
    }
    this.fetch(wanted);
  }

  tile() {
    const node = document.createElement('div');
    node.className = 'tile' + (this.images ? '' : ' text');
    node.id = 'tile-' + this.tiles.length;
    node.setAttribute('role', 'option');
    const content = document.createElement(this.images ? 'img' : 'div');
    if (this.images) {
      content.alt = '';
      content.decoding = 'async';
      content.addEventListener('load', () => {
        content.classList.toggle('small', content.naturalWidth < 64);
        content.removeAttribute('data-none');
        this.loaded.add(Number(content.dataset.id));
      });
      content.addEventListener('error', () => this.gone(node, content));
    } else {
      content.className = 'words';
    }
    const gone = Object.assign(document.createElement('div'), {className: 'gone', hidden: true, textContent: 'not there'});
    const bin = Object.assign(document.createElement('span'), {className: 'bin'});
    const mark = Object.assign(document.createElement('span'), {className: 'mark'});
    const under = Object.assign(document.createElement('span'), {className: 'under'});
    node.append(content, gone, under, bin, mark);
    this.rows.append(node);
    return {node, content, gone, bin, mark, under, id: -1};
  }

  gone(node, image) {
    if (image.dataset.id === node.dataset.id && image.getAttribute('src')) {
      image.setAttribute('data-none', '');
      node.querySelector('.gone').hidden = false;
    }
  }

  place(tile, left, top) {
    tile.node.style.transform = `translate(${left}px, ${top}px)`;
    tile.node.style.width = this.tileWidth - 6 + 'px';
    tile.node.style.height = this.tileHeight - 6 + 'px';
  }

  show(tile, id, position, wanted) {
    const {kept, marks, circled, now} = this.model;
    const out = marks[id] === OUT;
    tile.node.className = (this.images ? 'tile' : 'tile text') + (kept[id] ? ' kept' : '') + (out ? ' leftout' : '')
        + (circled[id] ? ' circled' : '') + (id === now ? ' now' : '');
    tile.mark.textContent = out ? '✕' : marks[id] === IN ? '★' : kept[id] ? '✓' : '';
    tile.under.textContent = this.page.under(id);
    tile.bin.style.background = this.page.binColour(id);
    tile.node.setAttribute('aria-selected', String(id === now));
    tile.node.setAttribute('aria-posinset', position + 1);
    tile.node.setAttribute('aria-setsize', this.model.shown.length);
    tile.node.setAttribute('aria-label', `#${id} ${this.page.under(id)}${out ? ', left out' : kept[id] ? ', kept' : ''}`);
    if (tile.id !== id) {
      tile.id = id;
      tile.node.dataset.id = id;
      tile.gone.hidden = true;
      if (this.images) {
        tile.content.dataset.id = id;
        tile.content.setAttribute('data-none', '');
        tile.content.removeAttribute('src');
      } else {
        tile.content.textContent = '';
      }
    }
    if (!this.images && this.texts.has(id)) {
      tile.content.textContent = this.texts.get(id);
    } else if (this.images && this.loaded.has(id)) {
      this.load(tile);
    } else {
      wanted.push(tile);
    }
  }

  load(tile) {
    if (!tile.content.getAttribute('src')) {
      tile.content.src = this.page.base + 'thumb/' + tile.id;
    }
  }

  /* What flies past is not asked for. */
  fetch(wanted) {
    clearTimeout(this.timer);
    if (wanted.length) {
      this.timer = setTimeout(() => this.images ? wanted.forEach(tile => this.load(tile)) : this.fetchTexts(wanted), 50);
    }
  }

  async fetchTexts(tiles) {
    const ids = tiles.filter(tile => !tile.node.hidden).map(tile => tile.id);
    const texts = ids.length ? await this.page.texts(ids) : null;
    if (texts) {
      if (this.texts.size > TEXTS_KEPT) {
        this.texts.clear();
      }
      ids.forEach((id, k) => this.texts.set(id, texts[k]));
      this.later();
    }
  }
}
