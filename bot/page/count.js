// From here on it is told how many characters there are.
const LONG = 0.8;
const field = () => document.querySelector('#question textarea');
const notice = () => element.querySelector('#at-field');
const counted = () => element.querySelector('#counted');
const length = () => field().value.length;
const most = () => Number(counted().dataset.most);
const waiting = () => document.querySelector('.turn[data-waits]');
const say = (text) => { if (notice().textContent !== text) notice().textContent = text; };
const look = () => {
  const over = length() > most();
  counted().textContent = length() > LONG * most() ? counted().dataset.form.replace('#', length()) : '';
  say(over ? notice().dataset.tooLong : '');
  field().setAttribute('aria-invalid', String(over));
  field().setAttribute('aria-describedby', `ai-notice privacy-line${over ? ' at-field' : ''} counted`);
};
const refuse = (event, put) => {
  const wait = waiting() && put;
  if (!wait && length() <= most()) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  if (wait) say(notice().dataset.wait);
  else field().focus();
  // Below a long question it may be out of sight.
  notice().scrollIntoView({block: 'nearest'});
};
document.addEventListener('input', (event) => { if (event.target === field()) look(); });
document.addEventListener('click', (event) => {
  if (event.target.closest('#ask')) refuse(event, length());
  if (event.target.closest('button.ask') && waiting()) refuse(event, true);
  if (event.target.closest('#stop, #clear')) look();
}, true);
document.addEventListener('keydown', (event) => {
  if (event.target === field() && event.key === 'Enter' && !event.shiftKey) refuse(event, length());
}, true);
watch('value', look);
// That one has to wait is over when the answer is there; Gradio draws the field a little later than this.
setInterval(() => {
  if (!field()) return;
  if (!field().hasAttribute('aria-describedby')) look();
  if (!waiting() && notice().textContent === notice().dataset.wait) look();
}, 500);
