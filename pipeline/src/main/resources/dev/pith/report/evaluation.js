'use strict';

/*
 * What selections are worth: the part of the page about an evaluation. Drawn with the pieces of report.js. Accuracies and their
 * differences come as shares of 1 and are shown as percentages and points, losses as they are.
 */
const points = value => (value >= 0 ? '+' : '−') + (100 * Math.abs(value)).toFixed(2);
const overRandomText = row => points(row.overRandom) + (row.overRandomInterval === null ? '' : ' ± ' + (100 * row.overRandomInterval).toFixed(2));
const share = value => +(100 * value).toPrecision(4) + ' %';
const distinct = values => [...new Set(values)];
const isEverything = row => ['all', 'all + soft labels'].includes(row.selection);
const isPruned = row => row.pruning !== 'none';
const fullName = row => isPruned(row) ? row.selection + ' + ' + row.pruning : row.selection;
const accuracyText = row => (100 * row.accuracy).toFixed(2) + (row.deviation === null ? '' : ' ± ' + (100 * row.deviation).toFixed(2)) + ' %';

const palettes = {
  light: ['#1f4fa8', '#c4500f', '#2f8f5b', '#8a3fa0', '#b3892b', '#0f8a9d', '#b83a6a', '#5c6f1e', '#6a55d0', '#7a4a2b'],
  dark: ['#7aa5f5', '#f59a5c', '#68c792', '#c78ae0', '#e3bf63', '#57c3d6', '#ee86ae', '#b0c65c', '#a698ff', '#d0a27f'],
};

function selectionColour(name, names) {
  const palette = isDark() ? palettes.dark : palettes.light;
  return name === 'random' ? ink('--soft') : palette[names.filter(other => other !== 'random').indexOf(name) % palette.length];
}

/* A table: columns of names first, then columns of numbers. */
function numbers(node, names, titles, rows) {
  const isNumber = i => i >= names.length;
  node.append(element('div', {class: 'scroll'}, element('table', {class: 'tight'},
      element('thead', {}, element('tr', {}, ...[...names, ...titles].map((title, i) => element('th', {class: isNumber(i) ? 'number' : ''}, title)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((text, i) => element('td', {class: isNumber(i) ? 'number' : 'name'}, text))))))));
}

/* Whether the film shows what a network made after epochs of its training. */
function makesImages() {
  return data.film && data.film[0].caption.startsWith('epoch ');
}

/* Condensed images on their way, a row for each class; or what a network made on its way, always out of the same noise. */
function film() {
  if (!data.film) {
    return;
  }
  const node = makesImages()
      ? section('What the network made on its way',
          'Images out of the same noise, after so many epochs. A row is a class, where the network knows classes.')
      : section('How the condensed images came about',
          'A row is a class. Values beyond black and white are cut off; networks see them as they are.');
  const what = makesImages() ? 'Images made, ' : 'Condensed images, ';
  node.append(element('div', {class: 'film'}, ...data.film.map(frame => element('figure', {},
      element('img', {src: frame.picture, alt: what + frame.caption}), element('figcaption', {}, frame.caption)))));
}

/* Images beside what their kept patches give back. */
function rebuilt() {
  if (!data.rebuilt) {
    return;
  }
  const node = section('What the kept patches give back',
      'From left to right: the original, how much each patch matters (black: not at all, yellow: most), what is kept, and the image rebuilt from it. '
      + 'The images that came back worst and best of those compared:');
  const columns = ['worst', 'best'].map(kind => element('div', {}, ...data.rebuilt.filter(frame => frame.caption.startsWith(kind)).map(frame =>
      element('figure', {}, element('img', {src: frame.picture, alt: frame.caption}), element('figcaption', {}, frame.caption)))));
  node.append(element('div', {class: 'pair rebuilt'}, ...columns));
}

/* Which ways to select were tried on held-out training samples, and which was taken. */
function choice() {
  const made = data.choice;
  if (!made) {
    return;
  }
  const node = section(made.chosen === 'random' ? 'Tried: nothing was clearly better than a random draw' : 'Tried: ' + made.chosen + ' was best',
      'A part of the training samples was held out. Networks that had not looked at the samples were trained on what each method selects of the '
      + 'others, and on random samples of the same class balance. The largest gain is taken when it is at least its standard error and above 0 on every network, '
      + 'else the random draw is. No test sample had a part in it. It took ' + duration(made.seconds) + '.');
  const networks = distinct(made.tried.flatMap(way => Object.keys(way.byNetwork)));
  numbers(node, ['method'], ['points over random', ...networks, ''], made.tried.map(way => [
    way.name, points(way.gain) + (way.standardError === null ? '' : ' ± ' + (100 * way.standardError).toFixed(2)),
    ...networks.map(network => points(way.byNetwork[network])),
    way.name === made.chosen ? 'taken' : way.standardError === null ? 'by one seed: behind the best' : way.clear ? '' : 'not clear',
  ]));
}

/* What a network says of the pixels of test images. */
function segmented() {
  const test = data.segmented;
  if (!test) {
    return;
  }
  const percent = share => share === null ? '–' : (100 * share).toFixed(1) + ' %';
  const node = section('What every pixel shows', 'From left to right: the test image, its mask, and what the network says; black is not counted. '
      + 'Mean intersection over union ' + percent(test.meanIou) + ', ' + percent(test.accuracy) + ' of the pixels named rightly.');
  numbers(node, ['class'], ['intersection over union'], Object.entries(test.iouOfClass).map(([name, iou]) => [name, percent(iou)]));
  node.append(element('div', {class: 'pair rebuilt'}, ...test.frames.map(frame => element('figure', {},
      element('img', {src: frame.picture, alt: 'Image, mask and prediction, ' + frame.caption}), element('figcaption', {}, frame.caption)))));
}

/* How networks do after trainings on a few images, beside how they do after one on everything. */
function search() {
  const found = data.search;
  if (!found) {
    return;
  }
  const node = section('Networks found by a few images', 'A point is a network: to the right, how it does after a training on all images; upwards, after one on a few. '
      + 'A set of a few images serves the search as far as it puts the networks into the same order, which the rank correlation says (Spearman’s, 1 for the same order).');
  const names = found.proxies.map(proxy => proxy.name);
  chart(node, 'Accuracy after trainings on a few images and on all', found.networks.length + ' networks.', box => {
    box.style.height = 22 + 1.4 * legendRows(names, box.clientWidth) + 'rem';
    echarts.getInstanceByDom(box).resize();
    return {
      grid: {left: 8, right: 26, top: 24, bottom: 40 + 22 * legendRows(names, box.clientWidth), containLabel: true},
      legend: {bottom: 0, data: names, icon: 'circle', itemWidth: 10, itemHeight: 10, textStyle: {color: ink('--ink')}},
      xAxis: axis('all images', {type: 'value', scale: true, axisLabel: {color: ink('--soft'), formatter: value => value + ' %'}}),
      yAxis: valueAxis({scale: true, axisLabel: {formatter: value => value + ' %'}}),
      tooltip: tooltip(p => [found.networks[p.dataIndex], p.seriesName, p.value[1].toFixed(2) + ' %; all images: ' + p.value[0].toFixed(2) + ' %'], {trigger: 'item'}),
      series: found.proxies.map((proxy, i) => ({
        name: proxy.name, type: 'scatter', symbolSize: 7, itemStyle: {color: (isDark() ? palettes.dark : palettes.light)[i % palettes.light.length], opacity: 0.8},
        data: found.networks.map((network, k) => [100 * found.all[k], 100 * proxy.accuracies[k]]),
      })),
    };
  });
  const number = value => value === null ? '–' : value.toFixed(2);
  numbers(node, ['images'], ['rank correlation', 'of the best tenth', 'seconds'],
      found.proxies.map(proxy => [proxy.name, number(proxy.correlation), number(proxy.correlationOfBest), proxy.seconds.toFixed(1)]));
}

function evaluation() {
  const rows = data.evaluation;
  if (!rows) {
    return;
  }
  distinct(rows.map(row => row.view)).forEach(view => {
    const ofView = rows.filter(row => row.view === view);
    if (ofView.some(row => !isPruned(row) && !isEverything(row))) {
      evaluated(view, ofView.filter(row => !isPruned(row)));
    }
  });
  const pruned = rows.filter(isPruned);
  if (pruned.length) {
    pruning(pruned.map(row => [rows.find(other => !isPruned(other) && ['view', 'network', 'selection', 'samples'].every(key => other[key] === row[key])), row]));
  }
  table(rows);
}

function evaluated(view, rows) {
  const networks = distinct(rows.map(row => row.network));
  const node = section(evaluatedTitle(rows, row => row.overRandom), 'Every network was trained anew on each selection, ' + (view === 'steps'
      ? 'for the same number of steps, so that all trainings of equal batch cost the same'
      : 'for the same number of epochs, so that smaller selections cost less')
      + ', and judged on images that no selection knew, after the last epoch. Random is a new draw for every seed, of the same size and class balance.');
  const grid = element('div', {class: networks.length > 1 ? 'pair' : ''});
  node.append(grid);
  networks.forEach(network => chart(grid, 'Accuracy of ' + network,
      'Mean of the seeds; a bar is one standard deviation to either side. A dashed line is training on everything.',
      box => {
        const ofNetwork = rows.filter(row => row.network === network);
        box.style.height = 19 + 1.4 * legendRows(distinct(ofNetwork.map(row => row.selection)), box.clientWidth) + 'rem';
        echarts.getInstanceByDom(box).resize();
        return evaluatedOption(ofNetwork, box);
      }));
  if (networks.length > 1) {
    const names = distinct(rows.filter(row => row.overRandom !== null).map(row => row.selection + ', ' + share(row.keep)));
    chart(node, 'Selections and networks', 'Accuracy in percent. The colour tells how far above or below random samples of the same size it is.',
        box => {
          box.style.height = 7 + 1.6 * names.length + 'rem';
          echarts.getInstanceByDom(box).resize();
          return matrixOption(rows.filter(row => row.overRandom !== null), names, networks);
        });
  }
}

/* Says no more than the numbers do: in how many cases the interval of the difference leaves random out. */
function evaluatedTitle(rows, gain) {
  const compared = rows.filter(row => row.overRandom !== null);
  const all = ' of ' + compared.length + (compared.length === 1 ? ' case' : ' cases');
  const count = test => compared.filter(test).length;
  const sure = compared.every(row => row.overRandomInterval !== null);
  return !compared.length ? 'What random samples are worth'
      : 'What the selections are worth: ' + (sure
          ? 'clearly better than random in ' + count(row => gain(row) > row.overRandomInterval) + ', clearly worse in '
              + count(row => -gain(row) > row.overRandomInterval) + all
          : 'better than random in ' + count(row => gain(row) > 0) + all);
}

/* Text is measured by hand: what the chart library measures depends on fonts that may not be there yet. */
const textWidth = text => 7 * text.length;

function legendRows(names, width) {
  let at = 0;
  return names.reduce((rows, name) => {
    const item = 32 + textWidth(name);
    const begins = at > 0 && at + item > width;
    at = begins ? item : at + item;
    return begins ? rows + 1 : rows;
  }, 1);
}

const leftOf = names => 14 + Math.max(...names.map(textWidth));

function evaluatedOption(rows, box) {
  const all = rows.filter(isEverything);
  const some = rows.filter(row => !isEverything(row));
  const keeps = distinct(some.map(row => row.keep));
  const names = distinct(some.map(row => row.selection));
  const apart = Math.min(0.09, 0.7 / names.length);
  const series = names.flatMap((name, i) => {
    const colour = selectionColour(name, names);
    const values = some.filter(row => row.selection === name)
        .map(row => [keeps.indexOf(row.keep) + (i - (names.length - 1) / 2) * apart, 100 * row.accuracy, 100 * (row.deviation || 0), row]);
    return [
      {name, type: 'line', data: values.map(value => ({value: value.slice(0, 2), row: value[3]})), symbol: 'circle', symbolSize: 7,
        lineStyle: {width: 1.8, type: name === 'random' ? 'dotted' : 'solid'}, itemStyle: {color: colour}},
      {name, type: 'custom', silent: true, tooltip: {show: false}, itemStyle: {color: colour}, z: 1,
        data: values.map(value => value.slice(0, 3)), renderItem: errorBar},
    ];
  });
  const ends = rows.flatMap(row => [-1, 1].map(side => [0, 100 * (row.accuracy + side * (row.deviation || 0))]));
  series.push({type: 'line', data: ends, symbol: 'none', silent: true, tooltip: {show: false}, lineStyle: {opacity: 0}}); // makes room for the bars
  if (all.length) {
    series[0].markLine = {
      silent: true, symbol: 'none', precision: 12, lineStyle: {color: ink('--ink'), type: 'dashed', width: 1},
      data: all.map((row, i) => ({yAxis: 100 * row.accuracy, label: {
        formatter: row.selection.replace('all', 'everything'), position: i ? 'insideEndTop' : 'insideStartTop', color: ink('--soft'), fontSize: 11,
      }})),
    };
  }
  return {
    grid: {left: 8, right: 26, top: 24, bottom: 40 + 22 * legendRows(names, box.clientWidth), containLabel: true},
    legend: {bottom: 0, data: names, icon: 'circle', itemWidth: 10, itemHeight: 10, textStyle: {color: ink('--ink')}},
    xAxis: axis('kept', {type: 'value', min: -0.5, max: keeps.length - 0.5, interval: 0.5, splitLine: {show: false},
      axisLabel: {color: ink('--soft'), showMinLabel: false, showMaxLabel: false, formatter: at => Number.isInteger(at) ? share(keeps[at]) : ''}}),
    yAxis: valueAxis({scale: true, axisLabel: {formatter: value => value + ' %'}}),
    tooltip: tooltip(p => [p.seriesName + ', ' + share(p.data.row.keep), accuracyText(p.data.row),
      p.data.row.overRandom === null ? null : overRandomText(p.data.row) + ' against random'].filter(Boolean), {trigger: 'item'}),
    series,
  };
}

function errorBar(parameters, api) {
  const high = api.coord([api.value(0), api.value(1) + api.value(2)]);
  const low = api.coord([api.value(0), api.value(1) - api.value(2)]);
  const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: api.visual('color'), lineWidth: 1.3}});
  return {type: 'group', children: [
    line(high[0], high[1], low[0], low[1]), line(high[0] - 4, high[1], high[0] + 4, high[1]), line(low[0] - 4, low[1], low[0] + 4, low[1]),
  ]};
}

function matrixOption(rows, names, networks) {
  const most = Math.max(...rows.map(row => Math.abs(row.overRandom)), 1e-9);
  return {
    grid: {left: leftOf(names), right: 8, top: 8, bottom: 76},
    xAxis: axis('', {type: 'category', data: networks}),
    yAxis: axis('', {type: 'category', data: names, inverse: true, axisLabel: {color: ink('--soft')}}),
    visualMap: {
      min: -100 * most, max: 100 * most, dimension: 2, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 140, itemWidth: 10,
      text: [points(most) + ' over random', points(-most)], textStyle: {color: ink('--soft')}, hoverLink: false,
      inRange: {color: [ink('--warm'), ink('--panel'), ink('--accent')]},
    },
    tooltip: tooltip(p => [names[p.value[1]] + ', ' + networks[p.value[0]], accuracyText(p.data.row), overRandomText(p.data.row) + ' against random'], {trigger: 'item'}),
    series: [{
      type: 'heatmap', itemStyle: {borderColor: ink('--paper'), borderWidth: 1},
      data: rows.map(row => ({value: [networks.indexOf(row.network), names.indexOf(row.selection + ', ' + share(row.keep)), 100 * row.overRandom], row})),
      label: {show: true, color: ink('--ink'), fontSize: 11, formatter: p => (100 * p.data.row.accuracy).toFixed(1)},
    }],
  };
}

/*
 * Pairs of a training on everything an epoch has and one that spares samples. InfoBatch has its words; what else spares is named.
 */
function pruning(twins) {
  const kinds = distinct(twins.map(([, row]) => row.pruning));
  const alone = kinds.length === 1 && kinds[0] === 'infobatch';
  const node = section(alone ? 'With InfoBatch and without' : 'With samples spared and without',
      (alone ? 'InfoBatch leaves samples of low loss out of an epoch and lets the others of them weigh more; the last epochs see everything. '
          : 'Compared are ' + kinds.join(', ') + ': infobatch leaves out a part of what is known best and lets the rest of it weigh more, random-subsets '
              + 'takes another random share every epoch, seta a window of difficulty. ')
      + 'Every pair was trained for the same number of epochs.');
  const pair = element('div', {class: 'pair'});
  node.append(pair);
  const several = distinct(twins.map(([, row]) => row.network)).length > 1;
  const names = twins.map(([, row]) => row.selection + ' ' + share(row.keep) + (alone ? '' : ', ' + row.pruning) + (several ? ', ' + row.network : ''));
  const option = (box, value, text, xAxis) => {
    box.style.height = 6 + 3.6 * twins.length + 'rem';
    echarts.getInstanceByDom(box).resize();
    return {
      grid: {left: leftOf(names), right: 30, top: 40, bottom: 34},
      legend: {top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: {color: ink('--ink')}},
      xAxis,
      yAxis: axis('', {type: 'category', data: names, inverse: true}),
      tooltip: tooltip(p => [fullName(p.data.row), accuracyText(p.data.row), whole(p.data.row.samplesSeen) + ' samples seen, ' + duration(p.data.row.seconds)], {trigger: 'item'}),
      series: ['without', 'with'].map((name, i) => ({
        name: alone ? name + ' InfoBatch' : i ? 'spared' : 'everything', type: 'bar', barMaxWidth: 22, barGap: '12%', itemStyle: {color: i ? ink('--accent') : ink('--faint')},
        label: {show: true, position: 'insideLeft', color: i ? ink('--paper') : ink('--ink'), fontSize: 11, formatter: p => text(p.data.row)},
        data: twins.map(twin => ({value: value(twin[i]), row: twin[i]})),
      })),
    };
  };
  chart(pair, 'Samples seen', 'By one training: what is spared.', box => option(box, row => row.samplesSeen, row => whole(row.samplesSeen), valueAxis()));
  const accuracies = twins.flat().map(row => 100 * row.accuracy);
  const low = Math.max(0, 10 * Math.floor((Math.min(...accuracies) - 5) / 10));
  chart(pair, 'Accuracy', 'What that costs, or does not.' + (low > 0 ? ' The axis begins at ' + low + ' %.' : ''),
      box => option(box, row => 100 * row.accuracy, accuracyText, valueAxis({min: low, axisLabel: {formatter: value => value + ' %'}})));
}

function table(rows) {
  const node = section('The numbers', 'Seconds are a training’s share of the machine’s time. The time of selection counts features and the training of '
      + 'the network behind them; it is paid off after as many trainings on the selection in place of everything. '
      + 'Over random is the mean of the differences seed by seed, with its 95 % interval (Student’s t); of many comparisons one in twenty falls outside by chance. '
      + 'Networks trained by one seed share what was selected and are no independent evidence.');
  numbers(node, ['equal', 'network', 'selection'], ['kept', 'accuracy', 'over random', 'samples seen', 'seconds', 'selected in', 'paid off'], rows.map(row => [
    row.view, row.network, fullName(row), share(row.keep), accuracyText(row), row.overRandom === null ? '' : overRandomText(row),
    whole(row.samplesSeen), row.seconds.toFixed(1), row.selectionSeconds ? row.selectionSeconds.toFixed(1) : '', row.paidOff,
  ]));
}

/* What selections of records are worth to a language model; of losses the lesser is the better. */
function losses() {
  const rows = data.losses;
  if (!rows) {
    return;
  }
  const node = section(evaluatedTitle(rows, row => -row.overRandom), 'The model learned the answers of each selection anew, of random records, and of everything, each as often. '
      + 'Equal records: random is as many records; equal tokens: records that are as long in all. '
      + 'The loss is on the answers of held-out records, the mean over records: the less the better. Against random is the mean of the differences seed by seed'
      + (rows.some(row => row.overRandomInterval !== null) ? ', with its 95 % interval (Student’s t); of many comparisons one in twenty falls outside by chance.' : '.'));
  const off = value => value === null ? '' : ' ± ' + value.toFixed(4);
  const signed = value => (value >= 0 ? '+' : '−') + Math.abs(value).toFixed(4);
  numbers(node, ['equal', 'model', 'selection'], ['kept', 'loss', 'against random', 'tokens seen', 'seconds', 'selected in', 'paid off'], rows.map(row => [
    row.view, row.network, row.selection, share(row.keep), row.accuracy.toFixed(4) + off(row.deviation),
    row.overRandom === null ? '' : signed(row.overRandom) + off(row.overRandomInterval),
    whole(row.samplesSeen), row.seconds.toFixed(1), row.selectionSeconds ? row.selectionSeconds.toFixed(1) : '', row.paidOff,
  ]));
}
