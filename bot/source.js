watch('value', () => {
  const mark = element.querySelector('mark');
  if (!mark) return;
  const page = element.querySelector('.document');
  page.scrollTop += mark.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3;
  element.querySelector('h2').focus({preventScroll: true});
  element.querySelector('.source').scrollIntoView({block: 'nearest'});
});
