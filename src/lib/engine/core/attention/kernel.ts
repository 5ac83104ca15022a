// Opens the kernel: WebAssembly for the arithmetic of attention, over a memory that its caller lays out.
import { KERNEL_BASE64 } from './kernel-binary.ts';

/** Addresses and strides in bytes; see kernel.wat. */
export interface Kernel {
	/** c [rows, columns] += a [rows, inner] b [inner, columns]; columns a multiple of 4. */
	addProduct(
		a: number,
		b: number,
		c: number,
		rows: number,
		inner: number,
		columns: number,
		aStride: number,
		bStride: number,
		cStride: number
	): void;
	/** In place: softmax of scale times the first `count` of `width` numbers, a multiple of 4; the rest becomes 0. */
	softmax(row: number, count: number, width: number, scale: number): void;
}

/** Small enough to be compiled at once, wherever this runs. */
export function openKernel(memory: WebAssembly.Memory): Kernel {
	const binary = Uint8Array.from(atob(KERNEL_BASE64), (char) => char.charCodeAt(0));
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { attention: { memory } });
	return exports as unknown as Kernel;
}
