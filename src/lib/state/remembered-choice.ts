// Choices that the server must know before it renders a page live in cookies; nothing else does but the session.
const YEAR_SECONDS = 31_536_000;

/** The choice remembered under `name`; undefined when there is none. Only in the browser. */
export const rememberedChoice = (name: string): string | undefined =>
	document.cookie
		.split('; ')
		.find((cookie) => cookie.startsWith(`${name}=`))
		?.slice(name.length + 1);

/** Remembers a choice on this device for a year. */
export function rememberChoice(name: string, value: string): void {
	document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
