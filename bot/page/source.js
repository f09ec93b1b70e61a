element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const {turn, number} = button.dataset;
  if (button.className === 'step') trigger('cite', {turn: Number(turn), number: Number(number)});
  if (button.className === 'back') {
    document.querySelector(`#conversation button.cite[data-turn="${turn}"][data-number="${number}"]`).focus();
  }
});
let opened = '';
watch('value', () => {
  const mark = element.querySelector('mark');
  const back = element.querySelector('button.back');
  const now = back ? `${back.dataset.turn} ${back.dataset.number}` : '';
  // In another language the same words are open: nothing moves.
  if (!mark || now === opened) { opened = now; return; }
  opened = now;
  const page = element.querySelector('.document');
  page.scrollTop += mark.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3;
  element.querySelector('h2').focus({preventScroll: true});
  element.querySelector('.source').scrollIntoView({block: 'nearest'});
});
