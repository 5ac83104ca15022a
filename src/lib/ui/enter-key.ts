// Enter goes on from anywhere on a page where it means nothing else.

/** True for a single press of Enter that no control below it uses. */
export function isFreeEnter(event: KeyboardEvent): boolean {
	if (event.key !== 'Enter' || event.repeat || event.defaultPrevented) return false;
	if (event.altKey || event.ctrlKey || event.metaKey) return false;
	const control = 'a, button, input, textarea, select, summary, dialog, [contenteditable]';
	return !(event.target instanceof Element && event.target.closest(control));
}
