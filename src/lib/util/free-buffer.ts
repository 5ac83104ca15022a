// Gives a buffer's memory back at once: the collector may let dozens of megabytes lie for seconds.

/** Empties the buffer beneath `bytes`; nobody may use it any more. Does nothing where the platform cannot. */
export function freeBuffer({ buffer }: { buffer: ArrayBufferLike }): void {
	if (buffer instanceof ArrayBuffer) (buffer as { transfer?(size: number): ArrayBuffer }).transfer?.(0);
}
