// What is wrong, or what was done, takes the focus when a page opens: screen readers are silent about what is there at once.

document.querySelector("#errors, main > .alert[tabindex]")?.focus();
