// The game's few sounds as notes: what is played when. Pure; sound.ts plays them.

export const TONES = ['right', 'wrong', 'level-up'] as const;
export type Tone = (typeof TONES)[number];

export interface Note {
	frequencyHz: number;
	startMs: number;
	durationMs: number;
}

/** C major (equal temperament, a' = 440 Hz): up for what went well, a soft low step down for what did not. */
const NOTES = { G3: 196, A3: 220, C5: 523.25, E5: 659.26, G5: 783.99, C6: 1046.5 };

const NOTE_MS = 110;

const scale = (...frequencies: number[]): Note[] =>
	frequencies.map((frequencyHz, i) => ({
		frequencyHz,
		startMs: i * NOTE_MS,
		durationMs: i === frequencies.length - 1 ? 2 * NOTE_MS : NOTE_MS
	}));

const MELODIES: Record<Tone, Note[]> = {
	right: scale(NOTES.E5, NOTES.G5),
	wrong: scale(NOTES.A3, NOTES.G3),
	'level-up': scale(NOTES.C5, NOTES.E5, NOTES.G5, NOTES.C6)
};

export const notesOf = (tone: Tone): readonly Note[] => MELODIES[tone];

/** When the last note has ended. */
export const lengthMs = (notes: readonly Note[]): number =>
	Math.max(...notes.map(({ startMs, durationMs }) => startMs + durationMs));
