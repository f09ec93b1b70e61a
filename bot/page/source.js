const box = element.closest('#source');
// On a phone a source lies over the conversation, which is out of reach until it is closed.
const narrow = matchMedia('(max-width: 48rem)');
const over = () => Boolean(narrow.matches && element.querySelector('mark') && !box.dataset.closed);
const fit = () => {
  for (const each of document.querySelectorAll('#head, #asking, #foot')) each.inert = over();
  document.documentElement.classList.toggle('reading', over());
};
narrow.addEventListener('change', fit);
const inView = () => {
  const mark = element.querySelector('mark');
  const page = element.querySelector('.document');
  if (over()) {
    mark.scrollIntoView({block: 'center'});
    return;
  }
  page.scrollTop += mark.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3;
  element.querySelector('.source').scrollIntoView({block: 'nearest'});
};
const read = () => {
  delete box.dataset.closed;
  fit();
  element.querySelector('h2').focus({preventScroll: true});
  inView();
};
window.addEventListener('reading', read);
const left = ({turn, number}) => {
  if (narrow.matches) box.dataset.closed = 'yes';
  fit();
  const cited = document.querySelector(`#conversation button.cite[data-turn="${turn}"][data-number="${number}"]`);
  (cited ?? document.querySelectorAll('#conversation .turn')[turn])?.focus();
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const {turn, number} = button.dataset;
  if (button.className === 'step') trigger('cite', {turn: Number(turn), number: Number(number)});
  if (button.className === 'back') left(button.dataset);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && over()) left(element.querySelector('button.back').dataset);
});
let opened = '';
watch('value', () => {
  const words = element.querySelector('mark')?.textContent ?? '';
  const back = element.querySelector('button.back');
  const now = back ? `${back.dataset.turn} ${element.querySelector('h2').textContent} ${words}` : '';
  const quiet = box.dataset.quiet && !narrow.matches;
  delete box.dataset.quiet;
  // In another language the same words are open: nothing moves.
  if (now && now !== opened && !quiet) read();
  else if (now && now !== opened) inView();
  else fit();
  opened = now;
});
