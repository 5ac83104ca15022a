// Every neuron's numbers over all tokens of the corpus: the part of a build that looks at each activation once more.
// It runs on a thread of its own (campaign-count-worker.ts) beside the products of weights.
import { Worker } from 'node:worker_threads';
import type { Measured } from './campaign-measure.ts';
import { NumberCounter, PresentTokens, type CorpusNumbers } from './campaign-numbers.ts';
import { tokensOf, type Passages, type PassageTokens } from './campaign-passages.ts';
import { dequantise, groupsOf, peaksOf } from './campaign-peaks.ts';
import { SegmentReader, type Rows } from './campaign-segment-reader.ts';

export interface CountOptions {
	d_mlp: number;
	/** The vocabulary's, by token id. */
	texts: readonly string[];
}

/** Numbers of all neurons, by index. `onNeurons` is told how many are done. */
export function countAll(
	measured: Measured,
	facts: PassageTokens,
	{ d_mlp, texts }: CountOptions,
	onNeurons: (done: number) => void
): CorpusNumbers[] {
	const reader = new SegmentReader(measured, d_mlp);
	try {
		const present = new PresentTokens(facts, texts);
		const numbers: CorpusNumbers[] = [];
		for (const rows of groupsOf(d_mlp, facts, present.bytesPerNeuron)) {
			numbers.push(...countGroup(reader, facts, present, rows));
			onNeurons(numbers.length);
		}
		return numbers;
	} finally {
		reader.close();
	}
}

function countGroup(
	reader: SegmentReader,
	facts: PassageTokens,
	present: PresentTokens,
	rows: Rows
): CorpusNumbers[] {
	const neurons = peaksOf(reader, facts, rows);
	const counters = neurons.map((neuron) => new NumberCounter(present, neuron));
	for (const segment of reader.segments) {
		const tokens = segment.starts.at(-1)!;
		const places = present.placesIn(facts, segment.passages, tokens);
		const steps = reader.steps(segment, rows);
		const activations = new Float32Array(tokens);
		neurons.forEach((neuron, row) => {
			dequantise(neuron, segment, steps.subarray(row * tokens, (row + 1) * tokens), activations);
			counters[row]!.add(activations, places);
		});
	}
	return neurons.map(({ sums }, row) => counters[row]!.finish({ count: tokensOf(facts), sums }));
}

/** What the thread is given: everything is copied but the files, which it opens itself. */
export interface CountTask extends CountOptions {
	passages: Pick<Passages, 'dir' | 'starts'>;
	segments: Measured['segments'];
	/** By segment number. */
	files: string[];
}

/** How many neurons are done, or in the end the numbers of all. */
export type CountMessage = number | CorpusNumbers[];

export interface Counting {
	numbers: Promise<CorpusNumbers[]>;
	/** Ends the thread, whatever it is at. */
	stop(): Promise<unknown>;
}

/** Starts countAll on a thread of its own; it rejects with the thread's error. */
export function startCounting(
	{ segments, fileOf }: Measured,
	{ dir, starts }: Passages,
	options: CountOptions,
	onNeurons: (done: number) => void
): Counting {
	const task: CountTask = { ...options, passages: { dir, starts }, segments, files: segments.map(fileOf) };
	const worker = new Worker(new URL('./campaign-count-worker.ts', import.meta.url), { workerData: task });
	const numbers = new Promise<CorpusNumbers[]>((resolve, reject) => {
		worker.on('message', (message: CountMessage) => {
			if (typeof message === 'number') onNeurons(message);
			else resolve(message);
		});
		worker.on('error', reject);
		worker.on('exit', () => reject(new Error('The thread that counts activations has ended.')));
	});
	numbers.catch(() => {}); // whoever waits for them is told; who stopped does not
	return { numbers, stop: () => worker.terminate() };
}
