// Simple or advanced mode: a cookie remembers it, so that the server already renders the right page.
export const YEAR_SECONDS = 31_536_000;

export class Mode {
	isAdvanced = $state(false);

	constructor(isAdvanced: boolean) {
		this.isAdvanced = isAdvanced;
	}

	set(isAdvanced: boolean): void {
		this.isAdvanced = isAdvanced;
		const value = isAdvanced ? 'advanced' : 'simple';
		document.cookie = `neuronpedia-mode=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
	}
}
