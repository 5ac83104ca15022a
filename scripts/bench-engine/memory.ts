// Memory of a tab as the system sees it: the proportional set size of Chromium's renderer processes (Linux).
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

const SAMPLE_EVERY_MS = 100;

function pssBytes(pid: number): number {
	try {
		const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
		return Number(kilobytes ?? 0) * 1024;
	} catch {
		return 0; // the process has ended
	}
}

/** Bytes of all renderers of the browser now. */
export async function renderersBytes(browser: Browser): Promise<number> {
	const session = await browser.newBrowserCDPSession();
	try {
		const { processInfo } = await session.send('SystemInfo.getProcessInfo');
		return processInfo
			.filter(({ type }) => type === 'renderer')
			.reduce((sum, { id }) => sum + pssBytes(id), 0);
	} finally {
		await session.detach();
	}
}

/** Runs `task` and watches: the highest value meanwhile. */
export async function peakBytes<T>(
	browser: Browser,
	task: () => Promise<T>
): Promise<{ result: T; bytes: number }> {
	let bytes = 0;
	let isOver = false;
	const watching = (async () => {
		while (!isOver) {
			bytes = Math.max(bytes, await renderersBytes(browser));
			await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS));
		}
	})();
	try {
		const result = await task();
		return { result, bytes };
	} finally {
		isOver = true;
		await watching;
	}
}
