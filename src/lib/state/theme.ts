// Light, dark, or as the system has it: a cookie remembers it, so that the server already renders the right page.
import { rememberChoice } from './remembered-choice.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'neuronpedia-theme';

/** The theme that a cookie's value stands for. */
export const themeOf = (value: string | undefined): Theme =>
	THEMES.find((theme) => theme === value) ?? 'system';

/** Changes this page and remembers the choice for the next ones. */
export function chooseTheme(theme: Theme): void {
	document.documentElement.dataset.theme = theme;
	rememberChoice(THEME_COOKIE, theme);
}
