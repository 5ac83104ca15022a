// The pages that the navigation leads to, in order. A new page is one more entry here and its name in the texts.
import { resolve } from '$app/paths';
import { readTexts } from '$lib/ui/texts-read.ts';
import type { NavEntry } from '$lib/ui/nav-entry.ts';

const texts = readTexts.nav;

/** Always in sight where there is room. */
export const mainPages = (): NavEntry[] => [
	{ href: resolve('/'), name: texts.play },
	{ href: resolve('/explore'), name: texts.explore },
	{ href: resolve('/quests'), name: texts.quests },
	{ href: resolve('/leaderboard'), name: texts.leaderboard },
	{ href: resolve('/about'), name: texts.about }
];

/** In the menu only. */
export const morePages = (): NavEntry[] => [
	{ href: resolve('/profile'), name: texts.profile },
	{ href: resolve('/settings'), name: texts.settings },
	{ href: resolve('/offline'), name: texts.offline },
	{ href: resolve('/feedback'), name: texts.feedback },
	{ href: resolve('/api'), name: texts.api }
];
