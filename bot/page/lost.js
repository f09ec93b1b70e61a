// Is the server still there, and the same one? Asked while a question waits or has just been put; Gradio would
// say so in English, or not at all.
const EVERY = 3000;
const AFTER_ASKING = 15000;
const notice = () => element.querySelector('.problem');
const show = () => {
  notice().hidden = false;
  notice().querySelector('.kept').hidden = !field().value;
};
let known = null;
let gone = false;
let until = 0;
const field = () => document.querySelector('#question textarea');
const waiting = () => document.querySelector('.turn[data-waits]');
const asked = () => { until = Date.now() + AFTER_ASKING; if (!gone) notice().hidden = true; };
document.addEventListener('click', (event) => { if (event.target.closest('button')) asked(); });
document.addEventListener('keydown', (event) => { if (event.target === field() && event.key === 'Enter') asked(); });
const started = async () => {
  try {
    const reply = await fetch('health', {cache: 'no-store'});
    return reply.ok ? (await reply.json()).started : null;
  } catch {
    return null;
  }
};
const giveBack = (turn) => {
  if (!field().value) write(turn.dataset.waits);
  turn.remove();
};
const look = async () => {
  if (!gone && !waiting() && Date.now() > until) return;
  const now = await started();
  const back = gone && now !== null;
  const other = known !== null && now !== null && now !== known;
  gone = now === null;
  known = now ?? known;
  // Whatever was being answered is not any more.
  if ((gone || other) && waiting()) giveBack(waiting());
  if (gone || (other && !back)) show();
  else if (back) notice().hidden = true;
};
// Gradio loads the page anew once it is connected again. What was typed, or asked without an answer, is kept
// until the page is there again, no longer.
window.addEventListener('pagehide', () => {
  const question = field()?.value || waiting()?.dataset.waits || unread;
  if (question) sessionStorage.setItem('question', question);
});
watch('value', () => { if (gone) show(); });
// What is yet to be put back into the field.
let unread = sessionStorage.getItem('question');
sessionStorage.removeItem('question');
const write = (question) => {
  field().value = question;
  field().dispatchEvent(new Event('input', {bubbles: true}));
};
const putBack = () => {
  // Gradio may draw the field later than this.
  if (!field()) return setTimeout(putBack, 100);
  if (!field().value) write(unread);
  unread = null;
};
if (unread) setTimeout(putBack);
started().then((now) => { known = now; });
setInterval(look, EVERY);
