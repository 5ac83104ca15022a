import { expect, it } from 'vitest';
import { COUNTRIES, countryName } from './countries.ts';

it('knows 249 countries, each once and by a name of its own', () => {
	expect(COUNTRIES).toHaveLength(249);
	expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(249);
	expect(COUNTRIES.filter(({ code, name }) => name === code || name === '')).toEqual([]);
	expect(new Set(COUNTRIES.map(({ name }) => name)).size).toBe(249);
});

it('sorts them by name', () => {
	expect(COUNTRIES[0]?.name).toBe('Afghanistan');
	expect(countryName('DE')).toBe('Germany');
});
