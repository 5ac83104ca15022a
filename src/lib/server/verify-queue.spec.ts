import { expect, it } from 'vitest';
import { createVerifyQueue } from './verify-queue.ts';

const LIMITS = { waiting: 3, waitingEach: 2, waitMs: 100 };

/** A task that ends when told. */
function held() {
	let end = () => {};
	const done = new Promise<void>((resolve) => (end = resolve));
	return { end, task: () => done };
}

it('runs one task at a time, in order', async () => {
	const queue = createVerifyQueue(LIMITS);
	const log: string[] = [];
	const task = (name: string) => async () => {
		log.push(`${name} begins`);
		await new Promise((resolve) => setImmediate(resolve));
		log.push(`${name} ends`);
		return name;
	};
	const answers = await Promise.all([queue.run('a', task('one')), queue.run('b', task('two'))]);
	expect(answers).toEqual([
		{ ok: true, value: 'one' },
		{ ok: true, value: 'two' }
	]);
	expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

it('turns away what would wait too long a line, of all or of one player', async () => {
	const queue = createVerifyQueue(LIMITS);
	const first = held();
	const running = queue.run('a', first.task);
	await Promise.resolve(); // it has begun and waits no more
	const busy = { ok: false, error: 'busy' };
	const waiting = [queue.run('a', async () => 1), queue.run('a', async () => 2)];
	expect(await queue.run('a', async () => 3)).toEqual(busy);
	waiting.push(queue.run('b', async () => 4));
	expect(await queue.run('c', async () => 5)).toEqual(busy);
	first.end();
	await running;
	expect(await Promise.all(waiting)).toEqual([1, 2, 4].map((value) => ({ ok: true, value })));
	expect(await queue.run('c', async () => 6)).toEqual({ ok: true, value: 6 });
});

it('does not begin what has waited too long', async () => {
	let now = 0;
	const queue = createVerifyQueue(LIMITS, () => now);
	const first = held();
	void queue.run('a', first.task);
	let hasRun = false;
	const late = queue.run('b', async () => (hasRun = true));
	now = 101;
	first.end();
	expect(await late).toEqual({ ok: false, error: 'busy' });
	expect(hasRun).toBe(false);
});

it('goes on after a task that throws', async () => {
	const queue = createVerifyQueue(LIMITS);
	await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
	expect(await queue.run('a', async () => 1)).toEqual({ ok: true, value: 1 });
});
