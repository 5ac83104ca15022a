import { expect, it } from 'vitest';
import { visibleToken } from './visible-token.ts';

it.each([
	[' the', '·the'],
	['  ', '··'],
	['\n\n', '↵↵'],
	['\r\n', '↵'],
	['a\tb', 'a⇥b'],
	['', '(part of a character)'],
	['né', 'né']
])('shows %j as %j', (text, shown) => expect(visibleToken(text)).toBe(shown));
