// Numbers of the progress lines in words: amounts with their unit, durations.

/** "3,072 passages"; bytes in decimal multiples: "21.3 MB". */
export function formatAmount(amount: number, unit: string): string {
	if (unit === 'bytes') return formatBytes(amount);
	const digits = amount < 10 && !Number.isInteger(amount) ? 1 : 0;
	return `${amount.toLocaleString('en-US', { maximumFractionDigits: digits })} ${unit}`;
}

/** Bytes as B, kB, MB or GB, in powers of 1000. */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${Math.round(bytes)} B`;
	const units = ['kB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
	const value = bytes / 1000 ** power;
	return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** "0.4 s", "12 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(seconds: number): string {
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole} s`;
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
	return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
