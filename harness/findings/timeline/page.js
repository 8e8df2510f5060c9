'use strict';
// Draws a story (see story_json.hpp). Only what can be seen is in the document, so that the size of a run
// does not matter. All texts of the run are set as text, never as markup.
(() => {
  const kinds = ['step', 'wait', 'wake', 'send', 'receive', 'timer', 'fault', 'breaks'];
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = (id) => document.getElementById(id);
  const read = (story) => story && {
    lanes: story.lanes.map(([name, host]) => ({name, host})),
    steps: story.steps.map(([seconds, lane, kind, words, place, causes, event], at) =>
      ({at, seconds: Number(seconds.toPrecision(9)), lane, kind: kinds[kind] || 'step', words, place, causes, event})),
  };
  const run = read(data.run), passing = read(data.passing);
  const effects = run.steps.map(() => []);
  for (const step of run.steps) for (const cause of step.causes) effects[cause].push(step.at);
  // Lanes by host; those of the passing run that this one lacks come last.
  const label = (lane) => (lane.host && lane.host !== lane.name ? lane.host + ' / ' : '') + lane.name;
  const rows = run.lanes.map((lane, at) => ({label: label(lane), host: lane.host, at}));
  if (passing) for (const lane of passing.lanes)
    if (!rows.some((row) => row.label === label(lane))) rows.push({label: label(lane), host: lane.host, at: rows.length});
  const order = [...rows].sort((a, b) => (a.host || '').localeCompare(b.host || '') || a.at - b.at);
  const row_of = new Map(order.map((row, at) => [row.label, at]));
  const row = (story, step) => row_of.get(label(story.lanes[step.lane]));
  // How many first steps both runs have; there the passing run has its boxes below those of this one.
  const same = (a, b) => a && b && a.kind === b.kind && a.words === b.words && a.place === b.place &&
    label(run.lanes[a.lane]) === label(passing.lanes[b.lane]);
  let parting = 0;
  if (passing) while (same(run.steps[parting], passing.steps[parting])) ++parting;

  const state = {by_time: false, layer: false, selected: -1, chain: new Set(), found: [], at_found: -1,
                 zoom: Math.max(12, Math.min(170, 6e6 / Math.max(1, run.steps.length)))};
  const svg = $('view'), scroll = $('scroll'), space = $('space'), tip = $('tip');
  const name_width = Math.min(260, 24 + 7.3 * Math.max(6, ...order.map((each) => each.label.length)));
  const top_height = 24;
  const row_height = () => (state.layer ? 48 : 28);
  const end_time = Math.max(1e-9, ...[run, passing].filter(Boolean).map((story) => story.steps.length ? story.steps[story.steps.length - 1].seconds : 0));
  const x_of = (step) => step.at * (state.by_time ? Math.max(8, state.zoom / 6) : state.zoom) +
    (state.by_time ? step.seconds / end_time * Math.max(900, state.zoom * 12) : 0);
  const box_width = () => (state.by_time ? Math.max(8, state.zoom / 6) : state.zoom) - 4;
  const total_width = () => {
    const ends = [run, passing].filter(Boolean).map((story) => story.steps.length ? x_of(story.steps[story.steps.length - 1]) : 0);
    return name_width + Math.max(...ends) + state.zoom + 60;
  };

  const make = (name, attributes, text) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  // The first step of a story that ends behind x; x grows from step to step.
  const first_behind = (story, x) => {
    let low = 0, high = story.steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x_of(story.steps[middle]) + state.zoom < x) low = middle + 1; else high = middle;
    }
    return low;
  };
  const cut = (text, width) => {
    const most = Math.floor(width / 7.3);
    return text.length <= most ? text : most < 4 ? '' : text.slice(0, most - 1) + '…';
  };

  const render = () => {
    const width = scroll.clientWidth, height = scroll.clientHeight;
    const left = scroll.scrollLeft - name_width, top = scroll.scrollTop - top_height;
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    const marker = svg.querySelector('defs');
    svg.replaceChildren(marker);
    const y_of = (place) => place * row_height() - top;
    const first_row = Math.max(0, Math.floor(top / row_height()));
    const last_row = Math.min(order.length, Math.ceil((top + height) / row_height()) + 1);
    for (let at = first_row; at <= last_row; ++at)
      svg.append(make('line', {class: 'lane', x1: 0, x2: width, y1: y_of(at), y2: y_of(at)}));
    const arrows = [], boxes = [], ticks = [];
    const draw = (story, layer) => {
      let before = null;
      for (let at = first_behind(story, left); at < story.steps.length; ++at) {
        const step = story.steps[at], x = x_of(step) - left;
        if (x > width) break;
        const place = row(story, step), y = y_of(place) + 4 + (layer ? 22 : 0), wide = box_width();
        if (!layer && step.seconds !== before)
          ticks.push(make('text', {class: 'dim', x, y: 15}, cut(step.seconds + ' s', Math.max(60, wide))));
        before = step.seconds;
        if (!layer) for (const cause of step.causes) {
          const from = run.steps[cause], chain = state.chain.has(step.at) && state.chain.has(cause);
          if (from.lane === step.lane && !chain) continue;
          const x0 = x_of(from) - left + wide, y0 = y_of(row(run, from)) + 14, y1 = y + 10;
          arrows.push(make('path', {class: 'arrow' + (chain ? ' chain' : ''), 'data-from': cause, 'data-to': step.at,
            d: `M${x0} ${y0}C${x0 + 20} ${y0} ${x - 20} ${y1} ${x} ${y1}`}));
        }
        if (place < first_row - 1 || place > last_row) continue;
        const classes = ['box', step.kind];
        if (layer) classes.push('passing');
        else {
          if (state.found_set && state.found_set.has(step.at)) classes.push('found');
          if (state.chain.has(step.at)) classes.push('chain');
          if (state.selected === step.at) classes.push('selected');
        }
        const box = make('rect', {class: classes.join(' '), x, y, width: wide, height: 20, rx: 3, 'data-step': step.at});
        box.dataset.layer = layer ? 'passing' : 'run';
        boxes.push(box);
        const text = cut(step.words, wide - 8);
        if (text) boxes.push(make('text', {x: x + 4, y: y + 14, 'pointer-events': 'none', class: layer ? 'dim' : ''}, text));
      }
    };
    if (passing && state.layer) draw(passing, true);
    draw(run, false);
    svg.append(...arrows, ...boxes);
    svg.append(make('rect', {class: 'back', x: 0, y: 0, width, height: top_height}), ...ticks);
    svg.append(make('rect', {class: 'back', x: 0, y: 0, width: name_width - 6, height}));
    for (let at = first_row; at < last_row; ++at)
      if (y_of(at) > 0) svg.append(make('text', {class: 'name', x: 8, y: y_of(at) + 18}, cut(order[at].label, name_width - 20)));
    svg.append(make('text', {class: 'dim', x: 8, y: 15}, 'time'));
  };
  let waits = false;
  const draw_soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; render(); });
  };
  const lay_out = () => {
    space.style.width = total_width() + 'px';
    space.style.height = Math.max(0, top_height + order.length * row_height() + 8 - scroll.clientHeight) + 'px';
    draw_soon();
  };

  const sentence = (step) => `${step.seconds} s  ${label(run.lanes[step.lane])}: ${step.words}` + (step.place ? `  ${step.place}` : '');
  // What led to a step, backwards, through causes.
  const chain_of = (at) => {
    const seen = new Set(), next = [at];
    while (next.length && seen.size < 10000) {
      const step = next.pop();
      if (seen.has(step)) continue;
      seen.add(step);
      next.push(...run.steps[step].causes);
    }
    return seen;
  };
  const show = (at) => {
    const step = run.steps[at], x = x_of(step) + name_width, y = row(run, step) * row_height() + top_height;
    if (x < scroll.scrollLeft + name_width || x > scroll.scrollLeft + scroll.clientWidth - state.zoom)
      scroll.scrollLeft = Math.max(0, x - scroll.clientWidth / 2);
    if (y < scroll.scrollTop + top_height || y > scroll.scrollTop + scroll.clientHeight - row_height())
      scroll.scrollTop = Math.max(0, y - scroll.clientHeight / 2);
  };
  const select = (at) => {
    if (!(at >= 0 && at < run.steps.length)) return;
    state.selected = at;
    state.chain = chain_of(at);
    const details = $('details'), step = run.steps[at];
    details.replaceChildren();
    const paragraph = (words) => {
      const element = document.createElement('p');
      element.textContent = words;
      details.append(element);
      return element;
    };
    const links = (title, places) => {
      if (!places.length) return;
      const element = paragraph(title + ' ');
      for (const place of places.slice(0, 12)) {
        const button = document.createElement('button');
        button.textContent = sentence(run.steps[place]);
        button.dataset.step = place;
        button.addEventListener('click', () => select(place));
        element.append(button, ' ');
      }
    };
    paragraph(`step ${at + 1} of ${run.steps.length}: ` + sentence(step)).id = 'chosen';
    links('because of', step.causes);
    links('leads to', effects[at]);
    show(at);
    draw_soon();
  };
  const search = () => {
    const wanted = $('search').value.trim().toLowerCase();
    state.found = wanted ? run.steps.filter((step) => sentence(step).toLowerCase().includes(wanted)).map((step) => step.at) : [];
    state.found_set = new Set(state.found);
    state.at_found = -1;
    $('count').textContent = wanted ? `${state.found.length} found` : '';
    draw_soon();
  };
  const next_found = (by) => {
    if (!state.found.length) return;
    state.at_found = (state.at_found + by + state.found.length) % state.found.length;
    select(state.found[state.at_found]);
  };
  const press = (button, on) => $(button).setAttribute('aria-pressed', on);
  const set_time = (on) => { state.by_time = on; press('time', on); lay_out(); if (state.selected >= 0) show(state.selected); };
  const set_layer = (on) => { state.layer = on && !!passing; press('layer', state.layer); lay_out(); };
  const set_zoom = (by) => { state.zoom = Math.max(12, Math.min(400, 2e7 / Math.max(1, run.steps.length), state.zoom * by)); lay_out(); };
  const broken = run.steps.findLastIndex((step) => step.kind === 'breaks');
  const set_theme = () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  };
  const in_lane = (by) => {
    const lane = run.steps[state.selected]?.lane;
    for (let at = state.selected + by; at >= 0 && at < run.steps.length; at += by)
      if (run.steps[at].lane === lane) return select(at);
  };

  $('time').addEventListener('click', () => set_time(!state.by_time));
  $('layer').addEventListener('click', () => set_layer(!state.layer));
  $('broken').addEventListener('click', () => select(broken));
  $('theme').addEventListener('click', set_theme);
  $('wider').addEventListener('click', () => set_zoom(1.5));
  $('narrower').addEventListener('click', () => set_zoom(1 / 1.5));
  $('search').addEventListener('input', search);
  $('search').addEventListener('keydown', (event) => { if (event.key === 'Enter') next_found(event.shiftKey ? -1 : 1); });
  $('next').addEventListener('click', () => next_found(1));
  if (!passing) $('layer').hidden = true;
  if (broken < 0) $('broken').hidden = true;
  svg.addEventListener('click', (event) => {
    const box = event.target.closest('[data-step]');
    if (box && box.dataset.layer === 'run') select(Number(box.dataset.step));
  });
  svg.addEventListener('mousemove', (event) => {
    const box = event.target.closest('[data-step]');
    tip.hidden = !box;
    if (!box) return;
    const story = box.dataset.layer === 'run' ? run : passing, step = story.steps[Number(box.dataset.step)];
    tip.textContent = `${step.seconds} s  ${label(story.lanes[step.lane])}\n${step.words}` + (step.place ? `\n${step.place}` : '') +
      (story === passing ? '\nin the run that holds' : '');
    tip.style.left = Math.min(event.clientX + 12, innerWidth - 320) + 'px';
    tip.style.top = event.clientY + 16 + 'px';
  });
  svg.addEventListener('mouseleave', () => { tip.hidden = true; });
  scroll.addEventListener('scroll', draw_soon, {passive: true});
  addEventListener('resize', lay_out);
  const keys = {ArrowRight: () => select(state.selected + 1), ArrowLeft: () => select(Math.max(0, state.selected - 1)),
    ArrowDown: () => in_lane(1), ArrowUp: () => in_lane(-1), Home: () => select(0), End: () => select(run.steps.length - 1),
    c: () => select(run.steps[state.selected]?.causes[0] ?? -1), b: () => select(broken), t: () => set_time(!state.by_time),
    p: () => set_layer(!state.layer), d: set_theme, n: () => next_found(1), N: () => next_found(-1), '+': () => set_zoom(1.5),
    '-': () => set_zoom(1 / 1.5), '/': () => $('search').focus()};
  addEventListener('keydown', (event) => {
    if (event.target === $('search') || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.body.dataset.steps = run.steps.length;
  document.body.dataset.parting = passing ? parting : -1;
  lay_out();
  render();
  select(broken >= 0 ? broken : run.steps.length - 1);
  render();
  document.body.dataset.ready = 'yes';
})();
