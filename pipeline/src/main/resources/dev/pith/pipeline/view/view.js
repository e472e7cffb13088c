/* The page: reads the run, and connects model, map, list, card and keys. Text from the run only becomes text nodes. */
import {IN, Model, NO_MARK, OUT} from './model.js';
import {PointMap, classColour, css, dark, ramp} from './map.js';
import {SampleList} from './list.js';

const $ = id => document.getElementById(id);
const whole = value => Math.round(value).toLocaleString('en-US');
let reading;
let base;
let run;
let model;
let map;
let list;
let state;
let pca;
let neighbors = null; // the other map, once it was asked for
let alikeOfNow = null;
let alikeAsked = {id: -1, values: null}; // what was asked last, by the card or to sort by: often both
const seen = new Map(); // name of a saved selection to the state of it that this window knows

/* ---- asking the server ---- */

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (failure) {
    throw new Error('The server does not answer any more; start pith view again. What is marked is kept in this window.');
  }
  if (!answer.ok) {
    const failure = new Error((await answer.json().catch(() => ({}))).error || answer.statusText);
    failure.status = answer.status;
    throw failure;
  }
  return answer;
}

const json = async path => (await ask(path)).json();
const ints = async path => new Int32Array(await (await ask(path)).arrayBuffer());
const floats = async path => new Float32Array(await (await ask(path)).arrayBuffer());

/* Shows what went wrong in place of doing nothing. */
const guarded = work => async (...given) => {
  try {
    return await work(...given);
  } catch (failure) {
    say(failure.message, 'bad');
    return null;
  }
};

function say(text, kind, action, act) {
  $('message').hidden = !text;
  $('message').className = kind || '';
  $('message').querySelector('span').textContent = text;
  const button = $('message').querySelector('button');
  button.textContent = action || 'Close';
  button.onclick = act || (() => { $('message').hidden = true; });
}

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const button = (text, act, title) => {
  const node = element('button', {type: 'button', title: title || ''}, text);
  node.addEventListener('click', act);
  return node;
};

/* ---- beginning ---- */

async function begin() {
  state = await json('state');
  reading = state.reading;
  base = reading + '/';
  run = await json(base + 'run');
  const [x, y, gain] = await Promise.all(['x', 'y', 'gain'].map(name => floats(base + 'column/' + name)));
  const [bin, rank, label, order, kinds] =
      await Promise.all(['bin', 'rank', 'class', 'order', 'kinds'].map(name => ints(base + 'column/' + name)));
  model = new Model(run, {x, y, gain, bin, rank, label, order, kinds});
  const parts = lists(await ints(base + 'own'));
  pca = {x, y};
  model.own = parts[0];
  model.mark(parts[1], IN);
  model.mark(parts[2], OUT);
  model.undo = [];
  model.markedByHand = false; // what the run itself includes and excludes is read again
  restore();
  head();
  map = new PointMap(model, $('map'), $('over'), $('hint'), {look, name: nameOf});
  list = new SampleList(model, $('list'), $('rows'), {
    base, look, under, binColour: id => run.bins > 1 && model.bin[id] >= 0 ? css(binColour(model.bin[id])) : 'transparent',
    texts: guarded(ids => json(base + 'texts?' + ids.join(','))),
  });
  controls();
  setPlaces(placesBefore).catch(failure => say(failure.message, 'bad'));
  await setColour(run.bins > 1 ? 'bin' : run.classes.length ? 'class' : 'kept');
  model.addEventListener('change', paint);
  dark.addEventListener('change', () => { recolour(); list.later(); });
  paint();
  setInterval(guarded(watch), 3000);
  window.addEventListener('pagehide', store);
  document.documentElement.dataset.ready = 'yes';
}

/* Splits what is sent as lists, each after its length. */
function lists(numbers) {
  const parts = [];
  for (let at = 0; at < numbers.length; at += numbers[at] + 1) {
    parts.push(numbers.subarray(at + 1, at + 1 + numbers[at]));
  }
  return parts;
}

function head() {
  const name = run.directory.split(/[\\/]/).filter(Boolean).pop();
  document.title = 'Pith view: ' + name;
  $('title').textContent = name;
  $('no-map').hidden = run.similarity !== '';
  $('no-map').textContent = 'No features, so there is no map.';
  if (run.notes.length) {
    say(run.notes.join('\n'), '');
  }
}

/* ---- words for samples ---- */

const binColour = bin => ramp(run.bins > 1 ? bin / (run.bins - 1) : 0);
const className = id => run.classes.length ? run.classes[model.label[id]] : '';

function under(id) {
  const value = model.pairs ? number(model.pairs.alike.get(id))
      : model.sort === 'similar' ? number(model.alike[id])
      : model.sort === 'gain' ? number(model.gain[id])
      : model.sort.startsWith('score:') ? number(model.scores.get(model.sort.slice(6))[id])
      : '#' + id;
  return [value, className(id)].filter(Boolean).join(' · ');
}

function number(value) {
  if (value === undefined || value !== value) {
    return '–';
  }
  const size = Math.abs(value);
  return value.toLocaleString('en-US', {maximumFractionDigits: size >= 1000 ? 0 : size >= 10 ? 1 : 3});
}

function ordinal(value) {
  const ending = value % 100 > 10 && value % 100 < 14 ? 'th' : ['th', 'st', 'nd', 'rd'][value % 10] || 'th';
  return whole(value) + ending;
}

const nameOf = id => ['#' + id, className(id), model.bin[id] >= 0 && run.bins > 1 ? 'bin ' + model.bin[id] : '', model.kept[id] ? 'kept' : '']
    .filter(Boolean).join(' · ');

/* ---- everything that changes with the model ---- */

let listed = null;
function paint() {
  const {n, keptCount, outCount, inCount, shown, circledCount} = model;
  $('counts').replaceChildren(
      element('b', {}, whole(keptCount)), ` of ${whole(n)} kept (${(100 * keptCount / n).toFixed(1)} %)`,
      outCount ? `, ${whole(outCount)} left out` : '', inCount ? `, ${whole(inCount)} kept in any case` : '');
  const key = [shown.length, model.sort, model.turned, JSON.stringify({...model.filter, found: null}), model.similarTo, model.pairs && model.pairs.many, shown[0]].join();
  $('shown').textContent = shown.length === n ? `All ${whole(n)} samples` : `${whole(shown.length)} of ${whole(n)} samples`;
  if (key !== listed) {
    listed = key;
    list.anew();
  }
  for (const input of [$('keep'), $('keep-number')]) {
    input.max = Math.max(1, model.most);
    input.value = model.keep;
  }
  $('keep-text').textContent = model.inOrder.length ? `${whole(keptCount)}, by the ${run.order === 'source' ? 'order of the source' : run.order === 'draw' ? 'draw from the bins' : 'ranking'}` : '';
  $('rank').value = model.filter.rank;
  $('rank').disabled = run.bins < 1;
  $('rank-text').textContent = run.bins < 1 ? 'nothing was picked' : model.filter.rank >= 1000 ? 'all' : `the first ${(model.filter.rank / 10).toFixed(1)} % of every ${run.classes.length ? 'class and bin' : 'bin'}`;
  $('circled').hidden = !circledCount;
  $('circled-show').textContent = model.filter.show === 'circled' ? 'Show all' : 'Show alone';
  $('circled-text').textContent = whole(circledCount) + ' circled';
  $('pairs').hidden = !model.pairs;
  if (model.pairs) {
    $('pairs-many').max = Math.min(model.allPairs.length, 2000);
    $('pairs-many').value = model.pairs.many;
    const last = model.allPairs[model.pairs.many - 1];
    $('pairs-text').textContent = `${whole(model.pairs.many)} pairs, ${run.similarity} ${last ? number(Math.abs(last.alike)) : ''} and ${run.similarity === 'distance' ? 'less' : 'more'}`;
  }
  $('similar').hidden = model.similarTo < 0;
  $('similar-text').textContent = 'like #' + model.similarTo;
  for (const [id, value] of [['class', model.filter.label], ['bin', model.filter.bin], ['show', model.filter.show], ['sort', model.sort]]) {
    $(id).value = String(value);
  }
  $('turn').setAttribute('aria-pressed', String(model.turned));
  $('rows').parentNode.classList.toggle('empty', !shown.length);
  if ($('colour').value === 'kept') {
    map.tint();
  }
  map.later();
  list.later();
  paintCardMarks();
  remember();
}

/* ---- controls ---- */

function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, text]) => element('option', {value}, text)));
}

function controls() {
  const counts = new Int32Array(run.classes.length);
  model.label.forEach(label => { counts[label]++; });
  options($('class'), [['-1', 'all'], ...run.classes.map((name, k) => [k, `${name} (${whole(counts[k])})`])]);
  $('class').parentNode.hidden = !run.classes.length;
  options($('bin'), [['-1', 'all'], ...Array.from({length: Math.max(0, run.bins)}, (_, bin) => [bin, run.bins > 1 ? String(bin) : 'ranked']), ['-2', 'none']]);
  $('bin').parentNode.hidden = run.bins < 1;
  options($('show'), [['all', 'all'], ['kept', 'kept'], ['not', 'not kept'], ['out', 'left out by hand'], ['in', 'kept by hand'], ['circled', 'circled'],
    ...(run.kinds.length ? [['issues', 'with any issue'], ...run.kinds.map((kind, k) => ['kind:' + k, kind.replace(/-/g, ' ')])] : [])]);
  options($('sort'), [['order', run.order === 'source' ? 'source' : run.order], ...(run.bins > 0 ? [['bin', 'bin and rank'], ['gain', 'gain']] : []), ['id', 'id'],
    ...run.scores.map(name => ['score:' + name, name]), ['similar', 'more like this']]);
  options($('colour'), [...(run.bins > 1 ? [['bin', 'bin']] : []), ...(run.classes.length ? [['class', 'class']] : []), ['kept', 'kept or not'],
    ...(run.bins > 0 ? [['rank', 'rank'], ['gain', 'gain']] : []), ...run.scores.map(name => ['score:' + name, name]), ['similar', 'like the sample']]);
  $('class').onchange = () => { endPairs(); model.set({label: Number($('class').value)}); };
  $('bin').onchange = () => model.set({bin: Number($('bin').value)});
  $('show').onchange = () => model.set({show: $('show').value});
  $('sort').onchange = guarded(() => setSort($('sort').value));
  $('places').disabled = run.similarity === '';
  $('places').onchange = guarded(() => setPlaces($('places').value));
  $('colour').onchange = guarded(() => setColour($('colour').value));
  $('turn').onclick = () => model.setSort(model.sort, !model.turned);
  $('keep').oninput = () => model.setKeep(Number($('keep').value));
  $('keep-number').onchange = () => model.setKeep(Number($('keep-number').value));
  $('rank').oninput = () => model.set({rank: Number($('rank').value)});
  $('search').oninput = () => { clearTimeout(searching); searching = setTimeout(guarded(search), 200); };
  $('closer').onclick = () => map.zoomBy(1.5);
  $('farther').onclick = () => map.zoomBy(1 / 1.5);
  $('whole').onclick = () => map.showWhole();
  $('copies').onclick = guarded(findCopies);
  $('copies').disabled = run.similarity === '';
  $('pairs-many').oninput = () => model.showPairs(Number($('pairs-many').value));
  $('pairs-out').onclick = () => { const out = model.laterOfPairs(); model.mark(out, OUT); say(`${whole(out.length)} left out; z takes it back.`, 'good'); };
  $('pairs-end').onclick = endPairs;
  $('circled-show').onclick = () => model.set({show: model.filter.show === 'circled' ? 'all' : 'circled'});
  $('circled-out').onclick = () => model.mark(model.circledIds(), OUT);
  $('circled-in').onclick = () => model.mark(model.circledIds(), IN);
  $('circled-none').onclick = () => model.mark(model.circledIds(), NO_MARK);
  $('circled-end').onclick = endCircle;
  $('similar-end').onclick = endSimilar;
  $('save').onsubmit = event => { event.preventDefault(); save(); };
  $('compare').onclick = guarded(compare);
  $('help').onclick = help;
  document.querySelectorAll('#tabs button').forEach(tab => { tab.onclick = () => setTab(tab.dataset.tab); });
  setTab('list');
  document.addEventListener('keydown', keys);
}

function setTab(tab) {
  document.body.dataset.tab = tab;
  document.querySelectorAll('#tabs button').forEach(node => node.setAttribute('aria-pressed', String(node.dataset.tab === tab)));
  map.later();
  list.later();
}

let searching;
async function search() {
  const words = $('search').value.trim();
  if (!words) {
    model.set({found: null});
    return;
  }
  const found = new Uint8Array(model.n);
  (await ints(base + 'search?' + encodeURIComponent(words))).forEach(id => { found[id] = 1; });
  if ($('search').value.trim() === words) {
    model.set({found});
  }
}

async function score(name) {
  if (name.startsWith('score:') && !model.scores.has(name.slice(6))) {
    model.scores.set(name.slice(6), await floats(base + 'column/' + encodeURIComponent(name)));
  }
}

async function setSort(sort) {
  endPairs();
  if (sort === 'similar') {
    await moreLike(model.now);
    return;
  }
  await score(sort);
  model.similarTo = -1;
  model.setSort(sort, false);
}

async function moreLike(id) {
  if (id < 0) {
    model.changed();
    say('Choose a sample first; then “more like this” sorts by how alike the others are to it.', '');
    return;
  }
  endPairs();
  model.alike = await alikeTo(id);
  model.similarTo = id;
  model.setSort('similar', false);
  if ($('colour').value === 'similar') {
    recolour();
  }
}

/* Returns how alike all samples are to one; the sample asked for twice is answered once. */
function alikeTo(id) {
  if (alikeAsked.id !== id) {
    const values = floats(base + 'similar/' + id);
    values.catch(() => { alikeAsked = {id: -1, values: null}; });
    alikeAsked = {id, values};
  }
  return alikeAsked.values;
}

function endCircle() {
  if (model.filter.show === 'circled') {
    model.filter.show = 'all';
  }
  model.circle([]);
  model.set({});
}

function endSimilar() {
  model.similarTo = -1;
  model.setSort('order', false);
}

async function findCopies() {
  say(run.classes.length && model.filter.label < 0 ? 'Comparing all samples; one class is faster …' : 'Comparing …', '');
  const numbers = await ints(base + 'copies/' + model.filter.label);
  const count = numbers.length / 3;
  const alike = new Float32Array(numbers.slice(2 * count).buffer);
  say('', '');
  if (!count) {
    say('There are no two samples to compare.', '');
    return;
  }
  model.filter.show = 'all';
  model.setPairs({ids: numbers.subarray(0, count), nearest: numbers.subarray(count, 2 * count), alike});
}

function endPairs() {
  if (model.pairs) {
    model.showPairs(0);
  }
}

/* ---- where samples lie ---- */

let asking;
async function setPlaces(places) {
  clearTimeout(asking);
  if (run.similarity === '') {
    return;
  }
  $('places').value = places;
  if (places === 'neighbors' && !neighbors) {
    $('map-note').textContent = 'Asking for the map by neighbours; PCA until it is there.';
    const {there, share, failure, note} = await json(base + 'neighbors');
    if (failure) {
      setPlaces('pca');
      throw new Error(failure);
    }
    if (there) {
      const both = await floats(base + 'places');
      neighbors = {x: both.filter((_, k) => k % 2 === 0), y: both.filter((_, k) => k % 2 === 1), note};
    } else {
      $('map-note').textContent = `Drawing the map by neighbours, ${Math.floor(100 * share)} %; PCA until it is there.`;
      asking = setTimeout(guarded(() => setPlaces(places)), 300);
      return;
    }
  }
  if ($('places').value !== places) {
    return; // another one was chosen meanwhile
  }
  const {x, y} = places === 'pca' ? pca : neighbors;
  if (x !== model.x) {
    map.setPlaces(x, y);
  }
  $('map-note').textContent = (places === 'pca' ? `The two directions of most variance, ${Math.round(100 * run.explained)} % of it.`
      : `What is near in all features lies together (UMAP); how far groups are from each other says little. ${neighbors.note}`)
      + ' Drag to circle, wheel to zoom, middle button to move.';
  remember();
}

/* ---- colours and what they mean ---- */

async function setColour(colour) {
  await score(colour);
  $('colour').value = colour;
  if (colour === 'similar' && model.similarTo < 0) {
    await moreLike(model.now);
  }
  recolour();
}

/* Paints map and legend as the chosen column is now, and as light or dark asks for. */
function recolour() {
  const colour = $('colour').value;
  const {bin, label, kept, rank, gain} = model;
  const none = () => [140, 148, 158];
  let scale = null;
  let colourOf;
  let swatches = [];
  if (colour === 'bin') {
    colourOf = id => bin[id] < 0 ? none() : binColour(bin[id]);
    swatches = Array.from({length: run.bins}, (_, k) => [String(k), () => binColour(k), {bin: k}]);
  } else if (colour === 'class') {
    colourOf = id => classColour(label[id]);
    swatches = run.classes.slice(0, 200).map((name, k) => [name, () => classColour(k), {label: k}]);
  } else if (colour === 'kept') {
    colourOf = id => kept[id] ? ramp(0) : none();
    swatches = [['kept', () => ramp(0), {show: 'kept'}], ['not kept', none, {show: 'not'}]];
  } else {
    const values = colour === 'rank' ? Float32Array.from(rank, (r, id) => r < 0 ? NaN : r / model.rankMost[id])
        : colour === 'gain' ? gain : colour === 'similar' ? (model.alike || new Float32Array(model.n).fill(NaN)) : model.scores.get(colour.slice(6));
    const there = values.filter(value => value === value).sort();
    const [low, high] = [there[Math.floor(0.01 * there.length)], there[Math.floor(0.99 * (there.length - 1))]];
    colourOf = id => values[id] === values[id] ? ramp(high > low ? (values[id] - low) / (high - low) : 0) : none();
    scale = [low, high];
  }
  $('legend').replaceChildren(...swatches.map(([name, paintOf, filter]) => {
    const mark = element('span', {class: 'swatch'});
    mark.style.background = css(paintOf());
    const node = button('', () => toggle(filter), 'Show these alone');
    node.append(mark, name);
    return node;
  }));
  if (scale) {
    const bar = element('span', {class: 'ramp'});
    bar.style.background = `linear-gradient(to right, ${[0, .25, .5, .75, 1].map(at => css(ramp(at))).join(',')})`;
    $('legend').append(element('span', {class: 'scale'}, number(scale[0]), bar, number(scale[1])));
  }
  map.setColour(colourOf);
}

function toggle(filter) {
  const [[name, value]] = Object.entries(filter);
  const none = {bin: -1, label: -1, show: 'all'};
  model.set({[name]: model.filter[name] === value ? none[name] : value});
}

/* ---- the card ---- */

const look = guarded(async (id, stay) => {
  model.now = id;
  map.drawOver();
  const position = model.shown.indexOf(id);
  if (position >= 0) {
    list.reveal(position);
  }
  list.later();
  if (!stay && getComputedStyle($('tabs')).display !== 'none') {
    setTab('card');
  }
  clearTimeout(looking);
  looking = setTimeout(guarded(() => showCard(id)), stay ? 120 : 0); // keys that are held down pass by many
});
let looking;

async function showCard(id) {
  const [card, alike] = await Promise.all([json(base + 'card/' + id), run.similarity ? alikeTo(id) : null]);
  if (model.now !== id) {
    return;
  }
  alikeOfNow = alike;
  const part = $('card-part');
  part.replaceChildren();
  if (card.missing) {
    part.append(element('p', {class: 'soft'}, 'The sample itself cannot be shown: ' + card.missing));
  } else if (run.form === 'images') {
    part.append(sharp(element('img', {class: 'picture', src: base + 'picture/' + id, alt: card.key})));
  } else if (run.form === 'texts') {
    part.append(element('pre', {tabindex: '0'}, card.text));
  }
  part.append(element('h3', {}, '#' + id + (className(id) ? ' · ' + className(id) : '')),
      card.key === String(id) ? '' : element('p', {class: 'soft'}, card.key), element('p', {id: 'why'}));
  part.append(element('div', {class: 'acts', id: 'card-acts'}));
  const scores = [...model.scores].map(([name, values]) => `${name} ${number(values[id])}`);
  if (scores.length) {
    part.append(element('p', {class: 'soft'}, scores.join(', ')));
  }
  if (card.remarks.length) {
    part.append(element('h3', {}, 'Issues'), element('ul', {}, ...card.remarks.map(remark => element('li', {},
        remark.kind.replace(/-/g, ' ') + (remark.score === '' ? '' : ' ' + number(remark.score)) + (remark.note ? ': ' + remark.note : ''),
        remark.other ? ' ' : '', remark.otherId >= 0 ? link(remark.otherId, remark.other) : remark.other))));
  }
  if (alike) {
    part.append(element('h3', {}, 'Nearest, by ' + run.similarity), neighbours(id, alike));
  }
  paintCardMarks();
}

const link = (id, text) => {
  const node = button(text || '#' + id, () => look(id));
  node.className = 'link';
  return node;
};

/* Small images are shown pixel by pixel. */
function sharp(image) {
  image.onload = () => image.classList.toggle('small', image.naturalWidth < 64);
  return image;
}

function neighbours(id, alike) {
  const nearest = best(alike, 12, other => other !== id);
  const box = element('div', {class: run.form === 'images' ? 'near' : 'near texts'});
  const words = [];
  for (const other of nearest) {
    const node = button('', () => look(other), nameOf(other));
    node.dataset.id = other;
    if (run.form === 'images') {
      node.append(sharp(element('img', {src: base + 'thumb/' + other, alt: nameOf(other), loading: 'lazy'})), number(Math.abs(alike[other])));
    } else {
      const text = element('span', {}, '#' + other);
      words.push(text);
      node.append(element('small', {}, number(Math.abs(alike[other]))), text);
    }
    box.append(node);
  }
  if (words.length) {
    json(base + 'texts?' + nearest.join(',')).then(texts => texts.forEach((text, k) => { words[k].textContent = text; })).catch(() => {});
  }
  return box;
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

/* Why a sample is kept or not, as the marks and the slider are now. */
function paintCardMarks() {
  const id = model.now;
  if (id < 0 || !$('why')) {
    return;
  }
  const {order, bin, rank, gain, kept, marks} = model;
  const place = order[id] >= 0 ? `${ordinal(order[id] + 1)} of ${whole(model.inOrder.length)} in the ${run.order === 'source' ? 'source' : run.order}` : 'in no bin, so no draw takes it';
  const why = marks[id] === OUT ? 'Left out by hand' : marks[id] === IN ? 'Kept by hand' : kept[id] ? 'Kept' : 'Not kept';
  const picked = bin[id] < 0 ? '' : ` ${run.bins > 1 ? `Bin ${bin[id]}, p` : 'P'}icked ${ordinal(rank[id] + 1)}${gain[id] === gain[id] ? `, gain ${number(gain[id])}` : ''}.`;
  $('why').replaceChildren(element('b', {}, why), `: ${place}.${picked}`);
  if (alikeOfNow) {
    const [other] = best(alikeOfNow, 1, i => i !== id && kept[i] === 1);
    if (other !== undefined) {
      $('why').append(' The nearest kept one is ', link(other), `, ${run.similarity} ${number(Math.abs(alikeOfNow[other]))}.`);
    }
  }
  $('card-acts').replaceChildren(
      marks[id] === OUT ? '' : button('Leave out', () => model.mark([id], OUT), 'x'),
      marks[id] === IN ? '' : button('Keep', () => model.mark([id], IN), 'k'),
      marks[id] === NO_MARK ? '' : button('No mark', () => model.mark([id], NO_MARK), 'u'),
      run.similarity ? button('More like this', guarded(() => moreLike(id)), 'w') : '');
  document.querySelectorAll('.near button').forEach(node => node.classList.toggle('kept', kept[node.dataset.id] === 1));
}

/* ---- saving ---- */

const save = guarded(async () => {
  const name = $('name').value.trim();
  const [ids, out] = [model.selection(), model.leftOut()];
  const body = Int32Array.from([ids.length, ...ids, out.length, ...out]);
  let saved;
  try {
    saved = await (await ask(`save/${run.samples}/${encodeURIComponent(name)}?` + encodeURIComponent(seen.get(name) || ''), {method: 'POST', body})).json();
  } catch (failure) {
    if (failure.status === 409) {
      state = await json('state');
      learn(name); // whoever saves again has read that it replaces something
    }
    throw failure;
  }
  seen.set(name, saved.tag);
  remember();
  say(`${whole(ids.length)} ids saved in ${saved.selection}` + (saved.exclusions ? `\n${whole(out.length)} left out in ${saved.exclusions}` : '')
      + `\npith export ${saved.run} --to FORM --selection ${saved.selection}`
      + (saved.exclusions ? `\npith sample ${saved.run} --keep ${ids.length} --exclude ${saved.exclusions}` : ''), 'good');
});

function learn(wanted) {
  state.saved.filter(({name}) => name === wanted).forEach(({name, tag}) => seen.set(name, tag));
}

/* What is marked and not saved stays in this window when the page is loaded again; ids mean samples of one source. */
const storage = () => `pith ${run.samples} ${run.directory}`;
let placesBefore = 'pca';
let remembering;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(store, 300);
}

function store() {
  const marked = mark => model.markedByHand ? Array.from(model.where(id => model.marks[id] === mark)) : null;
  try {
    sessionStorage.setItem(storage(), JSON.stringify({
      n: model.n, keep: model.keptByHand ? model.keep : null, out: marked(OUT), in: marked(IN), name: $('name').value, seen: [...seen], places: $('places').value,
    }));
  } catch (full) {
    // what is marked is in the page still
  }
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(storage()) || 'null');
  if (kept && kept.n === model.n) {
    if (kept.out) {
      model.marks.fill(NO_MARK);
      kept.out.forEach(id => { model.marks[id] = OUT; });
      kept.in.forEach(id => { model.marks[id] = IN; });
      model.markedByHand = true;
      model.fill();
    }
    if (kept.keep) {
      model.setKeep(kept.keep);
    }
    model.select();
    $('name').value = kept.name;
    placesBefore = kept.places;
    kept.seen.forEach(([name, tag]) => seen.set(name, tag));
  }
}

/* The run, or what was saved in it, may change while it is looked at. */
async function watch() {
  if (document.hidden || !model) {
    return;
  }
  state = await json('state');
  if (state.reading !== reading) {
    say('The run was read anew in another window.', '', 'Load the page (r)', () => location.reload());
  } else if (state.changed) {
    say('The run has been changed by another command (' + state.changed + '). What you see is as it was before.', '', 'Read it anew (r)', anew);
  }
}

const anew = guarded(async () => {
  if (state.reading === reading) {
    await ask('reload', {method: 'POST'});
  }
  location.reload();
});

/* ---- comparing two selections ---- */

async function compare() {
  state = await json('state');
  const choices = [['now', 'as it is now'], ...(run.selected ? [['own', 'of the run']] : []),
    ...state.saved.map(({name}) => ['saved/' + name, name]), ...state.others.map((name, k) => ['other/' + k, name])];
  for (const [select, preset] of [[$('first'), choices.length > 2 ? choices[2] : choices[1] || choices[0]], [$('second'), choices[0]]]) {
    const before = select.value;
    options(select, choices);
    select.value = choices.some(([value]) => value === before) ? before : preset[0];
    select.onchange = guarded(overlap);
  }
  await Promise.all([overlap(), evaluations()]);
  $('comparison').showModal();
}

/* Of every selection and network that was evaluated, what came of it in each run. */
async function evaluations() {
  const runs = await json('evaluations');
  const text = (row, value, off, sign) => {
    const [unit, digits] = row.measure === 'loss' ? [1, 4] : [100, 2];
    return value === null ? '' : (sign && value >= 0 ? '+' : '') + (unit * value).toFixed(digits) + (off === null ? '' : ' ± ' + (unit * off).toFixed(digits));
  };
  const lines = new Map();
  runs.forEach(({rows}, k) => rows.forEach(row => {
    const names = [row.selection + (row.pruning === 'none' ? '' : ' + ' + row.pruning), row.network, +(100 * row.keep).toPrecision(4) + ' %', row.equal];
    const key = names.join('\n');
    lines.set(key, lines.get(key) || [...names, ...runs.map(() => '')]);
    lines.get(key)[names.length + k] = [text(row, row.value, row.deviation), text(row, row.overRandom, row.interval, true)].filter(Boolean).join(', ');
  }));
  $('evaluated').hidden = !runs.length;
  $('evaluated-table').replaceChildren(table(['selection', 'network', 'kept', 'equal', ...runs.map(one => one.run)], [...lines.values()]));
}

const table = (titles, rows) => element('table', {},
    element('thead', {}, element('tr', {}, ...titles.map(title => element('th', {}, title)))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map(text => element('td', {}, text))))));

async function idsOf(choice) {
  if (choice === 'now') {
    return {ids: model.selection(), out: model.leftOut()};
  }
  if (choice === 'own') {
    return {ids: model.own, out: []};
  }
  const [kind, name] = choice.split('/');
  const numbers = await ints(`${kind}/${run.samples}/${encodeURIComponent(name)}`);
  return kind === 'other' ? {ids: numbers, out: []}
      : {ids: numbers.subarray(1, 1 + numbers[0]), out: numbers.subarray(1 + numbers[0])};
}

async function overlap() {
  const [a, b] = await Promise.all([idsOf($('first').value), idsOf($('second').value)]);
  const inside = new Uint8Array(model.n);
  a.ids.forEach(id => { inside[id] |= 1; });
  b.ids.forEach(id => { inside[id] |= 2; });
  const groups = [['all', () => 0, ['all samples']]];
  if (run.classes.length) {
    groups.push(['class', id => model.label[id], run.classes]);
  }
  if (run.bins > 1) {
    groups.push(['bin', id => model.bin[id] < 0 ? run.bins : model.bin[id], [...Array.from({length: run.bins}, (_, k) => 'bin ' + k), 'no bin']]);
  }
  const rows = groups.flatMap(([, of, names]) => {
    const counts = names.map(() => [0, 0, 0, 0]);
    inside.forEach((which, id) => { counts[of(id)][which]++; });
    return names.map((name, k) => [name, counts[k]]);
  }).filter(([, counts]) => counts[1] + counts[2] + counts[3] > 0);
  const share = ([, onlyA, onlyB, both]) => (100 * both / Math.max(1, onlyA + onlyB + both)).toFixed(0) + ' %';
  const total = rows.length ? rows[0][1] : [0, 0, 0, 0];
  $('overlap').textContent = `${whole(total[3])} samples are in both, ${whole(total[1])} in A alone, ${whole(total[2])} in B alone: ${share(total)} of those in either are in both.`;
  $('overlap-table').replaceChildren(table(['', 'A', 'B', 'both', 'A alone', 'B alone', 'overlap'],
      rows.map(([name, c]) => [name, ...[c[1] + c[3], c[2] + c[3], c[3], c[1], c[2]].map(whole), share(c)])));
  const circle = which => () => { model.circle(model.where(id => inside[id] === which)); model.set({show: 'circled'}); $('comparison').close(); };
  $('only-first').onclick = circle(1);
  $('only-second').onclick = circle(2);
  $('both').onclick = circle(3);
  $('take-first').onclick = () => {
    model.take(a.ids, a.out);
    if ($('first').value.startsWith('saved/')) {
      $('name').value = $('first').value.slice(6);
      learn($('name').value);
    }
    $('comparison').close();
  };
}

/* ---- keys ---- */

const KEYS = [
  ['m, l, d', 'to the map, the list of samples, the card', {m: () => focusOn('map', 'map'), l: () => focusOn('list', 'list'), d: () => focusOn('card', 'card-part')}],
  ['/', 'search', {'/': () => focusOn('list', 'search')}],
  ['c, b, f, o', 'class, bin, what to show, order', {c: () => focusOn('list', 'class'), b: () => focusOn('list', 'bin'), f: () => focusOn('list', 'show'), o: () => focusOn('list', 'sort')}],
  ['t', 'the order the other way round', {t: () => $('turn').click()}],
  ['p', 'the map by PCA, or by neighbours', {p: guarded(() => setPlaces($('places').value === 'pca' ? 'neighbors' : 'pca'))}],
  ['i', 'colour of the map', {i: () => focusOn('map', 'colour')}],
  ['arrows, Home, End, Page', 'through the list; over the map, there the cross', {}],
  ['Enter', 'the card of the sample; on the map of the nearest', {}],
  ['x, k, u', 'leave out, keep in any case, no mark', {x: () => markNow(OUT), k: () => markNow(IN), u: () => markNow(NO_MARK)}],
  ['X, K, U', 'likewise all that are circled', {X: () => model.mark(model.circledIds(), OUT), K: () => model.mark(model.circledIds(), IN), U: () => model.mark(model.circledIds(), NO_MARK)}],
  ['z', 'take the last mark back', {z: () => { const many = model.undoMarks(); say(many ? `${whole(many)} marks taken back.` : 'There is no mark to take back.', ''); }}],
  ['a, Escape', 'circle all that is shown; forget what is circled', {a: () => model.circle(model.shown, false), Escape: endCircle}],
  ['Space on the map', 'begin and end a rectangle that circles', {}],
  ['+, −, 0 on the map', 'zoom, all of it', {}],
  ['n', 'near-duplicates of the class', {n: () => model.pairs ? endPairs() : $('copies').click()}],
  ['w', 'more like this', {w: guarded(() => moreLike(model.now))}],
  [', and .', 'keep fewer, more (< and > by a tenth)', {',': () => model.setKeep(model.keep - step(100)), '.': () => model.setKeep(model.keep + step(100)), '<': () => model.setKeep(model.keep - step(10)), '>': () => model.setKeep(model.keep + step(10))}],
  ['[ and ]', 'fewer picks so far, more', {'[': () => model.set({rank: Math.max(0, model.filter.rank - 20)}), ']': () => model.set({rank: Math.min(1000, model.filter.rank + 20)})}],
  ['s', 'save', {s: () => { $('name').focus(); $('name').select(); }}],
  ['v', 'compare two selections', {v: () => $('compare').click()}],
  ['r', 'read a changed run anew', {r: () => { if (state.changed || state.reading !== reading) { anew(); } }}],
  ['?', 'these keys', {'?': help}],
];
const step = parts => Math.max(1, Math.round(model.most / parts));

function help() {
  $('keys-list').replaceChildren(...KEYS.flatMap(([keyNames, what]) => [element('dt', {}, keyNames), element('dd', {}, what)]));
  $('keys').showModal();
}

function focusOn(tab, id) {
  setTab(tab);
  $(id).focus();
}

function markNow(mark) {
  if (model.now >= 0) {
    const position = model.shown.indexOf(model.now);
    model.mark([model.now], mark);
    if (model.shown[position] !== model.now && position >= 0 && model.shown.length) { // it is not shown any more
      look(model.shown[Math.min(position, model.shown.length - 1)], true);
    }
  }
}

function keys(event) {
  const typing = event.target.closest('input:not([type=range]), select, textarea, dialog');
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (typing) {
    if (event.key === 'Escape' && !event.target.closest('dialog')) {
      $('list').focus();
    }
    return;
  }
  if (event.target === $('list') && moveInList(event)) {
    event.preventDefault();
    return;
  }
  for (const [, , acts] of KEYS) {
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
      return;
    }
  }
}

function moveInList(event) {
  const {shown, now} = model;
  if (!shown.length) {
    return false;
  }
  list.measure();
  const page = Math.max(1, Math.floor(list.inSight)) * list.columns;
  const by = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -list.columns, ArrowDown: list.columns, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity}[event.key];
  const position = shown.indexOf(now);
  if (by !== undefined) {
    const next = position < 0 ? Math.floor(list.first) * list.columns : Math.max(0, Math.min(shown.length - 1, position + by));
    look(shown[next], true);
    return true;
  }
  if (event.key === 'Enter' && position >= 0) {
    look(now);
    return true;
  }
  if (event.key === ' ' && position >= 0) {
    model.mark([now], model.marks[now] === OUT ? NO_MARK : OUT);
    return true;
  }
  return false;
}

begin().catch(failure => {
  $('title').textContent = 'The run cannot be shown';
  say(failure.message, 'bad');
});
