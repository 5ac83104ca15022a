import { expect, it } from 'vitest';
import { lampAt, stripImage } from './strip-image.ts';

it('draws a lit lamp for each round won and a dark one for each missed', async () => {
	const won = [true, false, true, true, false];
	const blob = await stripImage(won, {
		title: 'Daily neuron',
		result: '3 of 5',
		address: 'example.org/daily'
	});
	expect(blob.type).toBe('image/png');
	const bitmap = await createImageBitmap(blob);
	expect([bitmap.width, bitmap.height]).toEqual([1200, 630]);
	const pen = new OffscreenCanvas(1200, 630).getContext('2d')!;
	pen.drawImage(bitmap, 0, 0);
	const colors = won.map((_, i) => {
		const { x, y } = lampAt(i, won.length);
		return [...pen.getImageData(x, y, 1, 1).data.slice(0, 3)];
	});
	expect(colors).toEqual(won.map((is) => (is ? [255, 181, 71] : [61, 49, 73])));
	// The words are there: the lines are not all of the paper's colour.
	const line = pen.getImageData(300, 450, 600, 50).data;
	expect(line.some((value, i) => i % 4 === 0 && value > 200)).toBe(true);
});
