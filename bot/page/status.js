// The element stays while its text changes, which is what screen readers wait for.
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
// What happens in the browser alone is said beside it: the server draws the first one.
const beside = document.createElement('p');
beside.setAttribute('role', 'status');
element.after(beside);
window.addEventListener('said', (event) => {
  beside.textContent = event.detail;
  setTimeout(() => { beside.textContent = ''; }, 3000);
});
