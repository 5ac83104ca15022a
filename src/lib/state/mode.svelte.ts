// Simple or advanced mode: a cookie remembers it, so that the server already renders the right page.
import { rememberChoice } from './remembered-choice.ts';

export const MODE_COOKIE = 'neuronpedia-mode';

export class Mode {
	isAdvanced = $state(false);

	constructor(isAdvanced: boolean) {
		this.isAdvanced = isAdvanced;
	}

	set(isAdvanced: boolean): void {
		this.isAdvanced = isAdvanced;
		rememberChoice(MODE_COOKIE, isAdvanced ? 'advanced' : 'simple');
	}
}
