// Within the main part it would be no landmark.
element.closest('main').after(element.closest('#foot'));
