element.addEventListener('click', (event) => {
  const chosen = event.target.closest('button.language');
  if (!chosen) return;
  document.documentElement.lang = chosen.dataset.language;
  sessionStorage.setItem('language', chosen.dataset.language);
  trigger('language', {language: chosen.dataset.language});
});
// A page that is loaded anew stays in the language that was chosen.
const kept = sessionStorage.getItem('language');
if (kept && !element.querySelector(`button.language[data-language="${kept}"][aria-pressed="true"]`)) {
  trigger('language', {language: kept});
}
watch('value', () => {
  // What was clicked has been drawn anew: the focus goes to its successor.
  if (document.activeElement === document.body) {
    element.querySelector('button.language[aria-pressed="true"]').focus({preventScroll: true});
  }
});
