/* The pieces of which the page is made, words for numbers, and questions to the server. Text from the run only becomes text nodes. */

export const $ = id => document.getElementById(id);

/* ---- asking the server ---- */

export async function ask(path, options) {
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

export const json = async path => (await ask(path)).json();
export const ints = async path => new Int32Array(await (await ask(path)).arrayBuffer());
export const floats = async path => new Float32Array(await (await ask(path)).arrayBuffer());

/* Splits what is sent as lists, each after its length. */
export function lists(numbers) {
  const parts = [];
  for (let at = 0; at < numbers.length; at += numbers[at] + 1) {
    parts.push(numbers.subarray(at + 1, at + 1 + numbers[at]));
  }
  return parts;
}

/* ---- pieces of the page ---- */

/* Shows what went wrong in place of doing nothing. */
export const guarded = work => async (...given) => {
  try {
    return await work(...given);
  } catch (failure) {
    say(failure.message, 'bad');
    return null;
  }
};

export function say(text, kind, action, act) {
  $('message').hidden = !text;
  $('message').className = kind || '';
  $('message').querySelector('span').textContent = text;
  const button = $('message').querySelector('button');
  button.textContent = action || 'Close';
  button.onclick = act || (() => { $('message').hidden = true; });
}

export function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export const button = (text, act, title) => {
  const node = element('button', {type: 'button', title: title || ''}, text);
  node.addEventListener('click', act);
  return node;
};

/* Small images are shown pixel by pixel. */
export function sharp(image) {
  image.onload = () => image.classList.toggle('small', image.naturalWidth < 64);
  return image;
}

export function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, text]) => element('option', {value}, text)));
}

export const table = (titles, rows) => element('table', {},
    element('thead', {}, element('tr', {}, ...titles.map(title => element('th', {}, title)))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map(text => element('td', {}, text))))));

/* ---- words for numbers ---- */

export const whole = value => Math.round(value).toLocaleString('en-US');

export function number(value) {
  if (value === undefined || value !== value) {
    return '–';
  }
  const size = Math.abs(value);
  return value.toLocaleString('en-US', {maximumFractionDigits: size >= 1000 ? 0 : size >= 10 ? 1 : 3});
}

export function ordinal(value) {
  const ending = value % 100 > 10 && value % 100 < 14 ? 'th' : ['th', 'st', 'nd', 'rd'][value % 10] || 'th';
  return whole(value) + ending;
}
