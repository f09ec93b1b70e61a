element.addEventListener('click', (event) => {
  const chosen = event.target.closest('button.language');
  if (!chosen) return;
  document.documentElement.lang = chosen.dataset.language;
  trigger('language', {language: chosen.dataset.language});
});
watch('value', () => {
  // What was clicked has been drawn anew: the focus goes to its successor.
  if (document.activeElement === document.body) {
    element.querySelector('button.language[aria-pressed="true"]').focus({preventScroll: true});
  }
});
