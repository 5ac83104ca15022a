// A tab that the developer tools do not watch: where Playwright does, the renderer keeps up to 100 MB of what it
// downloaded for their network panel, which no player's tab does. Only its memory is measured, so this is enough.
import type { Browser, CDPSession } from '@playwright/test';

interface Reply {
	id?: number;
	result?: { result: { value?: unknown }; exceptionDetails?: { exception?: { description?: string } } };
	error?: { message: string };
}

export class UnwatchedTab {
	readonly #devtools: CDPSession;
	readonly #contextId: string;
	readonly #sessionId: string;
	readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
	#lastId = 0;

	private constructor(devtools: CDPSession, contextId: string, sessionId: string) {
		this.#devtools = devtools;
		this.#contextId = contextId;
		this.#sessionId = sessionId;
		devtools.on('Target.receivedMessageFromTarget', ({ message, sessionId }) => {
			if (sessionId === this.#sessionId) this.#receive(JSON.parse(message) as Reply);
		});
	}

	/** Opens `url` in a browser context of its own, unknown to Playwright. */
	static async open(browser: Browser, url: string): Promise<UnwatchedTab> {
		const devtools = await browser.newBrowserCDPSession();
		const { browserContextId } = await devtools.send('Target.createBrowserContext');
		const { targetId } = await devtools.send('Target.createTarget', { url, browserContextId });
		const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
		return new UnwatchedTab(devtools, browserContextId, sessionId);
	}

	#receive({ id, result, error }: Reply): void {
		const waiting = this.#waiting.get(id ?? 0);
		if (!waiting) return;
		const thrown = error?.message ?? result?.exceptionDetails?.exception?.description;
		if (thrown === undefined) waiting.resolve(result?.result.value);
		else waiting.reject(new Error(thrown));
	}

	/** Evaluates an expression in the page; what it resolves to must survive JSON. */
	async evaluate<T>(expression: string): Promise<T> {
		const id = ++this.#lastId;
		const waiting = Promise.withResolvers<unknown>();
		this.#waiting.set(id, waiting);
		const params = { expression, awaitPromise: true, returnByValue: true };
		const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
		await this.#devtools.send('Target.sendMessageToTarget', { message, sessionId: this.#sessionId });
		return (await waiting.promise) as T;
	}

	/** Waits until the page has made the global `name`. */
	async waitFor(name: string): Promise<void> {
		// Before the page is there, nothing can be evaluated.
		const isThere = () => this.evaluate<boolean>(`'${name}' in globalThis`).catch(() => false);
		while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50));
	}

	async close(): Promise<void> {
		await this.#devtools.send('Target.disposeBrowserContext', { browserContextId: this.#contextId });
		await this.#devtools.detach();
	}
}
