// "Light it up": which texts may take part, and what they must beat.

export const MAX_WORDS = 12;
/** The first record must be brighter than this share of the corpus maximum (supabase/migrations/*_evidence.sql). */
const FIRST_BAR = 0.5;

/** Words as people count them: what stands between white space. */
export const wordCount = (text: string): number => text.trim().split(/\s+/).filter(Boolean).length;

/** The activation that a new record must exceed. */
export const recordBar = (best: number | null, max: number): number => Math.max(best ?? max * FIRST_BAR, 0);
