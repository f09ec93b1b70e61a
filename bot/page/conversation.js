const turns = () => [...element.querySelectorAll('.turn')];
const turnOf = (node) => turns().indexOf(node.closest('.turn'));

const told = (button) => {
  const label = button.textContent;
  button.textContent = button.dataset.done;
  window.dispatchEvent(new CustomEvent('said', {detail: button.dataset.done}));
  setTimeout(() => { button.textContent = label; }, 2000);
};
const copied = async (text, button) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS a page has no clipboard: select the text, and let the browser copy what is selected.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  told(button);
};
const saved = (button) => {
  const texts = turns().map((each) => each.dataset.text).filter(Boolean);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([texts.join('\n\n\n')], {type: 'text/plain;charset=utf-8'}));
  link.download = button.dataset.name;
  link.click();
  URL.revokeObjectURL(link.href);
};

// A conversation is drawn anew at every step, closed: what the visitor opened is opened again.
const open = new Set();
const remember = (node, kind, is) => open[is ? 'add' : 'delete'](`${turnOf(node)} ${kind}`);
const unfold = (why, is) => {
  why.hidden = !is;
  why.closest('.rating').querySelector('[aria-controls]').setAttribute('aria-expanded', String(is));
};
element.addEventListener('toggle', ({target}) => remember(target, target.className, target.open), true);
const reopened = () => turns().forEach((turn, at) => {
  for (const each of turn.querySelectorAll('details')) each.open = open.has(`${at} ${each.className}`);
  const why = turn.querySelector('.why');
  if (why) unfold(why, open.has(`${at} why`));
});

const rated = (button) => {
  const box = button.closest('.rating');
  const turn = turnOf(box);
  if (button.dataset.helpful === 'no') {
    const why = box.querySelector('.why');
    remember(box, 'why', why.hidden);
    unfold(why, why.hidden);
    if (!why.hidden) why.querySelector('input').focus();
    return;
  }
  const complaint = box.querySelector('input:checked')?.value ?? '';
  const helpful = button.dataset.helpful === 'yes';
  trigger('rate', {turn, helpful, complaint: helpful ? '' : complaint, note: helpful ? '' : box.querySelector('textarea').value});
};
const address = (question) => `${location.origin}${location.pathname}#q=${encodeURIComponent(question)}`;
const cited = (button) => {
  const {turn, number} = button.dataset;
  const back = document.querySelector(`#source button.back[data-turn="${turn}"][data-number="${number}"]`);
  // What is open already is not drawn anew: it only has to be found again.
  if (back) window.dispatchEvent(new Event('reading'));
  else trigger('cite', {turn: Number(turn), number: Number(number)});
};
const actions = {
  cite: cited,
  ask: (button) => trigger('ask', {question: button.dataset.question}),
  copy: (button) => copied(button.closest('.turn').dataset.text, button),
  share: (button) => copied(address(button.closest('.turn').dataset.question), button),
  print: () => window.print(),
  save: saved,
  rate: rated,
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const action = button && actions[button.className];
  if (action) action(button);
});

// Where the focus was, and in which turn, since what has it may be drawn anew or go.
let focused = null;
document.addEventListener('focusin', ({target}) => {
  focused = {target, turn: element.contains(target) ? turnOf(target) : -1, number: target.dataset.number};
});
const refocused = () => {
  if (document.activeElement !== document.body || !focused) return;
  if (focused.target.isConnected && focused.target.checkVisibility()) return;
  const all = turns();
  // What is gone with an answer, as the button to stop, leaves one with the answer.
  const turn = all[focused.turn] ?? all.at(-1);
  const number = focused.number && turn?.querySelector(`button.cite[data-number="${focused.number}"]`);
  const stopped = focused.turn < 0 && turn?.querySelector('.problem');
  const next = number || turn?.querySelector('.thanks') || (stopped ? null : turn);
  (next || document.querySelector('#question textarea')).focus({preventScroll: true});
};

// How many turns there were: only a new one moves the page, and only where it would be out of sight.
let count = 0;
const scrolled = () => {
  const all = turns();
  const added = all.length > count;
  count = all.length;
  if (!added) return;
  const {top} = all.at(-1).getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) all.at(-1).scrollIntoView({block: 'start'});
};
// Which number was open before the page was loaded anew.
let wanted = 0;
const reopenedSource = () => {
  if (!wanted || !element.querySelector('.turn') || element.querySelector('.turn[data-waits]')) return;
  if (element.querySelector(`button.cite[data-turn="0"][data-number="${wanted}"]`)) {
    document.querySelector('#source').dataset.quiet = 'yes';
    trigger('cite', {turn: 0, number: wanted});
  }
  wanted = 0;
};
// Who begins again leaves nothing behind, even where the server has not said so yet.
let cleared = false;
document.addEventListener('click', ({target}) => { if (target.closest?.('#clear')) cleared = true; }, true);
watch('value', () => {
  if (!turns().length) cleared = false;
  // Answered, or taken away: the question of before needs no keeping any more.
  if (turns().length ? turns().at(-1).dataset.question : count) again = null;
  if (!turns().length) open.clear();
  reopened();
  scrolled();
  reopenedSource();
  // What had the focus may go a moment later, as the button to stop does.
  setTimeout(refocused, 100);
});

// What stands behind '#' never reaches a server's log; once asked it is gone from the address, too.
const asked = () => {
  const question = new URLSearchParams(location.hash.slice(1)).get('q');
  if (!question) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  trigger('ask', {question});
};
window.addEventListener('hashchange', asked);
// Loaded anew, the page asks the last question again and opens the number that was open: answer and source come
// back, and no more than these two was kept, until then.
window.addEventListener('pagehide', () => {
  const at = turns().findLastIndex((each) => each.dataset.question);
  const back = document.querySelector(`#source:not([data-closed]) button.back[data-turn="${at}"]`);
  const now = at < 0 ? again : {question: turns()[at].dataset.question, number: Number(back?.dataset.number ?? 0)};
  if (now && !cleared) sessionStorage.setItem('last', JSON.stringify(now));
});
// A page that the browser had put aside has lost its server meanwhile.
window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
const last = JSON.parse(sessionStorage.getItem('last'));
sessionStorage.removeItem('last');
const how = performance.getEntriesByType('navigation')[0]?.type;
// Loaded anew twice at once, as Gradio does after a lost connection, it is still to be asked.
let again = how === 'reload' || how === 'back_forward' ? last : null;
if (again) {
  wanted = again.number;
  trigger('ask', {question: again.question, again: true});
} else asked();
