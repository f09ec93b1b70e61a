const field = () => document.querySelector('#question textarea');
const note = () => element.querySelector('.notice');
const excess = () => field().value.length - Number(note().dataset.most);
const refuse = (event) => {
  if (excess() <= 0) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  field().focus();
};
document.addEventListener('input', (event) => {
  if (event.target !== field()) return;
  const over = excess();
  note().hidden = over <= 0;
  note().querySelector('span').textContent = `(${field().value.length})`;
  field().setAttribute('aria-invalid', String(over > 0));
});
document.addEventListener('click', (event) => { if (event.target.closest('#ask')) refuse(event); }, true);
document.addEventListener('keydown', (event) => {
  if (event.target === field() && event.key === 'Enter' && !event.shiftKey) refuse(event);
}, true);
