// The list of the app's own files that a device keeps: /shell-files.json, written when the app is built
// (scripts/lib/shell-files.ts). The service worker believes a file only when its hash is the listed one.

export const SHELL_LIST_PATH = '/shell-files.json';

export interface ShellFile {
	/** Path on the server, with its leading slash. */
	path: string;
	sizeBytes: number;
	/** In hex. */
	sha256: string;
	/** 'always': kept by every visitor's service worker; 'asked': only when a campaign is kept for offline use. */
	keep: 'always' | 'asked';
}

export interface ShellList {
	/** The build that these files belong to, as $app/environment names it. */
	version: string;
	files: ShellFile[];
}
