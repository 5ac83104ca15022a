// The long part of a build: every passage through the model once, segment by segment onto the disk. Killed at any
// moment, it goes on from the last whole segment; the plan and so every batch is the same, hence every byte.
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SegmentCollector } from './campaign-collector.ts';
import { tokensOf, type PassageFacts } from './campaign-passages.ts';
import { planSegments, type Segment } from './campaign-plan.ts';
import { isWholeSegment, layoutOf, sizesOf, writeSegment } from './campaign-segment.ts';
import type { ExactModel } from './exact-model.ts';

export interface WorkFolder {
	/** Keeps tokens and segments; ours alone. */
	workDir: string;
	/** Stands for everything the segments depend on. */
	stamp: string;
	/** Take over what a killed build left. */
	resume: boolean;
}

export interface MeasureOptions {
	/** Made by prepareFolder. */
	workDir: string;
	/** Tokens a segment; for tests. */
	segmentTokens?: number;
	/** Called with the number of tokens done so far. */
	onTokens: (done: number) => void;
}

export interface Measured {
	segments: Segment[];
	/** Where a segment's activations lie. */
	fileOf: (segment: Segment) => string;
}

/** Makes the folder, and empties it unless what it holds is to be taken over. */
export function prepareFolder({ workDir, stamp, resume }: WorkFolder): void {
	const stampFile = path.join(workDir, 'stamp.json');
	const isSame = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
	if (!resume || !isSame) rmSync(workDir, { recursive: true, force: true });
	mkdirSync(workDir, { recursive: true });
	writeFileSync(stampFile, stamp);
}

/** Throws when the segments will not fit on the disk: better now than after hours. */
function checkSpace(segments: readonly Segment[], d_mlp: number, workDir: string): void {
	const bytes = segments.reduce((sum, segment) => sum + layoutOf(sizesOf(segment, d_mlp)).end, 0);
	const { bavail, bsize } = statfsSync(workDir);
	if (bytes <= bavail * bsize) return;
	const gigabytes = (size: number) => `${(size / 1e9).toFixed(1)} GB`;
	throw new Error(
		`The activations of this corpus take ${gigabytes(bytes)} on the disk while the campaign is built, and ` +
			`${gigabytes(bavail * bsize)} are free in ${workDir}. Take fewer files of it.`
	);
}

/** Computes every segment that is not there yet. Throws in words when the disk has no room for them. */
export async function measure(
	model: ExactModel,
	facts: PassageFacts,
	options: MeasureOptions
): Promise<Measured> {
	const { d_mlp } = model.config;
	const segments = planSegments(facts, options.segmentTokens);
	const fileOf = ({ number }: Segment) =>
		path.join(options.workDir, `segment-${String(number).padStart(6, '0')}.bin`);
	const missing = segments.filter((segment) => !isWholeSegment(fileOf(segment), segment, d_mlp));
	checkSpace(missing, d_mlp, options.workDir);
	let done = tokensOf(facts) - missing.reduce((sum, { starts }) => sum + starts.at(-1)!, 0);
	options.onTokens(done);
	if (missing.length === 0) return { segments, fileOf };

	const { openActivations } = await import('./campaign-activations.ts');
	const activations = await openActivations(model, facts);
	try {
		for (const segment of missing) {
			const collector = new SegmentCollector(segment, d_mlp);
			await activations.run(segment, (place, values) => {
				collector.add(place, values);
				done += segment.starts[place + 1]! - segment.starts[place]!;
				options.onTokens(done);
			});
			writeSegment(fileOf(segment), segment, d_mlp, collector.buffers);
		}
	} finally {
		await activations.close();
	}
	return { segments, fileOf };
}
