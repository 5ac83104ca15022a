// What players made, as the store's dump gives it page by page, and as tables. Names are in it only of players who
// chose to be credited; the store sees to that.
import * as v from 'valibot';
import { intervalOf } from '../../src/lib/game/score.ts';
import type { ServiceRpc } from '../../src/lib/server/rpc.ts';

/** Explanations come after what is counted for them. */
export const DUMP_KINDS = ['rounds', 'evidence', 'explanations', 'records'] as const;
export type DumpKind = (typeof DUMP_KINDS)[number];

const PAGE_ROWS = 1000;

const Page = v.array(v.looseObject({ cursor: v.string() }));
export type DumpRow = Record<string, unknown>;

/** Every row of a kind, in the store's order, without the cursors. */
export async function* dumpRows(
	rpc: ServiceRpc,
	campaignId: string,
	kind: DumpKind
): AsyncGenerator<DumpRow> {
	for (let after: string | null = null; ;) {
		const args: Record<string, unknown> = { campaign_id: campaignId, kind, after, page_size: PAGE_ROWS };
		const page = v.parse(Page, await rpc('dump', args));
		for (const { cursor, ...row } of page) {
			after = cursor;
			yield kind === 'explanations' ? withInterval(row) : row;
		}
		if (page.length < PAGE_ROWS) return;
	}
}

/** Adds the score's 90 % interval, as the site shows it. */
export function withInterval(row: DumpRow): DumpRow {
	const { score, score_sd: deviation } = row;
	if (typeof score !== 'number' || typeof deviation !== 'number') return row;
	const { low, high } = intervalOf(score, deviation);
	return { ...row, score_low: Number(low.toFixed(6)), score_high: Number(high.toFixed(6)) };
}

/** Counts for each explanation what its rounds and its evidence hold. */
export class ExplanationTally {
	readonly #counts = new Map<string, { n: number; evidence_for: number; evidence_against: number }>();

	/** Takes a row of any kind. */
	add(kind: DumpKind, row: DumpRow): void {
		if (typeof row.explanation_id !== 'string' && typeof row.explanation_id !== 'number') return;
		const counts = this.of(row.explanation_id);
		if (kind === 'rounds' && Array.isArray(row.passages)) counts.n += row.passages.length;
		if (kind === 'evidence') counts[row.stance === 'for' ? 'evidence_for' : 'evidence_against']++;
		this.#counts.set(String(row.explanation_id), counts);
	}

	/** `n`: passages judged in its blind rounds. */
	of(explanationId: unknown) {
		return this.#counts.get(String(explanationId)) ?? { n: 0, evidence_for: 0, evidence_against: 0 };
	}
}

/** One CSV cell (RFC 4180): text as it is, lists and objects as JSON, nothing for null. */
function cell(value: unknown): string {
	if (value === null || value === undefined) return '';
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
