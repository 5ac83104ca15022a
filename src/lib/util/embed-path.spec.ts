import { expect, it } from 'vitest';
import { embedPath } from './embed-path.ts';

const pathOf = (path: string) => embedPath(new URL(path, 'https://play.example'));

it('has a small version of explanations and neurons, when asked for', () => {
	expect(pathOf('/e/12?embed=1')).toBe('/embed/e/12');
	expect(pathOf('/starter/2/17?theme=dark&embed=1')).toBe('/embed/starter/2/17');
	expect(pathOf('/starter/17?embed=1')).toBe('/embed/starter/17');
});

it('has none of anything else', () => {
	for (const path of [
		'/e/12',
		'/e/12?embed=0',
		'/?embed=1',
		'/settings?embed=1',
		'/break/17?embed=1',
		'/light/17?embed=1',
		'/moderation/1/2/3?embed=1'
	]) {
		expect(pathOf(path), path).toBeUndefined();
	}
	expect(pathOf('/e/0?embed=1')).toBeUndefined();
	expect(pathOf('/E/1?embed=1')).toBeUndefined();
});
