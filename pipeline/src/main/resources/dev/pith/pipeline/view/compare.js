/* Two selections beside each other, and what was evaluated, run by run. */
import {$, element, guarded, ints, json, options, table, whole} from './page.js';

export class Comparison {
  constructor(model, goOn) {
    this.model = model;
    this.run = model.run;
    this.goOn = goOn; // hears of the name of a saved selection that one goes on from, and of all that were saved then
  }

  async open() {
    const state = await json('state');
    this.saved = state.saved;
    const choices = [['now', 'as it is now'], ...(this.run.selected ? [['own', 'of the run']] : []),
      ...state.saved.map(({name}) => ['saved/' + name, name]), ...state.others.map((name, k) => ['other/' + k, name])];
    for (const [select, preset] of [[$('first'), choices.length > 2 ? choices[2] : choices[1] || choices[0]], [$('second'), choices[0]]]) {
      const before = select.value;
      options(select, choices);
      select.value = choices.some(([value]) => value === before) ? before : preset[0];
      select.onchange = guarded(() => this.overlap());
    }
    await Promise.all([this.overlap(), evaluations()]);
    $('comparison').showModal();
  }

  async ids(choice) {
    if (choice === 'now') {
      return {ids: this.model.selection(), out: this.model.leftOut()};
    }
    if (choice === 'own') {
      return {ids: this.model.own, out: []};
    }
    const [kind, name] = choice.split('/');
    const numbers = await ints(`${kind}/${this.run.samples}/${encodeURIComponent(name)}`);
    return kind === 'other' ? {ids: numbers, out: []} : {ids: numbers.subarray(1, 1 + numbers[0]), out: numbers.subarray(1 + numbers[0])};
  }

  /* All samples, each class and each bin: its name, and the number of the group of each sample. */
  groups() {
    const {bin, label} = this.model;
    const {bins, classes} = this.run;
    return [
      {names: ['all samples'], groupOf: () => 0},
      ...(classes.length ? [{names: classes, groupOf: id => label[id]}] : []),
      ...(bins > 1 ? [{names: [...Array.from({length: bins}, (_, k) => 'bin ' + k), 'no bin'], groupOf: id => bin[id] < 0 ? bins : bin[id]}] : []),
    ];
  }

  async overlap() {
    const model = this.model;
    const [a, b] = await Promise.all([this.ids($('first').value), this.ids($('second').value)]);
    const inside = new Uint8Array(model.n);
    a.ids.forEach(id => { inside[id] |= 1; });
    b.ids.forEach(id => { inside[id] |= 2; });
    const rows = this.groups().flatMap(({names, groupOf}) => {
      const counts = names.map(() => [0, 0, 0, 0]);
      inside.forEach((which, id) => { counts[groupOf(id)][which]++; });
      return names.map((name, k) => [name, counts[k]]);
    }).filter(([, counts]) => counts[1] + counts[2] + counts[3] > 0);
    const share = ([, onlyA, onlyB, both]) => (100 * both / Math.max(1, onlyA + onlyB + both)).toFixed(0) + ' %';
    const total = rows.length ? rows[0][1] : [0, 0, 0, 0];
    $('overlap').textContent = `${whole(total[3])} samples are in both, ${whole(total[1])} in A alone, ${whole(total[2])} in B alone: `
        + `${share(total)} of those in either are in both.`;
    $('overlap-table').replaceChildren(table(['', 'A', 'B', 'both', 'A alone', 'B alone', 'overlap'],
        rows.map(([name, c]) => [name, ...[c[1] + c[3], c[2] + c[3], c[3], c[1], c[2]].map(whole), share(c)])));
    const circle = which => () => {
      model.circle(model.where(id => inside[id] === which));
      model.set({show: 'circled'});
      $('comparison').close();
    };
    $('only-first').onclick = circle(1);
    $('only-second').onclick = circle(2);
    $('both').onclick = circle(3);
    $('take-first').onclick = () => {
      model.take(a.ids, a.out);
      if ($('first').value.startsWith('saved/')) {
        this.goOn($('first').value.slice(6), this.saved);
      }
      $('comparison').close();
    };
  }
}

/* Of every selection and network that was evaluated, what came of it in each run. */
async function evaluations() {
  const runs = await json('evaluations');
  const text = ({measure}, value, off, sign) => {
    const [unit, digits] = measure === 'loss' ? [1, 4] : [100, 2];
    const around = off === null ? '' : ' ± ' + (unit * off).toFixed(digits);
    return value === null ? '' : (sign && value >= 0 ? '+' : '') + (unit * value).toFixed(digits) + around;
  };
  const lines = new Map();
  runs.forEach(({rows}, k) => rows.forEach(row => {
    const selection = row.selection + (row.pruning === 'none' ? '' : ' + ' + row.pruning);
    const names = [selection, row.network, +(100 * row.keep).toPrecision(4) + ' %', row.equal];
    const key = names.join('\n');
    lines.set(key, lines.get(key) || [...names, ...runs.map(() => '')]);
    const found = [text(row, row.value, row.deviation), text(row, row.overRandom, row.interval, true)];
    lines.get(key)[names.length + k] = found.filter(Boolean).join(', ');
  }));
  $('evaluated').hidden = !runs.length;
  $('evaluated-table').replaceChildren(table(['selection', 'network', 'kept', 'equal', ...runs.map(one => one.run)], [...lines.values()]));
}
