const shown = () => element.querySelector('button.language[aria-pressed="true"]').dataset.language;
// What is read out in a language must be in it: only once the page has been drawn in another, that is said.
const spoken = () => { document.documentElement.lang = shown(); };
element.addEventListener('click', (event) => {
  const chosen = event.target.closest('button.language');
  if (chosen) trigger('language', {language: chosen.dataset.language});
});
window.addEventListener('spoken', spoken);
spoken();
// A page that is loaded anew stays in the language that was chosen.
const kept = sessionStorage.getItem('language');
if (kept && kept !== shown()) trigger('language', {language: kept});
watch('value', () => {
  spoken();
  sessionStorage.setItem('language', shown());
  // What was clicked has been drawn anew: the focus goes to its successor.
  if (document.activeElement === document.body) {
    element.querySelector('button.language[aria-pressed="true"]').focus({preventScroll: true});
  }
});
// Within the main part it would be no landmark.
element.closest('main').before(element.closest('#head'));
