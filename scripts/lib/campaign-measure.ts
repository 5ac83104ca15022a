// The long part of a build: every passage through the model once, segment by segment onto the disk. Killed at any
// moment, it goes on from the last whole segment; the plan and so every batch is the same, hence every byte.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SegmentCollector } from './campaign-collector.ts';
import type { PassageFacts } from './campaign-passages.ts';
import { planSegments, type Segment } from './campaign-plan.ts';
import { isWholeSegment, writeSegment } from './campaign-segment.ts';
import type { ExactModel } from './exact-model.ts';

export interface MeasureOptions {
	/** Keeps the segments; ours alone. */
	workDir: string;
	/** Stands for everything the segments depend on. */
	stamp: string;
	/** Take over what a killed build left. */
	resume: boolean;
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

function prepareFolder({ workDir, stamp, resume }: MeasureOptions): void {
	const stampFile = path.join(workDir, 'stamp.json');
	const isSame = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
	if (!resume || !isSame) rmSync(workDir, { recursive: true, force: true });
	mkdirSync(workDir, { recursive: true });
	writeFileSync(stampFile, stamp);
}

/** Computes every segment that is not there yet. */
export async function measure(
	model: ExactModel,
	facts: PassageFacts,
	options: MeasureOptions
): Promise<Measured> {
	prepareFolder(options);
	const { d_mlp } = model.config;
	const segments = planSegments(facts, options.segmentTokens);
	const fileOf = ({ number }: Segment) =>
		path.join(options.workDir, `segment-${String(number).padStart(6, '0')}.bin`);
	const missing = segments.filter((segment) => !isWholeSegment(fileOf(segment), segment, d_mlp));
	let done = facts.ids.length - missing.reduce((sum, { starts }) => sum + starts.at(-1)!, 0);
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
