// The day's result as a picture: five lamps, lit or dark, and no word of the puzzle.

/** Usual size of a picture that messengers show with a link (Open Graph). */
const WIDTH = 1200;
const HEIGHT = 630;
const LAMP = 150;
const GAP = 40;
// The game's own colours, whatever the theme at hand: a shared picture looks the same everywhere (tokens.css, dark).
const COLORS = { paper: '#18121f', ink: '#f7effb', soft: '#bdb0c9', lit: '#ffb547', dark: '#3d3149' };
const FONT = 'system-ui, sans-serif';

export interface StripWords {
	title: string;
	result: string;
	address: string;
}

/** Draws the rounds as lamps with the words around; PNG. Rejects when the browser cannot draw. */
export async function stripImage(won: readonly boolean[], words: StripWords): Promise<Blob> {
	const canvas = document.createElement('canvas');
	canvas.width = WIDTH;
	canvas.height = HEIGHT;
	const pen = canvas.getContext('2d');
	if (!pen) throw new Error('This browser cannot draw.');
	pen.fillStyle = COLORS.paper;
	pen.fillRect(0, 0, WIDTH, HEIGHT);
	won.forEach((is, i) => drawLamp(pen, lampAt(i, won.length), is));
	pen.textAlign = 'center';
	write(pen, words.title, 120, `700 56px ${FONT}`, COLORS.ink);
	write(pen, words.result, 500, `800 64px ${FONT}`, COLORS.ink);
	write(pen, words.address, 575, `400 34px ${FONT}`, COLORS.soft);
	return new Promise((resolve, reject) =>
		canvas.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))),
			'image/png'
		)
	);
}

/** Centre of lamp `i` of `count`, in pixels. */
export function lampAt(i: number, count: number): { x: number; y: number } {
	const row = count * LAMP + (count - 1) * GAP;
	return { x: (WIDTH - row) / 2 + i * (LAMP + GAP) + LAMP / 2, y: 285 };
}

function drawLamp(pen: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, isLit: boolean): void {
	pen.beginPath();
	pen.roundRect(x - LAMP / 2, y - LAMP / 2, LAMP, LAMP, 36);
	pen.fillStyle = isLit ? COLORS.lit : COLORS.dark;
	pen.shadowColor = COLORS.lit;
	pen.shadowBlur = isLit ? 60 : 0;
	pen.fill();
	pen.shadowBlur = 0;
}

function write(pen: CanvasRenderingContext2D, text: string, y: number, font: string, color: string): void {
	pen.font = font;
	pen.fillStyle = color;
	pen.fillText(text, WIDTH / 2, y, WIDTH - 80);
}
