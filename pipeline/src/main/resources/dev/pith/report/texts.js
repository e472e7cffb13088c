/* What only texts have: lengths and leading words; and, for all samples that can be shown, what was kept for those left out. */

function texts() {
  const statistics = data.texts;
  if (!statistics) {
    return;
  }
  const node = section('How long the texts are, and how they begin', null);
  const pair = element('div', {class: 'pair'});
  node.append(pair);
  chart(pair, 'Length', 'Characters of what is compared. The box holds the middle half, the line in it is the median, whiskers reach from 5 to 95 %.',
      () => lengthOption(textGroups()));
  chart(pair, 'Leading word', 'How many of a group’s texts begin with it; in an instruction that is mostly the verb.',
      () => wordOption(textGroups(), statistics.words));
}

function textGroups() {
  return data.texts.groups.filter(group => group.name !== 'kept' || keptApart);
}

function groupName(group) {
  return overview.ranking && group.name === '0' ? 'ranked' : group.name;
}

function groupAxis(groups) {
  return axis(overview.ranking ? '' : 'bin', {type: 'category', data: groups.map(groupName)});
}

function lengthOption(groups) {
  return {
    xAxis: groupAxis(groups),
    yAxis: valueAxis({min: 0}),
    tooltip: tooltip(p => {
      const lengths = groups[p.dataIndex].lengths;
      return [textGroupInFull(groups[p.dataIndex]), ...['5 %', '25 %', 'half', '75 %', '95 %']
          .map((share, i) => share + ' have at most ' + whole(lengths[i]) + ' characters')];
    }, {trigger: 'item'}),
    series: [{
      type: 'boxplot',
      boxWidth: [6, 30],
      data: groups.map((group, i) => ({
        value: group.lengths.length ? group.lengths : [null, null, null, null, null],
        itemStyle: {color: ink('--panel'), borderColor: i < bins ? binColour(i) : ink('--soft'), borderWidth: 1.6},
      })),
    }],
  };
}

function wordOption(groups, words) {
  const cells = groups.flatMap((group, g) => group.shares.map((share, w) => [g, w, 100 * share]));
  return {
    xAxis: groupAxis(groups),
    yAxis: axis('', {type: 'category', data: words, inverse: true, axisLabel: {color: ink('--soft'), width: 90, overflow: 'truncate', interval: 0}}),
    grid: {left: 8, right: 8, top: 8, bottom: 30, containLabel: true},
    visualMap: {show: false, min: 0, max: Math.max(...cells.map(cell => cell[2]), 1), dimension: 2, inRange: {color: [ink('--panel'), ink('--warm')]}},
    tooltip: tooltip(p => [textGroupInFull(groups[p.value[0]]), short(p.value[2]) + ' % begin with “' + words[p.value[1]] + '”'], {trigger: 'item'}),
    series: [{
      type: 'heatmap', data: cells, itemStyle: {borderColor: ink('--paper'), borderWidth: 1},
      label: {show: cells.length <= 240, color: ink('--ink'), fontSize: 10, formatter: p => p.value[2] < 0.05 ? '' : +p.value[2].toPrecision(2) + ''},
    }],
  };
}

function textGroupInFull(group) {
  return group.name === 'all' ? 'all texts' : group.name === 'kept' ? 'kept' : binName(Number(group.name));
}

function standIns() {
  const part = data.standIns;
  if (!part) {
    return;
  }
  const {kept, random} = part;
  const ratio = kept.mean / random.mean;
  const title = ratio < 0.98 ? 'What was kept lies nearer to all samples than a random draw'
      : ratio > 1.02 ? 'A random draw lies nearer to all samples than what was kept'
      : 'What was kept lies as near to all samples as a random draw';
  const node = section(title, 'From ' + (part.all ? 'a sample' : 'a sample, of ' + whole(part.looked) + ' looked at,')
      + ' to the nearest kept one it is ' + short(kept.mean) + ' on average, and at most ' + short(kept.most) + ' for 95 % of them; with a random draw of the same size '
      + short(random.mean) + ' and ' + short(random.most) + '. Some that were left out, each beside the nearest kept one:');
  const form = data.gallery.form;
  const grid = element('div', {class: 'gallery', style: '--columns: 2'});
  node.append(grid);
  part.pairs.forEach((pair, i) => grid.append(
      element('div', {class: 'name'}, 'distance ' + short(pair.distance),
          element('small', {}, i === 0 ? 'nearest of all' : i === part.pairs.length - 1 ? 'farthest of all' : 'left out, and kept')),
      rowContent(form, [pair.left, pair.kept])));
}
