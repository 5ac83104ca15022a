// The web app manifest, by which browsers offer to install the game: https://www.w3.org/TR/appmanifest and what Chromium
// asks of it (https://web.dev/articles/install-criteria). Pictures are decoded, not believed.
import { existsSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';

interface Picture {
	src: string;
	sizes: string;
	type: string;
	purpose?: string;
	form_factor?: string;
	label?: string;
}

const manifest = JSON.parse(readFileSync('static/manifest.webmanifest', 'utf8'));
const icons = manifest.icons as Picture[];
const screenshots = manifest.screenshots as Picture[];
const pngs = [...icons, ...screenshots].filter(({ type }) => type === 'image/png');
const bytesOf = ({ src }: Picture): Buffer => readFileSync(`static${src}`);

/** Width and height out of the file's own header, https://www.w3.org/TR/png/#11IHDR. */
function sizeOf(picture: Picture): [number, number] {
	const bytes = bytesOf(picture);
	expect(bytes.subarray(1, 4).toString(), picture.src).toBe('PNG');
	return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** The decoded picture, RGBA. */
function pixelsOf(picture: Picture): { at(x: number, y: number): string; width: number } {
	const [width, height] = sizeOf(picture);
	const source = `data:image/png;base64,${bytesOf(picture).toString('base64')}`;
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
		`<image href="${source}" width="${width}" height="${height}"/></svg>`;
	const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
	const at = (x: number, y: number) => pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4).join();
	return { at, width };
}

describe('the web app manifest', () => {
	it('names the app, where it begins and how it is shown', () => {
		expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
		expect(manifest.name.length).toBeGreaterThan(0);
		expect(manifest.short_name.length).toBeLessThanOrEqual(12); // what launchers have room for
		const page = readFileSync('src/app.html', 'utf8');
		expect(page).toContain('<link rel="manifest" href="%sveltekit.assets%/manifest.webmanifest" />');
		expect(page).toContain(`content="${manifest.theme_color}" media="(prefers-color-scheme: light)"`);
		for (const { url } of manifest.shortcuts) {
			expect(existsSync(`src/routes${url}/+page.svelte`), url).toBe(true);
		}
	});

	it.each(pngs)('tells the true size of $src', (picture) => {
		expect(sizeOf(picture).join('x')).toBe(picture.sizes);
	});

	it('has the icons that installing asks for', () => {
		const sizesFor = (purpose: string) =>
			icons.filter((icon) => icon.purpose === purpose).map(({ sizes }) => sizes);
		expect(sizesFor('any')).toEqual(expect.arrayContaining(['192x192', '512x512']));
		expect(sizesFor('maskable')).toContain('512x512');
		const vector = icons.find(({ type }) => type === 'image/svg+xml')!;
		expect(bytesOf(vector).toString()).toContain('<svg');
	});

	it('has a maskable icon that loses nothing under any mask', () => {
		const icon = pixelsOf(icons.find(({ purpose }) => purpose === 'maskable')!);
		const centre = icon.width / 2;
		// The safe zone is a circle of 40 % of the width: https://www.w3.org/TR/appmanifest/#icon-masks
		const isSafe = (x: number, y: number) =>
			Math.hypot(x + 0.5 - centre, y + 0.5 - centre) <= 0.4 * icon.width;
		const outside = new Set<string>();
		const inside = new Set<string>();
		for (let y = 0; y < icon.width; y++) {
			for (let x = 0; x < icon.width; x++) (isSafe(x, y) ? inside : outside).add(icon.at(x, y));
		}
		expect([...outside]).toEqual([expect.stringMatching(/,255$/)]);
		expect(inside.size).toBeGreaterThan(10);
	});

	it.each(screenshots)('has a screenshot that an installer shows: $src', (picture) => {
		const [width, height] = sizeOf(picture);
		expect(picture.form_factor).toBe(width > height ? 'wide' : 'narrow');
		expect(picture.label).toBeTruthy();
		// Chromium's limits: https://developer.chrome.com/docs/devtools/progressive-web-apps#installability
		expect(Math.min(width, height)).toBeGreaterThanOrEqual(320);
		expect(Math.max(width, height)).toBeLessThanOrEqual(3840);
		expect(Math.max(width, height) / Math.min(width, height)).toBeLessThanOrEqual(2.3);
	});
});
