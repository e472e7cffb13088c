/* What a check found: how much of each kind, and the gravest of each as they are. */

const issueKinds = {
  unreadable: ['cannot be read as an image', 'What cannot be read'],
  copy: ['has the pixels of another image'],
  'near-copy': ['looks like another image'],
  copies: [null, 'Copies, beside the image that stays'],
  leak: ['is, or looks like, an image of the test', 'Test images among the training images'],
  'two-labels': ['is, or looks like, an image with another label', 'The same image under two labels'],
  'wrong-label': ['rather belongs to another class', 'Labels that are probably wrong'],
  blank: ['one brightness all over', 'Blank images'],
  outlier: ['far from all others', 'Images unlike all others'],
  dark: ['dark all over', 'Dark images'],
  light: ['light all over', 'Light images'],
  blurred: ['far less sharp than the others', 'Blurred images'],
  'odd-size': ['of a size or shape that the others are not', 'Images of an odd size'],
};

function findings() {
  const found = data.findings;
  if (!found) {
    return;
  }
  const node = section('What may be wrong with the images', found.counts.length === 0 ? 'Nothing was found.'
      : whole(found.excluded) + ' of ' + whole(overview.n) + ' images are better left out; that is done only where'
      + ' “--exclude issues” is said.' + namedRightly(found.namedRightly));
  if (found.counts.length) {
    node.append(issueTable(found.counts));
  }
  found.groups.forEach(group => {
    const shown = group.rows.length;
    node.append(element('h3', {}, issueKinds[group.kind][1]));
    if (shown < group.total) {
      node.append(element('p', {class: 'caption'}, whole(shown) + ' of ' + whole(group.total) + '.'));
    }
    node.append(group.rows[0].images.length > 1 ? foundRows(group.rows) : foundOnes(group.rows));
  });
}

function namedRightly(share) {
  return share === null ? ''
      : ' Networks name ' + percent(share) + ' of the images rightly that they have not learned from: the fewer, the less'
      + ' their list of wrong labels says.';
}

function issueTable(counts) {
  const rows = counts.map(count => element('tr', {},
      element('td', {class: 'name'}, count.kind),
      element('td', {}, issueKinds[count.kind][0]),
      element('td', {class: 'number'}, whole(count.issues)),
      element('td', {class: 'number'}, whole(count.excluded))));
  return element('div', {class: 'scroll issues'}, element('table', {},
      element('thead', {}, element('tr', {}, element('th', {}, 'issue'), element('th', {}, 'the image'),
          element('th', {class: 'number'}, 'found'), element('th', {class: 'number'}, 'better left out'))),
      element('tbody', {}, ...rows)));
}

function foundRows(rows) {
  const widest = Math.max(...rows.map(row => row.images.length));
  const grid = element('div', {class: 'gallery', style: '--columns: ' + widest});
  rows.forEach(row => grid.append(
      element('div', {class: 'name'}, row.caption, element('small', {}, row.images[0].key)),
      element('div', {class: 'thumbs'}, ...row.images.map(thumbnail))));
  return grid;
}

function foundOnes(rows) {
  return element('div', {class: 'found'}, ...rows.map(row => element('div', {},
      element('div', {class: 'thumbs'}, thumbnail(row.images[0])),
      element('small', {}, row.caption),
      element('small', {}, row.images[0].key))));
}
