/* The card of a sample: what it shows, why it is kept or not, its issues, and what is like it. */
import {IN, NO_MARK, OUT} from './model.js';
import {$, button, element, guarded, json, number, ordinal, sharp, whole} from './page.js';

export class Card {
  constructor(model, page) {
    this.model = model;
    this.run = model.run;
    this.page = page; // {base, look(id), moreLike(id), alikeTo(id), className(id), name(id)}
    this.alike = null;
  }

  async show(id) {
    const {base, alikeTo, className} = this.page;
    const [card, alike] = await Promise.all([json(base + 'card/' + id), this.run.similarity ? alikeTo(id) : null]);
    if (this.model.now !== id) {
      return;
    }
    this.alike = alike;
    const part = $('card-part');
    part.replaceChildren();
    if (card.missing) {
      part.append(element('p', {class: 'soft'}, 'The sample itself cannot be shown: ' + card.missing));
    } else if (this.run.form === 'images') {
      part.append(sharp(element('img', {class: 'picture', src: base + 'picture/' + id, alt: card.key})));
    } else if (this.run.form === 'texts') {
      part.append(element('pre', {tabindex: '0'}, card.text));
    }
    part.append(element('h3', {}, '#' + id + (className(id) ? ' · ' + className(id) : '')),
        card.key === String(id) ? '' : element('p', {class: 'soft'}, card.key), element('p', {id: 'why'}));
    part.append(element('div', {class: 'acts', id: 'card-acts'}));
    const scores = [...this.model.scores].map(([name, values]) => `${name} ${number(values[id])}`);
    if (scores.length) {
      part.append(element('p', {class: 'soft'}, scores.join(', ')));
    }
    if (card.remarks.length) {
      part.append(element('h3', {}, 'Issues'), element('ul', {}, ...card.remarks.map(remark => this.remark(remark))));
    }
    if (alike) {
      part.append(element('h3', {}, 'Nearest, by ' + this.run.similarity), this.neighbours(id, alike));
    }
    this.paint();
  }

  remark({kind, score, note, other, otherId}) {
    return element('li', {}, kind.replace(/-/g, ' ') + (score === '' ? '' : ' ' + number(score)) + (note ? ': ' + note : ''),
        other ? ' ' : '', otherId >= 0 ? this.link(otherId, other) : other);
  }

  link(id, text) {
    const node = button(text || '#' + id, () => this.page.look(id));
    node.className = 'link';
    return node;
  }

  neighbours(id, alike) {
    const {base, look, name} = this.page;
    const images = this.run.form === 'images';
    const nearest = best(alike, 12, other => other !== id);
    const box = element('div', {class: images ? 'near' : 'near texts'});
    const words = [];
    for (const other of nearest) {
      const node = button('', () => look(other), name(other));
      const value = number(Math.abs(alike[other]));
      node.dataset.id = other;
      if (images) {
        node.append(sharp(element('img', {src: base + 'thumb/' + other, alt: name(other), loading: 'lazy'})), value);
      } else {
        const text = element('span', {}, '#' + other);
        words.push(text);
        node.append(element('small', {}, value), text);
      }
      box.append(node);
    }
    if (words.length) {
      json(base + 'texts?' + nearest.join(',')).then(texts => texts.forEach((text, k) => { words[k].textContent = text; })).catch(() => {});
    }
    return box;
  }

  /* Why a sample is kept or not, as the marks and the slider are now. */
  paint() {
    const id = this.model.now;
    if (id < 0 || !$('why')) {
      return;
    }
    const {inOrder, order, bin, rank, gain, kept, marks} = this.model;
    const {bins, similarity} = this.run;
    const place = order[id] >= 0 ? `${ordinal(order[id] + 1)} of ${whole(inOrder.length)} in the ${this.run.order}`
        : 'in no bin, so no draw takes it';
    const why = marks[id] === OUT ? 'Left out by hand' : marks[id] === IN ? 'Kept by hand' : kept[id] ? 'Kept' : 'Not kept';
    const won = gain[id] === gain[id] ? `, gain ${number(gain[id])}` : '';
    const picked = bin[id] < 0 ? '' : ` ${bins > 1 ? `Bin ${bin[id]}, p` : 'P'}icked ${ordinal(rank[id] + 1)}${won}.`;
    $('why').replaceChildren(element('b', {}, why), `: ${place}.${picked}`);
    if (this.alike) {
      const [other] = best(this.alike, 1, i => i !== id && kept[i] === 1);
      if (other !== undefined) {
        $('why').append(' The nearest kept one is ', this.link(other), `, ${similarity} ${number(Math.abs(this.alike[other]))}.`);
      }
    }
    $('card-acts').replaceChildren(
        marks[id] === OUT ? '' : button('Leave out', () => this.model.mark([id], OUT), 'x'),
        marks[id] === IN ? '' : button('Keep', () => this.model.mark([id], IN), 'k'),
        marks[id] === NO_MARK ? '' : button('No mark', () => this.model.mark([id], NO_MARK), 'u'),
        similarity ? button('More like this', guarded(() => this.page.moreLike(id)), 'w') : '');
    document.querySelectorAll('.near button').forEach(node => node.classList.toggle('kept', kept[node.dataset.id] === 1));
  }
}

/* Returns the ids of the largest values, those that pass, the largest first. */
function best(values, count, passes) {
  const top = [];
  for (let id = 0; id < values.length; id++) {
    if (values[id] === values[id] && (top.length < count || values[id] > values[top[top.length - 1]]) && passes(id)) {
      let at = top.length;
      while (at > 0 && values[top[at - 1]] < values[id]) {
        at--;
      }
      top.splice(at, 0, id);
      top.length = Math.min(top.length, count);
    }
  }
  return top;
}
