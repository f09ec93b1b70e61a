const told = (button) => {
  const label = button.textContent;
  button.textContent = button.dataset.done;
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
  const texts = [...element.querySelectorAll('button.copy')].map((each) => each.dataset.text);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([texts.join('\n\n\n')], {type: 'text/plain;charset=utf-8'}));
  link.download = button.dataset.name;
  link.click();
  URL.revokeObjectURL(link.href);
};
const rated = (button) => {
  const box = button.closest('.rating');
  const turn = Number(box.dataset.turn);
  if (button.dataset.helpful === 'no') {
    const why = box.querySelector('.why');
    why.hidden = !why.hidden;
    button.setAttribute('aria-expanded', String(!why.hidden));
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
  if (back) document.querySelector('#source h2').focus();
  else trigger('cite', {turn: Number(turn), number: Number(number)});
};
const actions = {
  cite: cited,
  ask: (button) => trigger('ask', {question: button.dataset.question}),
  copy: (button) => copied(button.dataset.text, button),
  share: (button) => copied(address(button.dataset.question), button),
  print: () => window.print(),
  save: saved,
  rate: rated,
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const action = button && actions[button.className];
  if (action) action(button);
});
// A conversation is drawn anew at every step: the focus stays with the number that had it.
let focused = null;
element.addEventListener('focusin', (event) => { focused = event.target.dataset; });
element.addEventListener('focusout', (event) => { if (event.relatedTarget) focused = null; });
watch('value', () => {
  const turns = element.querySelectorAll('.turn');
  const {turn, number} = focused ?? {};
  // What had the focus may go a moment later, as the button to stop does.
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    const again = number && element.querySelector(`button.cite[data-turn="${turn}"][data-number="${number}"]`);
    (again || document.querySelector('#question textarea')).focus({preventScroll: true});
  }, 100);
  if (turns.length) turns[turns.length - 1].scrollIntoView({block: 'nearest'});
});
// What stands behind '#' never reaches a server's log.
const asked = () => {
  const question = new URLSearchParams(location.hash.slice(1)).get('q');
  if (question) trigger('ask', {question});
};
window.addEventListener('hashchange', asked);
// Loaded anew, the page asks the last question again: answer and numbers come back, and nothing more was kept.
const kept = sessionStorage.getItem('again');
sessionStorage.removeItem('again');
window.addEventListener('pagehide', () => {
  const last = [...element.querySelectorAll('.turn button.share')].at(-1);
  if (last && !element.querySelector('.turn[data-waits]')) sessionStorage.setItem('again', last.dataset.question);
});
const reloaded = performance.getEntriesByType('navigation')[0]?.type === 'reload';
if (kept && reloaded) trigger('ask', {question: kept});
else asked();
