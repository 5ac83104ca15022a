import { expect, it } from 'vitest';
import { Tutorial } from './tutorial.svelte.ts';

it('goes on only after an answer, and remembers at the end alone', () => {
	document.cookie = 'neuronpedia-tutorial=; path=/; max-age=0';
	const tutorial = new Tutorial();
	tutorial.next();
	expect(tutorial.step).toBe(0);
	tutorial.pick(2);
	tutorial.pick(0);
	expect(tutorial.picked).toBe(2);
	tutorial.next();
	expect([tutorial.step, tutorial.picked]).toEqual([1, null]);
	tutorial.pick(0);
	tutorial.next();
	tutorial.draft = '  ';
	tutorial.write();
	expect(tutorial.isAnswered).toBe(false);
	tutorial.draft = 'the word its';
	tutorial.write();
	expect(document.cookie).not.toContain('neuronpedia-tutorial');
	tutorial.next();
	expect(tutorial.isDone).toBe(true);
	expect(document.cookie).toContain('neuronpedia-tutorial=seen');
	tutorial.next();
	expect(tutorial.step).toBe(3);
});
