// The element stays while its text changes, which is what screen readers wait for.
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
