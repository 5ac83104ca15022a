// Memory of a tab as the system sees it: the proportional set size of Chromium's renderer process (Linux).
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

/** Bytes of the tab's renderer now: the largest one, as Chromium keeps an empty spare beside it. */
export async function tabBytes(browser: Browser): Promise<number> {
	const session = await browser.newBrowserCDPSession();
	try {
		const { processInfo } = await session.send('SystemInfo.getProcessInfo');
		const renderers = processInfo.filter(({ type }) => type === 'renderer');
		return Math.max(0, ...renderers.map(({ id }) => pssBytes(id)));
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
			bytes = Math.max(bytes, await tabBytes(browser));
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
