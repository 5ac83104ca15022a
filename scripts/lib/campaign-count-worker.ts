// The thread behind startCounting: opens the build's files, counts, and says how far it is.
import { parentPort, workerData } from 'node:worker_threads';
import { countAll, type CountMessage, type CountTask } from './campaign-count.ts';
import { openTokens } from './campaign-passages.ts';

const { passages, segments, files, ...options } = workerData as CountTask;
const tell = (message: CountMessage) => parentPort!.postMessage(message);
const tokens = openTokens(passages);
try {
	const measured = { segments, fileOf: ({ number }: { number: number }) => files[number]! };
	tell(countAll(measured, tokens, options, tell));
} finally {
	tokens.close();
}
