// bidi-js brings no types of its own; these are the parts used here.
declare module 'bidi-js' {
	export interface EmbeddingLevels {
		/** One level for each UTF-16 unit; odd ones run from right to left. */
		levels: Uint8Array;
		paragraphs: { start: number; end: number; level: number }[];
	}
	export default function bidiFactory(): {
		getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl'): EmbeddingLevels;
	};
}
