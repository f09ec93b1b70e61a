element.addEventListener('click', (event) => {
  const button = event.target.closest('button.cite');
  if (button) trigger('cite', {turn: Number(button.dataset.turn), number: Number(button.dataset.number)});
});
watch('value', () => {
  const turns = element.querySelectorAll('.turn');
  if (turns.length) turns[turns.length - 1].scrollIntoView({block: 'nearest'});
});
