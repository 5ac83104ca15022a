// What players made, as the store's dump gives it page by page, and as tables. Names are in it only of players who
// chose to be credited; the store sees to that.
import * as v from 'valibot';
import type { ServiceRpc } from '../../src/lib/server/rpc.ts';

export const DUMP_KINDS = ['explanations', 'rounds', 'evidence', 'records'] as const;
export type DumpKind = (typeof DUMP_KINDS)[number];

const PAGE_ROWS = 1000;
/** Two-sided 95 % of a normal distribution, to which the posterior of a score is near. */
const INTERVAL_DEVIATIONS = 1.96;

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

/** Adds the score's 95 % interval, cut to what a balanced accuracy can be. */
export function withInterval(row: DumpRow): DumpRow {
	const { score, score_sd: deviation } = row;
	if (typeof score !== 'number' || typeof deviation !== 'number') return row;
	const at = (sign: number) =>
		Number(Math.max(0, Math.min(1, score + sign * INTERVAL_DEVIATIONS * deviation)).toFixed(6));
	return { ...row, score_low: at(-1), score_high: at(1) };
}

/** One CSV cell (RFC 4180): text as it is, lists and objects as JSON, nothing for null. */
function cell(value: unknown): string {
	if (value === null || value === undefined) return '';
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
