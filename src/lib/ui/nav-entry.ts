// One page in the navigation.

export interface NavEntry {
	/** Path with the app's base. */
	href: string;
	name: string;
}

/** Whether `path` is the entry's page or lies below it. */
export function isCurrent({ href }: NavEntry, path: string): boolean {
	return path === href || (href !== '/' && path.startsWith(`${href}/`));
}
