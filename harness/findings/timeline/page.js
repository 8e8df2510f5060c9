'use strict';
// Draws a story (see page_data.hpp). Only what can be seen is in the document, and only the words that are
// shown or searched are read, so that the size of a run does not matter. All texts of the run are set as text,
// never as markup.
(() => {
  const kinds = ['step', 'wait', 'wake', 'send', 'receive', 'timer', 'fault', 'breaks'];
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const read = (story, name) => {
    if (!story) return null;
    const parts = document.querySelectorAll('script.' + name), texts = [];
    const text_of = (at) => {
      const text = story.text[at], part = Math.floor(text / data.part);
      return (texts[part] ??= JSON.parse(parts[part].textContent))[text % data.part];
    };
    return {
      lanes: story.lanes.map(([name, host]) => ({name, host})),
      size: story.seconds.length,
      left_out: story.left_out,
      kind: (at) => kinds[story.kind[at]] || 'step',
      seconds: (at) => Number(story.seconds[at].toPrecision(9)),
      lane: (at) => story.lane[at],
      causes: (at) => story.causes[at],
      words: (at) => text_of(at)[0],
      place: (at) => text_of(at)[1],
    };
  };
  const run = read(data.run, 'run'), passing = read(data.passing, 'passing');
  const stories = [run, passing].filter(Boolean);
  // Lanes by host; those of the passing run that this one lacks come last.
  const label = (lane) => (lane.host && lane.host !== lane.name ? lane.host + ' / ' : '') + lane.name;
  const rows = run.lanes.map((lane, at) => ({label: label(lane), host: lane.host, at}));
  if (passing) for (const lane of passing.lanes)
    if (!rows.some((row) => row.label === label(lane))) rows.push({label: label(lane), host: lane.host, at: rows.length});
  const order = [...rows].sort((a, b) => (a.host || '').localeCompare(b.host || '') || a.at - b.at);
  const row_of = new Map(order.map((row, at) => [row.label, at]));
  for (const story of stories) story.rows = story.lanes.map((lane) => row_of.get(label(lane)));
  const row = (story, at) => story.rows[story.lane(at)];
  const state = {by_time: false, layer: false, selected: -1, chain: new Set(), found: [], at_found: -1,
                 zoom: Math.max(12, Math.min(170, 6e6 / Math.max(1, run.size)))};
  const svg = $('view'), scroll = $('scroll'), space = $('space'), tip = $('tip');
  const name_width = Math.min(260, 24 + 7.3 * Math.max(6, ...order.map((each) => each.label.length)));
  const top_height = 24;
  const row_height = () => (state.layer ? 48 : 28);
  const end_time = Math.max(1e-9, ...stories.map((story) => story.size ? story.seconds(story.size - 1) : 0));
  const x_of = (story, at) => at * (state.by_time ? Math.max(8, state.zoom / 6) : state.zoom) +
    (state.by_time ? story.seconds(at) / end_time * Math.max(900, state.zoom * 12) : 0);
  const box_width = () => (state.by_time ? Math.max(8, state.zoom / 6) : state.zoom) - 4;
  const total_width = () => {
    const ends = stories.map((story) => story.size ? x_of(story, story.size - 1) : 0);
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
    let low = 0, high = story.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x_of(story, middle) + state.zoom < x) low = middle + 1; else high = middle;
    }
    return low;
  };
  const cut = (text, width) => {
    const most = Math.floor(width / 7.3);
    return text.length <= most ? text : most < 4 ? '' : text.slice(0, most - 1) + '\u2026';
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
      for (let at = first_behind(story, left); at < story.size; ++at) {
        const x = x_of(story, at) - left;
        if (x > width) break;
        const place = row(story, at), y = y_of(place) + 4 + (layer ? 22 : 0), wide = box_width();
        const seconds = story.seconds(at);
        if (!layer && seconds !== before)
          ticks.push(make('text', {class: 'dim', x, y: 15}, cut(seconds + ' s', Math.max(60, wide))));
        before = seconds;
        if (!layer) for (const cause of run.causes(at)) {
          const chain = state.chain.has(at) && state.chain.has(cause);
          if (run.lane(cause) === run.lane(at) && !chain) continue;
          const x0 = x_of(run, cause) - left + wide, y0 = y_of(row(run, cause)) + 14, y1 = y + 10;
          arrows.push(make('path', {class: 'arrow' + (chain ? ' chain' : ''), 'data-from': cause, 'data-to': at,
            d: `M${x0} ${y0}C${x0 + 20} ${y0} ${x - 20} ${y1} ${x} ${y1}`}));
        }
        if (place < first_row - 1 || place > last_row) continue;
        const classes = ['box', story.kind(at)];
        if (layer) classes.push('passing');
        else {
          if (state.found_set && state.found_set.has(at)) classes.push('found');
          if (state.chain.has(at)) classes.push('chain');
          if (state.selected === at) classes.push('selected');
        }
        const box = make('rect', {class: classes.join(' '), x, y, width: wide, height: 20, rx: 3, 'data-step': at});
        box.dataset.layer = layer ? 'passing' : 'run';
        boxes.push(box);
        const text = cut(story.words(at), wide - 8);
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

  const sentence = (at) => `${run.seconds(at)} s  ${label(run.lanes[run.lane(at)])}: ${run.words(at)}` + (run.place(at) ? `  ${run.place(at)}` : '');
  const effects_of = (at) => {
    const effects = [];
    for (let later = at + 1; later < run.size; ++later) if (run.causes(later).includes(at)) effects.push(later);
    return effects;
  };
  // What led to a step, backwards, through causes.
  const chain_of = (at) => {
    const seen = new Set(), next = [at];
    while (next.length && seen.size < 10000) {
      const step = next.pop();
      if (seen.has(step)) continue;
      seen.add(step);
      next.push(...run.causes(step));
    }
    return seen;
  };
  const show = (at) => {
    const x = x_of(run, at) + name_width, y = row(run, at) * row_height() + top_height;
    if (x < scroll.scrollLeft + name_width || x > scroll.scrollLeft + scroll.clientWidth - state.zoom)
      scroll.scrollLeft = Math.max(0, x - scroll.clientWidth / 2);
    if (y < scroll.scrollTop + top_height || y > scroll.scrollTop + scroll.clientHeight - row_height())
      scroll.scrollTop = Math.max(0, y - scroll.clientHeight / 2);
  };
  const select = (at) => {
    if (!(at >= 0 && at < run.size)) return;
    state.selected = at;
    state.chain = chain_of(at);
    const details = $('details');
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
        button.textContent = sentence(place);
        button.dataset.step = place;
        button.addEventListener('click', () => select(place));
        element.append(button, ' ');
      }
    };
    paragraph(`step ${at + 1} of ${run.size}: ` + sentence(at)).id = 'chosen';
    links('because of', run.causes(at));
    links('leads to', effects_of(at));
    show(at);
    draw_soon();
  };
  const search = () => {
    const wanted = $('search').value.trim().toLowerCase();
    state.found = [];
    for (let at = 0; wanted && at < run.size; ++at) if (sentence(at).toLowerCase().includes(wanted)) state.found.push(at);
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
  const set_zoom = (by) => { state.zoom = Math.max(12, Math.min(400, 2e7 / Math.max(1, run.size), state.zoom * by)); lay_out(); };
  let broken = run.size - 1;
  while (broken >= 0 && run.kind(broken) !== 'breaks') --broken;
  const set_theme = () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  };
  const in_lane = (by) => {
    const lane = run.lane(state.selected);
    for (let at = state.selected + by; at >= 0 && at < run.size; at += by)
      if (run.lane(at) === lane) return select(at);
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
    const story = box.dataset.layer === 'run' ? run : passing, at = Number(box.dataset.step);
    tip.textContent = `${story.seconds(at)} s  ${label(story.lanes[story.lane(at)])}\n${story.words(at)}` + (story.place(at) ? `\n${story.place(at)}` : '') +
      (story === passing ? '\nin the run that holds' : '');
    tip.style.left = Math.min(event.clientX + 12, innerWidth - 320) + 'px';
    tip.style.top = event.clientY + 16 + 'px';
  });
  svg.addEventListener('mouseleave', () => { tip.hidden = true; });
  scroll.addEventListener('scroll', draw_soon, {passive: true});
  addEventListener('resize', lay_out);
  const keys = {ArrowRight: () => select(state.selected + 1), ArrowLeft: () => select(Math.max(0, state.selected - 1)),
    ArrowDown: () => in_lane(1), ArrowUp: () => in_lane(-1), Home: () => select(0), End: () => select(run.size - 1),
    c: () => select(run.causes(state.selected)?.[0] ?? -1), b: () => select(broken), t: () => set_time(!state.by_time),
    p: () => set_layer(!state.layer), d: set_theme, n: () => next_found(1), N: () => next_found(-1), '+': () => set_zoom(1.5),
    '-': () => set_zoom(1 / 1.5), '/': () => $('search').focus()};
  addEventListener('keydown', (event) => {
    if (event.target === $('search') || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.body.dataset.steps = run.size;
  document.body.dataset.parting = data.parting;
  if (run.left_out) $('left-out').textContent = `the first ${run.left_out} steps are left out`;
  lay_out();
  render();
  select(broken >= 0 ? broken : run.size - 1);
  render();
  document.body.dataset.ready = 'yes';
})();
