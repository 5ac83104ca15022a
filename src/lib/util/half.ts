// IEEE 754 binary16, the half precision of checkpoints and of weights on the wire: Node 22 and older browsers have no
// Float16Array.

/** Binary16 bits to number. */
export function halfToFloat(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 31) return fraction ? NaN : sign * Infinity;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const float32Scratch = new Float32Array(1);
const bitsScratch = new Uint32Array(float32Scratch.buffer);

/** Number to binary16 bits, rounded to nearest, ties to even. */
export function floatToHalf(value: number): number {
	float32Scratch[0] = value;
	const bits = bitsScratch[0]!;
	const sign = (bits >>> 16) & 0x8000;
	const magnitude = bits & 0x7fffffff;
	if (magnitude > 0x7f800000) return sign | 0x7e00;
	const absolute = Math.abs(float32Scratch[0]!);
	if (absolute >= 65520) return sign | 0x7c00;
	const exponent = Math.max(-14, (magnitude >>> 23) - 127);
	const step = 2 ** (exponent - 10); // the distance of neighbouring halves here
	const scaled = absolute / step;
	const floor = Math.floor(scaled);
	const remainder = scaled - floor;
	const units = floor + (remainder > 0.5 || (remainder === 0.5 && floor % 2 === 1) ? 1 : 0);
	// The fraction's carry runs into the exponent, which is what rounding up to the next power means.
	return sign | (exponent === -14 ? units : ((exponent + 15) << 10) + units - 1024);
}

let table: Float32Array | undefined;

/** All 65,536 values by their bits: decoding by look-up is what makes millions of them quick. */
export function halfTable(): Float32Array {
	table ??= Float32Array.from({ length: 65536 }, (_, bits) => halfToFloat(bits));
	return table;
}
