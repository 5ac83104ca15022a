// The text that a shared link brings along: taken once, on this device, and out of the address, so that no later
// request repeats it.
import { replaceState } from '$app/navigation';
import { textOfLink, withoutText } from '../util/text-link.ts';
import type { CustomText } from './custom-text.svelte.ts';
import type { Mode } from './mode.svelte.ts';

/** Puts the address' text into the box and opens the mode that has one, for this visit. Call it once the page runs.
 *  Returns whether there was a text. */
export async function takeLinkedText(custom: CustomText, mode: Mode): Promise<boolean> {
	const url = new URL(location.href);
	const text = await textOfLink(url);
	if (text === null) return false;
	custom.text = text;
	mode.isAdvanced = true;
	// eslint-disable-next-line svelte/no-navigation-without-resolve -- the page's own address
	replaceState(withoutText(url), {});
	return true;
}
