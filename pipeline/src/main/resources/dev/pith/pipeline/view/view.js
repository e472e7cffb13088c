/* The page: reads the run, and connects model, map, list, card and keys. */
import {Card} from './card.js';
import {Comparison} from './compare.js';
import {SampleList} from './list.js';
import {PointMap, classColour, css, dark, ramp} from './map.js';
import {IN, Model, NO_MARK, OUT} from './model.js';
import {$, ask, button, element, floats, guarded, ints, json, lists, number, options, say, whole} from './page.js';

let reading;
let base;
let run;
let model;
let map;
let list;
let card;
let comparison;
let state;
let pca;
let neighbors = null; // the other map, once it was asked for
let alikeAsked = {id: -1, values: null}; // what was asked last, by the card or to sort by: often both
const seen = new Map(); // name of a saved selection to the state of it that this window knows

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
  card = new Card(model, {base, look, moreLike, alikeTo, className, name: nameOf});
  comparison = new Comparison(model, goOnFrom);
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

const nameOf = id => ['#' + id, className(id), model.bin[id] >= 0 && run.bins > 1 ? 'bin ' + model.bin[id] : '', model.kept[id] ? 'kept' : '']
    .filter(Boolean).join(' · ');

/* ---- everything that changes with the model ---- */

let listed = null;
function paint() {
  const {n, keptCount, outCount, inCount, shown, circledCount} = model;
  $('counts').replaceChildren(
      element('b', {}, whole(keptCount)), ` of ${whole(n)} kept (${(100 * keptCount / n).toFixed(1)} %)`,
      outCount ? `, ${whole(outCount)} left out` : '', inCount ? `, ${whole(inCount)} kept in any case` : '');
  const key = [shown.length, model.sort, model.turned, JSON.stringify({...model.filter, found: null}), model.similarTo,
    model.pairs && model.pairs.many, shown[0]].join();
  $('shown').textContent = shown.length === n ? `All ${whole(n)} samples` : `${whole(shown.length)} of ${whole(n)} samples`;
  if (key !== listed) {
    listed = key;
    list.anew();
  }
  for (const input of [$('keep'), $('keep-number')]) {
    input.max = Math.max(1, model.most);
    input.value = model.keep;
  }
  const by = {source: 'order of the source', draw: 'draw from the bins', ranking: 'ranking'}[run.order];
  $('keep-text').textContent = model.inOrder.length ? `${whole(keptCount)}, by the ${by}` : '';
  $('rank').value = model.filter.rank;
  $('rank').disabled = run.bins < 1;
  $('rank-text').textContent = run.bins < 1 ? 'nothing was picked' : model.filter.rank >= 1000 ? 'all'
      : `the first ${(model.filter.rank / 10).toFixed(1)} % of every ${run.classes.length ? 'class and bin' : 'bin'}`;
  $('circled').hidden = !circledCount;
  $('circled-show').textContent = model.filter.show === 'circled' ? 'Show all' : 'Show alone';
  $('circled-text').textContent = whole(circledCount) + ' circled';
  $('pairs').hidden = !model.pairs;
  if (model.pairs) {
    $('pairs-many').max = Math.min(model.allPairs.length, 2000);
    $('pairs-many').value = model.pairs.many;
    const last = model.allPairs[model.pairs.many - 1];
    $('pairs-text').textContent = `${whole(model.pairs.many)} pairs, ${run.similarity} ${last ? number(Math.abs(last.alike)) : ''} and `
        + (run.similarity === 'distance' ? 'less' : 'more');
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
  card.paint();
  remember();
}

/* ---- controls ---- */

function controls() {
  const counts = new Int32Array(run.classes.length);
  model.label.forEach(label => { counts[label]++; });
  options($('class'), [['-1', 'all'], ...run.classes.map((name, k) => [k, `${name} (${whole(counts[k])})`])]);
  $('class').parentNode.hidden = !run.classes.length;
  const bins = Array.from({length: Math.max(0, run.bins)}, (_, bin) => [bin, run.bins > 1 ? String(bin) : 'ranked']);
  options($('bin'), [['-1', 'all'], ...bins, ['-2', 'none']]);
  $('bin').parentNode.hidden = run.bins < 1;
  options($('show'), [['all', 'all'], ['kept', 'kept'], ['not', 'not kept'], ['out', 'left out by hand'], ['in', 'kept by hand'],
    ['circled', 'circled'],
    ...(run.kinds.length ? [['issues', 'with any issue'], ...run.kinds.map((kind, k) => ['kind:' + k, kind.replace(/-/g, ' ')])] : [])]);
  const scores = run.scores.map(name => ['score:' + name, name]);
  options($('sort'), [['order', run.order], ...(run.bins > 0 ? [['bin', 'bin and rank'], ['gain', 'gain']] : []), ['id', 'id'],
    ...scores, ['similar', 'more like this']]);
  options($('colour'), [...(run.bins > 1 ? [['bin', 'bin']] : []), ...(run.classes.length ? [['class', 'class']] : []), ['kept', 'kept or not'],
    ...(run.bins > 0 ? [['rank', 'rank'], ['gain', 'gain']] : []), ...scores, ['similar', 'like the sample']]);
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
  $('pairs-out').onclick = () => say(`${whole(model.mark(model.laterOfPairs(), OUT))} left out; z takes it back.`, 'good');
  $('pairs-end').onclick = endPairs;
  $('circled-show').onclick = () => model.set({show: model.filter.show === 'circled' ? 'all' : 'circled'});
  $('circled-out').onclick = () => model.mark(model.circledIds(), OUT);
  $('circled-in').onclick = () => model.mark(model.circledIds(), IN);
  $('circled-none').onclick = () => model.mark(model.circledIds(), NO_MARK);
  $('circled-end').onclick = endCircle;
  $('similar-end').onclick = endSimilar;
  $('save').onsubmit = event => { event.preventDefault(); save(); };
  $('compare').onclick = guarded(() => comparison.open());
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
      $('map-note').textContent = `Drawing the map by neighbours, ${Math.floor(100 * share)} %${note && `, ${note}`}; PCA until it is there.`;
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
  looking = setTimeout(guarded(() => card.show(id)), stay ? 120 : 0); // keys that are held down pass by many
});
let looking;

/* ---- saving ---- */

const save = guarded(async () => {
  const name = $('name').value.trim();
  const [ids, out] = [model.selection(), model.leftOut()];
  const body = Int32Array.from([ids.length, ...ids, out.length, ...out]);
  let saved;
  try {
    const path = `save/${run.samples}/${encodeURIComponent(name)}?${encodeURIComponent(seen.get(name) || '')}`;
    saved = await (await ask(path, {method: 'POST', body})).json();
  } catch (failure) {
    if (failure.status === 409) {
      learn(name, (await json('state')).saved); // whoever saves again has read that it replaces something
    }
    throw failure;
  }
  seen.set(name, saved.tag);
  remember();
  say(`${whole(ids.length)} ids saved in ${saved.selection}` + (saved.exclusions ? `\n${whole(out.length)} left out in ${saved.exclusions}` : '')
      + `\npith export ${saved.run} --to FORM --selection ${saved.selection}`
      + (saved.exclusions ? `\npith sample ${saved.run} --keep ${ids.length} --exclude ${saved.exclusions}` : ''), 'good');
});

function learn(wanted, saved) {
  saved.filter(({name}) => name === wanted).forEach(({name, tag}) => seen.set(name, tag));
}

function goOnFrom(name, saved) {
  $('name').value = name;
  learn(name, saved);
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
      n: model.n, keep: model.keptByHand ? model.keep : null, out: marked(OUT), in: marked(IN), name: $('name').value, seen: [...seen],
      places: $('places').value,
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

/* ---- keys ---- */

const KEYS = [
  ['m, l, d', 'to the map, the list of samples, the card',
    {m: () => focusOn('map', 'map'), l: () => focusOn('list', 'list'), d: () => focusOn('card', 'card-part')}],
  ['/', 'search', {'/': () => focusOn('list', 'search')}],
  ['c, b, f, o', 'class, bin, what to show, order', {c: () => focusOn('list', 'class'), b: () => focusOn('list', 'bin'),
    f: () => focusOn('list', 'show'), o: () => focusOn('list', 'sort')}],
  ['t', 'the order the other way round', {t: () => $('turn').click()}],
  ['p', 'the map by PCA, or by neighbours', {p: guarded(() => setPlaces($('places').value === 'pca' ? 'neighbors' : 'pca'))}],
  ['i', 'colour of the map', {i: () => focusOn('map', 'colour')}],
  ['arrows, Home, End, Page', 'through the list; over the map, there the cross', {}],
  ['Enter', 'the card of the sample; on the map of the nearest', {}],
  ['x, k, u', 'leave out, keep in any case, no mark', {x: () => markNow(OUT), k: () => markNow(IN), u: () => markNow(NO_MARK)}],
  ['X, K, U', 'likewise all that are circled', {X: () => model.mark(model.circledIds(), OUT), K: () => model.mark(model.circledIds(), IN),
    U: () => model.mark(model.circledIds(), NO_MARK)}],
  ['z', 'take the last mark back', {z: takeBack}],
  ['a, Escape', 'circle all that is shown; forget what is circled', {a: () => model.circle(model.shown, false), Escape: endCircle}],
  ['Space on the map', 'begin and end a rectangle that circles', {}],
  ['+, −, 0 on the map', 'zoom, all of it', {}],
  ['n', 'near-duplicates of the class', {n: () => model.pairs ? endPairs() : $('copies').click()}],
  ['w', 'more like this', {w: guarded(() => moreLike(model.now))}],
  [', and .', 'keep fewer, more (< and > by a tenth)', {',': () => keepMore(-100), '.': () => keepMore(100),
    '<': () => keepMore(-10), '>': () => keepMore(10)}],
  ['[ and ]', 'fewer picks so far, more', {'[': () => model.set({rank: Math.max(0, model.filter.rank - 20)}),
    ']': () => model.set({rank: Math.min(1000, model.filter.rank + 20)})}],
  ['s', 'save', {s: () => { $('name').focus(); $('name').select(); }}],
  ['v', 'compare two selections', {v: () => $('compare').click()}],
  ['r', 'read a changed run anew', {r: () => { if (state.changed || state.reading !== reading) { anew(); } }}],
  ['?', 'these keys', {'?': help}],
];
const keepMore = parts => model.setKeep(model.keep + Math.sign(parts) * Math.max(1, Math.round(model.most / Math.abs(parts))));

function takeBack() {
  const many = model.undoMarks();
  say(many ? `${whole(many)} marks taken back.` : 'There is no mark to take back.', '');
}

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
  const by = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -list.columns, ArrowDown: list.columns, PageUp: -page, PageDown: page,
    Home: -Infinity, End: Infinity}[event.key];
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
