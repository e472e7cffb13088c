'use strict';

/*
 * Draws the page from the JSON in #data. Text from the run (keys, names, options) only ever becomes text nodes, never
 * markup; tooltips are built as elements for the same reason.
 */
const data = JSON.parse(document.getElementById('data').textContent);
const overview = data.overview;
const bins = overview.binSizes.length;
const binned = overview.binSizes.reduce((sum, size) => sum + size, 0);
/* A ranking is usually kept as a whole; then showing both would say the same twice. */
const keptApart = overview.selected > 0 && !(overview.ranking && overview.selected === binned);
const picks = ['random', 'exchange'].includes(overview.method) ? 'samples' : 'picks';
const stratum = overview.stratified ? 'class' : 'data set';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const printing = window.matchMedia('print');

/* ---- small pieces ---- */

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const whole = value => Math.round(value).toLocaleString('en-US');
const percent = ratio => (100 * ratio).toLocaleString('en-US', {maximumFractionDigits: ratio < 0.1 ? 2 : 1}) + '\u00a0%';

function short(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  return value.toLocaleString('en-US', {maximumFractionDigits: digits});
}

function duration(seconds) {
  if (seconds < 1) {
    return Math.round(1000 * seconds) + ' ms';
  }
  return seconds < 100 ? seconds.toFixed(1) + ' s' : Math.floor(seconds / 60) + ' min ' + Math.round(seconds % 60) + ' s';
}

function memory(bytes) {
  const mebi = bytes / (1 << 20);
  return mebi < 1024 ? Math.round(mebi) + ' MiB' : (mebi / 1024).toFixed(1) + ' GiB';
}

function binName(bin) {
  if (bin < 0) {
    return overview.ranking ? 'not ranked' : 'no bin';
  }
  return overview.ranking ? 'ranking' : 'bin ' + bin;
}

function binNameInFull(bin) {
  const place = bins < 2 ? '' : bin === 0 ? ' (first)' : bin === bins - 1 ? ' (last)' : '';
  return binName(bin) + place;
}

/* ---- colours: ordered from the first bin to the last, and told apart by those who see fewer colours ---- */

const ramps = {
  light: [[31, 79, 168], [106, 79, 184], [184, 71, 154], [224, 86, 63], [231, 154, 28]],
  dark: [[91, 143, 240], [155, 131, 242], [222, 116, 191], [247, 128, 106], [245, 184, 67]],
};
const isDark = () => dark.matches && !printing.matches;

function binColour(bin) {
  if (bin < 0) {
    return ink('--faint');
  }
  const ramp = isDark() ? ramps.dark : ramps.light;
  const at = bins > 1 ? bin / (bins - 1) * (ramp.length - 1) : 0;
  const low = Math.min(Math.floor(at), ramp.length - 2);
  const mix = ramp[low].map((from, i) => Math.round(from + (at - low) * (ramp[low + 1][i] - from)));
  return 'rgb(' + mix.join(',') + ')';
}

function ink(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function swatch(bin) {
  const mark = element('span', {class: 'swatch'});
  repaint(() => { mark.style.background = binColour(bin); });
  return mark;
}

/* ---- everything that has to be drawn again when the colours or the width change ---- */

const painters = [];
function repaint(painter) {
  painters.push(painter);
}
function paintAll() {
  painters.forEach(painter => painter());
}

function section(title, text) {
  const node = element('section', {}, element('h2', {}, title));
  if (text) {
    node.append(element('p', {}, text));
  }
  document.getElementById('main').append(node);
  return node;
}

function chart(parent, title, caption, makeOption, style) {
  const box = element('div', {class: 'chart ' + (style || ''), role: 'img', 'aria-label': title});
  parent.append(element('div', {}, element('h3', {}, title), element('p', {class: 'caption'}, caption), box));
  const renderer = style && style.includes('canvas') ? 'canvas' : 'svg';
  repaint(() => {
    const drawn = echarts.getInstanceByDom(box) || echarts.init(box, null, {renderer});
    drawn.setOption(Object.assign(base(), makeOption(box)), true);
  });

}

function base() {
  return {
    animation: false,
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: ink('--ink')},
    grid: {left: 8, right: 26, top: 24, bottom: 30, containLabel: true},
  };
}

function axis(name, extra) {
  return Object.assign({
    name,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: {color: ink('--soft')},
    axisLabel: {color: ink('--soft'), hideOverlap: true},
    axisLine: {lineStyle: {color: ink('--faint')}},
    axisTick: {show: false},
    splitLine: {lineStyle: {color: ink('--line')}},
  }, extra);
}

function valueAxis(extra) {
  return axis('', Object.assign({type: 'value', axisLine: {show: false}}, extra, {
    axisLabel: Object.assign({color: ink('--soft'), formatter: compact}, (extra || {}).axisLabel),
  }));
}

function compact(value) {
  const size = Math.abs(value);
  if (size >= 1e6) {
    return +(value / 1e6).toPrecision(3) + ' M';
  }
  return size >= 1e4 ? +(value / 1e3).toPrecision(3) + ' k' : String(+value.toPrecision(6));
}

function tooltip(lines, extra) {
  return Object.assign({
    backgroundColor: ink('--panel'),
    borderColor: ink('--faint'),
    textStyle: {color: ink('--ink'), fontSize: 13},
    confine: true,
    formatter: parameters => {
      const box = element('div', {style: 'max-width: 22rem; white-space: normal; overflow-wrap: anywhere'});
      lines(parameters).forEach(line => box.append(element('div', {}, line)));
      return box;
    },
  }, extra);
}

const binAxis = () => axis(overview.ranking ? '' : 'bin', {
  type: 'category', data: overview.binSizes.map((_, bin) => overview.ranking ? 'ranked' : String(bin)),
});

/* ---- the page, from top to bottom ---- */

function head() {
  const name = data.title.split(/[\\/]/).filter(Boolean).pop() || data.title;
  document.title = 'Pith report: ' + name;
  document.getElementById('title').textContent = name;
  document.getElementById('lead').textContent = leadText();
  const seconds = data.steps.reduce((sum, step) => sum + step.seconds, 0);
  const peak = Math.max(...data.steps.map(step => step.peakBytes), 0);
  const tiles = [
    ['samples', whole(overview.n)],
    overview.classes ? ['classes', whole(overview.classes)] : null,
    overview.ranking ? ['ranked', whole(binned)] : bins ? ['bins', whole(bins)] : null,
    overview.selected ? ['kept', whole(overview.selected), percent(overview.selected / overview.n)] : null,
    overview.dimension ? ['feature length', whole(overview.dimension)] : null,
    ['time', duration(seconds)],
    ['peak memory', memory(peak)],
  ];
  tiles.filter(Boolean).forEach(([name, value, extra]) => {
    const figure = element('dd', {}, value, extra ? element('small', {}, '  ' + extra) : null);
    document.getElementById('tiles').append(element('div', {}, element('dt', {}, name), figure));
  });
}

function leadText() {
  const kept = overview.selected
      ? ' ' + whole(overview.selected) + ' of ' + whole(overview.n) + ' samples were kept.' : '';
  if (!bins && makesImages()) {
    return 'A network that makes images, trained on those of the source.';
  }
  if (!bins && data.film) {
    return 'A few images, learned in place of the ' + whole(overview.n) + ' samples.';
  }
  if (!bins && data.segmented && !data.evaluation) {
    return 'A network, trained on images with masks.';
  }
  if (!bins && data.search && !data.evaluation) {
    return 'Networks, ranked by trainings on a few images in place of the ' + whole(overview.n) + ' samples.';
  }
  if (!bins && data.findings && !data.evaluation && !data.search) {
    return 'What may be wrong with the ' + whole(overview.n) + ' images.';
  }
  if (!bins) {
    return 'Selections of the ' + whole(overview.n) + ' samples, compared by training on them.';
  }
  if (overview.ranking) {
    return 'The samples were ranked, most useful first.' + kept;
  }
  const sizes = overview.binSizes;
  const least = Math.min(...sizes);
  const most = Math.max(...sizes);
  const size = least === most ? whole(least) + (bins === 1 ? '' : ' each') : whole(least) + ' to ' + whole(most) + ' each';
  return whole(binned) + ' samples lie in ' + (bins === 1 ? 'one bin' : whole(bins) + ' bins') + ' (' + size
      + '). ' + methodText() + kept;
}

function methodText() {
  switch (overview.method) {
    case 'random': return 'Bins were filled at random.';
    case 'exchange': return 'Samples were exchanged between bins until the first crowds around its mean and the last spreads.';
    default: return bins === 1 ? 'They were picked in the order of their gain.'
        : 'The first bin was picked from everything, each later one from what was left.';
  }
}

function spreadTitle(first, last) {
  const ratio = last / first;
  if (ratio > 1.2) {
    return 'The first bin crowds around the middle, the last spreads out';
  }
  if (ratio > 1.03) {
    return 'The last bin spreads a little wider than the first';
  }
  // Differences of a few percent are what chance makes.
  return ratio > 0.97 ? 'First and last bin are spread alike' : 'The first bin spreads wider than the last';
}

function rankingTitle(picked, all) {
  const ratio = picked / all;
  return ratio > 1.03 ? 'The picks spread wider than a random draw'
      : ratio < 0.97 ? 'The picks crowd around the middle' : 'The picks are spread as a random draw is';
}

function gallery() {
  const pictures = data.gallery;
  if (!pictures) {
    return;
  }
  const columns = overview.stratified && pictures.form === 'IMAGES' && !overview.ranking;
  const perRow = Math.max(...pictures.rows.filter(row => row.bin >= 0).map(row => row.items.length));
  const node = section(galleryTitle(pictures.form), galleryText(pictures.form, columns));
  const grid = element('div', {class: 'gallery', style: '--columns: ' + perRow});
  node.append(grid);
  if (columns) {
    const heads = element('div', {class: 'thumbs heads'});
    pictures.rows[0].items.forEach(item => heads.append(element('div', {class: 'head', title: item.label}, item.label)));
    grid.append(element('div', {class: 'corner'}), heads);
  }
  let before = 'FIRST_PICKS';
  pictures.rows.filter(row => keptApart || row.kind !== 'KEPT').forEach(row => {
    if (row.kind !== before && !(before === 'KEPT')) {
      grid.append(element('div', {class: 'gap'}));
    }
    before = row.kind;
    grid.append(rowName(row), rowContent(pictures.form, row.items.slice(0, row.bin >= 0 ? perRow : 2 * perRow)));
  });
  if (bins > pictures.rows.filter(row => row.kind === 'FIRST_PICKS').length) {
    node.append(element('p', {class: 'caption'}, 'Of ' + whole(bins) + ' bins some are shown, evenly spaced, the first and the last among them.'));
  }
}

function galleryTitle(form) {
  if (form === 'KEYS') {
    return 'Which samples came first';
  }
  return overview.ranking ? 'What was picked first, and what last'
      : bins > 1 ? 'What the bins look like, from the first to the last' : 'What the bin looks like';
}

function galleryText(form, columns) {
  const first = 'The first ' + picks + (bins > 1 ? ' of each bin' : '');
  if (form === 'KEYS') {
    return 'There are no images or texts to show. ' + first + ', by their keys:';
  }
  return !columns ? first + ', in order.' : bins === 1 ? first + ', one class per column.'
      : first + '. Every column is one class, so look down a column: how does the class change from the first bin to the last?';
}

function rowName(row) {
  const texts = {
    FIRST_PICKS: [binNameInFull(row.bin), overview.ranking ? 'first picks' : null],
    LAST_PICKS: [binNameInFull(row.bin), 'last ' + picks],
    KEPT: ['kept', 'some of them'],
    NOT_KEPT: ['not kept', 'some of them'],
  };
  const [name, what] = texts[row.kind];
  return element('div', {class: 'name'}, row.bin >= 0 ? swatch(row.bin) : null, name, what ? element('small', {}, what) : null);
}

function rowContent(form, items) {
  if (form === 'TEXTS') {
    return element('div', {class: 'cards'}, ...items.map(item => element('div', {class: 'card'},
        element('small', {}, item.key + (item.label ? ' · ' + item.label : '')),
        element('p', {}, item.content === null ? 'cannot be read' : item.content))));
  }
  if (form === 'KEYS') {
    return element('div', {class: 'keys'}, items.map(item => item.key).join('   '));
  }
  return element('div', {class: 'thumbs'}, ...items.map(thumbnail));
}

function thumbnail(item) {
  const id = item.id === null ? '' : ' · id ' + item.id;
  const title = item.key + (item.label ? ' · ' + item.label : '') + id;
  if (item.content === null) {
    return element('figure', {title}, element('div', {class: 'missing'}, 'unreadable'));
  }
  const image = element('img', {alt: title, loading: 'eager'});
  image.addEventListener('load', () => image.classList.toggle('small', image.naturalWidth < 64));
  image.src = item.content;
  return element('figure', {title}, image);
}

function spread() {
  const {pairDistance, centreDistance, all, kept} = data.spread || {};
  if (!data.spread) {
    return;
  }
  const last = bins - 1;
  const title = overview.ranking ? rankingTitle(centreDistance[0], all.centreDistance)
      : bins < 2 ? 'How the samples are spread'
      : spreadTitle(centreDistance[0], centreDistance[last]);
  const within = overview.stratified ? ' of the same class' : '';
  const node = section(title, bins < 2 ? null
      : 'From the first bin to the last, the distance to the middle of the ' + stratum + ' goes from '
      + short(centreDistance[0]) + ' to ' + short(centreDistance[last])
      + ' and the distance between two samples of a bin from ' + short(pairDistance[0]) + ' to ' + short(pairDistance[last])
      + (centreDistance[last] > 1.2 * centreDistance[0]
          ? '. The first bin alone would train on near-average samples only; drawing from every bin repairs that.' : '.'));
  const pair = element('div', {class: 'pair'});
  node.append(pair);
  bars(pair, 'Diversity',
      'How far apart two samples' + within + (overview.ranking ? ' in the ranking' : ' in a bin') + ' lie. Higher: more varied.', pairDistance, all.pairDistance, kept.pairDistance);
  bars(pair, 'Distance from the middle',
      'How far samples lie from the mean of their ' + stratum + '. Lower: more typical, more representative.',
      centreDistance, all.centreDistance, kept.centreDistance);
  node.append(element('p', {class: 'caption'}, 'Distances are root-mean-square over all pairs (or samples) '
      + (overview.similarity === 'cosine' ? 'of feature rows scaled to length 1' : 'of feature rows')
      + ', computed from sums, not from a sample of pairs. The dashed line is all samples together: what a ' + (overview.ranking ? 'selection' : 'bin') + ' drawn at random would show.'));
}

function bars(parent, title, caption, perBin, all, kept) {
  chart(parent, title, caption, () => {
    const values = perBin.map((value, bin) => ({value, itemStyle: {color: binColour(bin)}}));
    const names = perBin.map((_, bin) => overview.ranking ? 'ranked' : String(bin));
    if (kept !== null && keptApart) {
      values.push({value: kept, itemStyle: {color: ink('--soft')}});
      names.push('kept');
    }
    if (overview.ranking) {
      values.push({value: all, itemStyle: {color: ink('--faint')}});
      names.push('all samples');
    }
    return {
      xAxis: axis(overview.ranking ? '' : 'bin', {type: 'category', data: names}),
      yAxis: valueAxis(),
      tooltip: tooltip(p => [(p.dataIndex >= bins || overview.ranking ? p.name : 'bin ' + p.name) + ': ' + short(p.value), 'all samples: ' + short(all)], {trigger: 'item'}),
      series: [{
        type: 'bar',
        data: values,
        barMaxWidth: 46,
        barCategoryGap: '25%',
        label: {show: perBin.length <= 10, position: 'top', color: ink('--soft'), fontSize: 11, formatter: p => Number(p.value).toPrecision(3)},
        markLine: {
          silent: true,
          precision: 12,
          symbol: 'none',
          lineStyle: {color: ink('--ink'), type: 'dashed', width: 1, opacity: .7},
          label: {show: false},
          data: [{yAxis: all}],
        },
      }, {
        type: 'line', data: [all], symbol: 'none', silent: true, tooltip: {show: false}, // makes room for the dashed line
      }],
    };
  });
}

function maps() {
  const map = data.map;
  if (!map) {
    return;
  }
  const shown = map.key.length;
  const drawn = shown < map.of ? 'It shows ' + whole(shown) + ' of ' + whole(map.of) + ' samples, drawn evenly along the pick order. ' : '';
  const node = section(overview.ranking ? 'Where the picked samples lie' : bins > 1 ? 'Where each bin lies' : 'Where the samples lie',
      'Each point is a sample; samples with similar features lie close together. ' + drawn
      + 'The map keeps the two directions in which the features vary most (principal components), '
      + percent(map.explained) + ' of their variation, so points that touch here can still differ.');
  smallMaps(node, map);
  chart(node, bins > 1 ? 'All samples, coloured by bin' : 'All samples',
      (overview.selected ? 'Ringed points were kept. ' : '') + 'Point at a sample to see its ' + (map.text.length ? 'text' : 'key') + '; click a name below to hide or show it.',
      box => scatterOption(map, box), 'tall canvas');
}

function smallMaps(node, map) {
  const xs = extent(map.x);
  const ys = extent(map.y);
  const shownBins = evenlySpaced(bins, 10);
  const panels = shownBins.map(bin => [binNameInFull(bin), i => map.bin[i] === bin, bin]);
  if (keptApart) {
    panels.push(['kept', i => map.kept[i], null]);
  }
  const grid = element('div', {class: 'small-maps'});
  node.append(grid);
  panels.forEach(([name, belongs, bin]) => {
    const canvas = element('canvas', {role: 'img', 'aria-label': 'map of ' + name});
    grid.append(element('figure', {}, canvas, element('figcaption', {}, bin === null ? null : swatch(bin), name)));
    repaint(() => smallMap(canvas, map, belongs, bin === null ? ink('--ink') : binColour(bin), xs, ys));
  });
}

function smallMap(canvas, map, belongs, colour, xs, ys) {
  const side = 320;
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext('2d');
  const inset = 14;
  const scale = (side - 2 * inset) / Math.max(xs[1] - xs[0], ys[1] - ys[0], 1e-300);
  const px = i => side / 2 + (map.x[i] - (xs[0] + xs[1]) / 2) * scale;
  const py = i => side / 2 - (map.y[i] - (ys[0] + ys[1]) / 2) * scale;
  pen.fillStyle = ink('--faint');
  pen.globalAlpha = 0.45;
  map.x.forEach((_, i) => belongs(i) || pen.fillRect(px(i) - 1, py(i) - 1, 2, 2));
  pen.fillStyle = colour;
  pen.globalAlpha = 0.8;
  map.x.forEach((_, i) => {
    if (belongs(i)) {
      pen.beginPath();
      pen.arc(px(i), py(i), 2.6, 0, 7);
      pen.fill();
    }
  });
}

function extent(values) {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

function evenlySpaced(length, most) {
  const count = Math.min(length, most);
  return Array.from({length: count}, (_, i) => count === 1 ? 0 : Math.round(i * (length - 1) / (count - 1)));
}

function scatterOption(map, box) {
  const many = map.x.length > 3000;
  const groups = new Map();
  map.bin.forEach((bin, i) => {
    const point = {value: [map.x[i], map.y[i], i]};
    if (map.kept[i]) {
      point.itemStyle = {borderColor: ink('--ink'), borderWidth: 1, opacity: 1};
    }
    if (!groups.has(bin)) {
      groups.set(bin, []);
    }
    groups.get(bin).push(point);
  });
  const series = [...groups.keys()].sort((a, b) => a - b).map(bin => ({
    name: binName(bin),
    type: 'scatter',
    data: groups.get(bin),
    symbolSize: point => map.kept[point[2]] ? (many ? 6.5 : 8) : (many ? 4 : 5.5),
    itemStyle: {color: binColour(bin), opacity: bin < 0 ? 0.5 : 0.7},
    emphasis: {scale: 1.8},
    progressive: 0,
  }));
  const grid = {left: 8, right: 8, top: 8, bottom: 40};
  const [xRange, yRange] = equalScale(extent(map.x), extent(map.y),
      box.clientWidth - grid.left - grid.right, box.clientHeight - grid.top - grid.bottom);
  return {
    grid,
    xAxis: {type: 'value', show: false, min: xRange[0], max: xRange[1]},
    yAxis: {type: 'value', show: false, min: yRange[0], max: yRange[1]},
    legend: {
      type: 'scroll', bottom: 0, icon: 'circle', itemWidth: 10, itemHeight: 10, textStyle: {color: ink('--ink')},
      pageTextStyle: {color: ink('--soft')}, pageIconColor: ink('--soft'),
    },
    tooltip: tooltip(p => {
      const i = p.value[2];
      const label = data.balance ? ' · ' + data.balance.names[map.label[i]] : '';
      const text = map.text.length ? [map.text[i]] : [];
      return [map.key[i], ...text, binName(map.bin[i]) + label + (map.kept[i] ? ' · kept' : '')];
    }, {trigger: 'item'}),
    series,
  };
}

/* Ranges that show both directions at one scale, so that distances on the map compare. */
function equalScale(xs, ys, width, height) {
  const perPixel = 1.06 * Math.max((xs[1] - xs[0]) / width, (ys[1] - ys[0]) / height, 1e-300);
  const around = ([low, high], pixels) => [(low + high - perPixel * pixels) / 2, (low + high + perPixel * pixels) / 2];
  return [around(xs, width), around(ys, height)];
}

function gains() {
  if (!data.gains && !data.terms) {
    return;
  }
  if (overview.method === 'exchange') {
    chart(section('How the bins are graded'), 'Squared distance of each sample to the mean of its bin',
        'From the first sample of a bin to its last. One line per bin.', gainOption);
    return;
  }
  const weakens = data.terms && bins > 1 && ratioAt(bins - 1) > ratioAt(0);
  const node = section(weakens ? 'Why later bins differ: the pull to the middle weakens' : 'How much each pick added',
      data.terms ? 'A sample’s gain has two terms: how similar it is to everything there was to pick from (pulls picks to the middle), '
          + 'less twice how similar it is to what was already picked (pushes picks apart).' + (weakens ? ' Each bin begins with fewer samples to pick from, so the first term shrinks while the second hardly does.' : '')
          : 'The gain is what a pick added to the score that the method maximizes, at the moment it was picked.');
  const pair = element('div', {class: 'pair'});
  node.append(pair);
  if (data.gains) {
    chart(pair, 'Gain of each pick', data.gains.byShare
        ? 'From the first pick (0 %) to the last (100 %), mean over the classes.' + (bins > 1 ? ' One line per bin.' : '')
        : 'From the first pick to the last; a long line shows some of its picks.' + (bins > 1 ? ' One line per bin.' : ''), gainOption);
  }
  if (data.terms) {
    chart(pair, bins > 1 ? 'The two terms at the last pick of each bin' : 'The two terms at the last pick',
        'Pull to the middle against push apart' + (overview.stratified ? ', mean over the classes' : '') + '. At the first pick there is no push yet. '
        + (bins > 1 ? 'At the end of the first bin the push is ' + percent(ratioAt(0)) + ' of the pull; at the end of the last, ' + percent(ratioAt(bins - 1)) + '.' : ''),
        termsOption);
  }
}

function ratioAt(bin) {
  return data.terms.lastChosen[bin] / data.terms.lastPool[bin];
}

function gainOption() {
  const {byShare, positions, gains: values} = data.gains;
  return {
    xAxis: axis(byShare ? 'share picked' : 'rank', {
      type: 'value', max: 'dataMax', splitLine: {show: false},
      axisLabel: {color: ink('--soft'), hideOverlap: true, showMaxLabel: byShare, formatter: value => byShare ? value + ' %' : compact(value)},
    }),
    yAxis: valueAxis({scale: true}),
    tooltip: tooltip(p => [binName(p.seriesIndex), (byShare ? short(p.value[0]) + ' % picked' : 'rank ' + short(p.value[0])) + ': gain ' + short(p.value[1])], {trigger: 'item'}),
    series: values.map((line, bin) => ({
      name: binName(bin),
      type: 'line',
      data: line.map((gain, i) => [positions[bin][i], gain]),
      symbolSize: 5,
      showSymbol: line.length < 2,
      lineStyle: {width: 1.8},
      itemStyle: {color: binColour(bin)},
      triggerLineEvent: true,
      endLabel: {show: bin === 0 || bin === bins - 1, formatter: binName(bin), color: binColour(bin), fontSize: 11, offset: [-44, -10]},
    })),
  };
}

function termsOption() {
  const term = (name, values, colour) => ({
    name, type: 'bar', data: values, itemStyle: {color: colour}, barMaxWidth: 20, barGap: '8%',
  });
  return {
    grid: {left: 8, right: 16, top: 40, bottom: 30, containLabel: true},
    legend: {top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: {color: ink('--ink')}},
    xAxis: binAxis(),
    yAxis: valueAxis(),
    tooltip: tooltip(p => [binName(p.dataIndex), p.seriesName + ': ' + short(p.value)], {trigger: 'item'}),
    series: [
      term('pull to the middle', data.terms.lastPool, ink('--accent')),
      term('push apart', data.terms.lastChosen, ink('--warm')),
      {
        name: 'pull at the first pick', type: 'line', data: data.terms.firstPool, symbol: 'circle', symbolSize: 5,
        lineStyle: {width: 1, type: 'dotted'}, itemStyle: {color: ink('--soft')},
      },
    ],
  };
}

function balance() {
  const classes = data.balance;
  if (!classes) {
    return;
  }
  const even = classes.largestExcess <= 1;
  const node = section(
      overview.ranking || bins === 1 ? 'Which classes were kept' : even ? 'Every bin holds the classes in equal parts' : 'Bins hold the classes in unequal parts',
      overview.ranking || bins === 1 ? null
          : even ? 'No bin has more than one sample more, or less, of a class than its share of the source.'
              : 'The largest difference between what a bin holds of a class and that class’s share of the source is '
              + short(classes.largestExcess) + ' samples.');
  const pair = element('div', {class: 'pair'});
  node.append(pair);
  if (!overview.ranking && bins > 1 && bins * classes.names.length <= 3000) {
    chart(pair, 'Classes in bins', 'What a bin holds of a class, against its share: 100 % is balanced.', shareOption);
  }
  if (overview.selected) {
    chart(pair, 'Kept per class', 'How much of each class was kept. The dashed line is the whole source.', keptOption);
  }
}

function shareOption() {
  const {names, source, bins: counts} = data.balance;
  const cells = [];
  counts.forEach((bin, b) => bin.forEach((count, c) => {
    const share = source[c] * overview.binSizes[b] / overview.n;
    cells.push([b, c, share ? count / share : null, count]);
  }));
  return {
    xAxis: binAxis(),
    yAxis: axis('', {type: 'category', data: names, inverse: true, axisLabel: {color: ink('--soft'), width: 110, overflow: 'truncate', hideOverlap: true}}),
    grid: {left: 8, right: 8, top: 8, bottom: 62, containLabel: true},
    visualMap: {
      min: 0, max: 2, dimension: 2, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, itemWidth: 10,
      text: ['200 % or more', '0 %'], textStyle: {color: ink('--soft')}, hoverLink: false,
      inRange: {color: [ink('--accent'), ink('--panel'), ink('--warm')]},
    },
    tooltip: tooltip(p => [names[p.value[1]] + ' in bin ' + p.value[0], whole(p.value[3]) + ' samples, ' + percent(p.value[2]) + ' of its share'], {trigger: 'item'}),
    series: [{
      type: 'heatmap', data: cells, itemStyle: {borderColor: ink('--paper'), borderWidth: 1},
      label: {show: cells.length <= 240, color: ink('--ink'), fontSize: 11, formatter: p => whole(p.value[3])},
    }],
  };
}

function keptOption() {
  const {names, source, selection} = data.balance;
  return {
    xAxis: valueAxis({min: 0, axisLabel: {formatter: value => +(100 * value).toPrecision(3) + ' %'}}),
    yAxis: axis('', {type: 'category', data: names, inverse: true, axisLabel: {color: ink('--soft'), width: 110, overflow: 'truncate', hideOverlap: true}}),
    tooltip: tooltip(p => [names[p.dataIndex], whole(selection[p.dataIndex]) + ' of ' + whole(source[p.dataIndex]) + ' kept'], {trigger: 'item'}),
    series: [{
      type: 'bar',
      data: selection.map((count, c) => source[c] ? count / source[c] : 0),
      itemStyle: {color: ink('--accent')},
      barMaxWidth: 18,
      label: {show: names.length <= 20, position: 'insideLeft', color: ink('--paper'), fontSize: 11, formatter: p => whole(selection[p.dataIndex])},
      markLine: {
        silent: true, symbol: 'none', label: {show: false}, precision: 12,
        lineStyle: {color: ink('--ink'), type: 'dashed', width: 1},
        data: [{xAxis: overview.selected / overview.n}],
      },
    }],
  };
}

function steps() {
  const node = section('What was done',
      'Pith ' + data.pith + ' read ' + data.title + '.' + (data.command ? ' The last command was' : ''));
  if (data.command) {
    node.append(element('pre', {}, element('code', {}, data.command)));
  }
  const rows = data.steps.map(step => element('tr', {},
      element('td', {}, step.name),
      element('td', {class: 'number'}, duration(step.seconds)),
      element('td', {class: 'number', title: step.peakOf}, memory(step.peakBytes)),
      element('td', {class: 'options'}, ...options(step.configuration), ...options(step.facts)),
      element('td', {class: 'options'}, step.files.join(' '))));
  const titles = [['step'], ['time', 'number'], ['peak memory', 'number'], ['configuration and findings'], ['files']];
  node.append(element('div', {class: 'scroll'}, element('table', {},
      element('thead', {}, element('tr', {}, ...titles.map(([name, style]) => element('th', {class: style || ''}, name)))),
      element('tbody', {}, ...rows))));
}

function options(map) {
  return Object.entries(map).map(([name, value]) => element('span', {}, element('b', {}, name + ' '), value));
}

function notes() {
  if (data.notes.length) {
    section('Good to know').append(element('ul', {class: 'notes'}, ...data.notes.map(note => element('li', {}, note))));
  }
  document.getElementById('footer').textContent = 'This page is one file and loads nothing from the network. Charts: Apache ECharts.';
}

head();
film();
rebuilt();
choice();
segmented();
search();
findings();
evaluation();
losses();
gallery();
texts();
spread();
maps();
standIns();
gains();
balance();
steps();
notes();
paintAll();
dark.addEventListener('change', paintAll);
printing.addEventListener('change', () => fitAll());
window.addEventListener('resize', () => fitAll());

function fitAll() {
  document.querySelectorAll('.chart').forEach(box => echarts.getInstanceByDom(box).resize());
  paintAll();
}
