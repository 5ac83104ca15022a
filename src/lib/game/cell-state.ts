// How a neuron's cell on the map looks: by how well players have explained it. Pure.

/** 'dead': nothing to explain; 'new': nobody answered; 'begun': answered, but no explanation is any good yet; 'fair':
 *  one is promising; 'solved' and 'unclear' as the store judges. */
export const CELL_STATES = ['new', 'begun', 'fair', 'solved', 'unclear', 'dead'] as const;
export type CellState = (typeof CELL_STATES)[number];

/** From this lower bound in per cent on an explanation is better than guessing, so promising. */
export const FAIR_PERCENT = 50;

/** The state of a neuron's cell; null stands for a neuron that nobody has answered. */
export function cellState(
	standing: { answers: number; bestPercent: number; state: 'solved' | 'unclear' | 'open' } | null
): CellState {
	if (!standing) return 'new';
	if (standing.state !== 'open') return standing.state;
	if (standing.answers === 0) return 'new';
	return standing.bestPercent >= FAIR_PERCENT ? 'fair' : 'begun';
}
