// The text that a shared link brings along: taken on this device, and out of the address.
import { onMount } from 'svelte';
import { afterNavigate, replaceState } from '$app/navigation';
import { textOfLink, withoutText } from '../util/text-link.ts';
import type { CustomText } from './custom-text.svelte.ts';
import type { Mode } from './mode.svelte.ts';

/** Whoever holds the text in the box. */
type TextBox = Pick<CustomText, 'text'>;

async function take(box: TextBox, mode: Mode): Promise<void> {
	const url = new URL(location.href);
	const text = await textOfLink(url);
	if (text === null) return;
	box.text = text;
	mode.isAdvanced = true;
	// eslint-disable-next-line svelte/no-navigation-without-resolve -- the page's own address
	replaceState(withoutText(url), {});
}

/** Puts the address' text into the box and opens the mode that has one, for this visit: when the page opens, when a link
 *  leads here, when an address is pasted over its own. For a component's script. */
export function followLinkedText(box: TextBox, mode: Mode): void {
	const follow = () => void take(box, mode);
	afterNavigate(follow);
	onMount(() => {
		window.addEventListener('hashchange', follow);
		return () => window.removeEventListener('hashchange', follow);
	});
}
