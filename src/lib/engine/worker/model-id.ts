/** The model's id is the name of the manifest's folder. */
export const modelIdOf = (manifestUrl: string): string =>
	new URL(manifestUrl).pathname.split('/').at(-2) || 'model';
