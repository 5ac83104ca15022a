// One call of the store at a time, with what a page shows of it: whether it is under way, and why it failed.
import type { StoreError } from '../data/nouns.ts';
import type { Result } from '../util/result.ts';

export class Attempt {
	isBusy = $state(false);
	/** In words for people; null when the last call went well. */
	problem = $state<string | null>(null);

	/** Makes the call unless another is under way; gives its value, or undefined when it failed or was not made. */
	async run<T>(call: () => Promise<Result<T, StoreError>>): Promise<{ value: T } | undefined> {
		if (this.isBusy) return undefined;
		this.isBusy = true;
		this.problem = null;
		try {
			const answer = await call();
			if (answer.ok) return { value: answer.value };
			this.problem = answer.error.message;
			return undefined;
		} finally {
			this.isBusy = false;
		}
	}
}
