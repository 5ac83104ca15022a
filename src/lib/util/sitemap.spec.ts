import { expect, it } from 'vitest';
import { sitemapIndexXml, sitemapXml } from './sitemap.ts';

it('lists addresses, escaped', () => {
	expect(sitemapXml(['https://x.example/?a=1&b=2'])).toBe(
		'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' +
			'<url><loc>https://x.example/?a=1&amp;b=2</loc></url></urlset>\n'
	);
	expect(sitemapIndexXml(['https://x.example/m.xml'])).toContain(
		'<sitemap><loc>https://x.example/m.xml</loc></sitemap></sitemapindex>'
	);
});

it('refuses more than a map may hold', () => {
	const full = Array.from({ length: 50_000 }, (_, i) => `https://x.example/${i}`);
	expect(sitemapXml(full).match(/<url>/g)).toHaveLength(50_000);
	expect(() => sitemapXml([...full, 'https://x.example/more'])).toThrow(RangeError);
});
