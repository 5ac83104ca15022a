// The real worker with a fault, for tests of what the page makes of it: at its first question a worker named 'spin'
// hangs in a loop, one named 'throw' dies of an error that nothing catches.
import '../main.ts';
import type { ToWorker } from '../../protocol.ts';

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if (data.type !== 'ask') return;
	if (self.name === 'spin') for (;;);
	if (self.name === 'throw') throw new Error('on purpose');
});
