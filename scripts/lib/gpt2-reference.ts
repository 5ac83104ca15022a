// GPT-2 up to one layer's MLP post-activation in plain loops and float64: the yardstick that the ONNX models are held
// to. Written from the paper's architecture alone; it must share no code with the graph.

type Matrix = Float64Array[];

/** Gives a tensor by its plain name, row-major. */
export type ReadTensor = (name: string) => ArrayLike<number>;

export interface ReferenceShape {
	n_head: number;
	d_model: number;
	d_mlp: number;
	layer_norm_eps: number;
}

function layerNorm(
	row: Float64Array,
	gain: ArrayLike<number>,
	bias: ArrayLike<number>,
	eps: number
): Float64Array {
	let mean = 0;
	for (const x of row) mean += x / row.length;
	let variance = 0;
	for (const x of row) variance += ((x - mean) * (x - mean)) / row.length;
	const deviation = Math.sqrt(variance + eps);
	return row.map((x, i) => ((x - mean) / deviation) * gain[i]! + bias[i]!);
}

/** row [n_in] times weight [n_in, n_out] plus bias. */
function affine(row: Float64Array, weight: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
	const out = Float64Array.from(bias);
	const width = bias.length;
	for (let i = 0; i < row.length; i++) {
		const x = row[i]!;
		for (let j = 0; j < width; j++) out[j]! += x * weight[i * width + j]!;
	}
	return out;
}

/** The tanh form of GELU: 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), Hendrycks and Gimpel 2016. */
export function geluNew(x: number): number {
	return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function softmax(scores: number[]): number[] {
	const top = Math.max(...scores);
	const exps = scores.map((score) => Math.exp(score - top));
	const sum = exps.reduce((a, b) => a + b, 0);
	return exps.map((e) => e / sum);
}

/** Causal self-attention over rows of q|k|v, [pos][3 d_model] -> [pos][d_model]. */
function attend(qkv: Matrix, d_model: number, n_head: number): Matrix {
	const width = d_model / n_head;
	return qkv.map((now, pos) => {
		const mixed = new Float64Array(d_model);
		for (let head = 0; head < n_head; head++) {
			const from = head * width;
			const scores: number[] = [];
			for (let past = 0; past <= pos; past++) {
				let dot = 0;
				for (let k = 0; k < width; k++) dot += now[from + k]! * qkv[past]![d_model + from + k]!;
				scores.push(dot / Math.sqrt(width));
			}
			softmax(scores).forEach((weight, past) => {
				for (let k = 0; k < width; k++) mixed[from + k]! += weight * qkv[past]![2 * d_model + from + k]!;
			});
		}
		return mixed;
	});
}

const add = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + b[i]!);

/**
 * blocks.{layer}.mlp.hook_post for the token ids (with <|endoftext|> first, if wanted): one row of d_mlp per position.
 */
export function referenceActivations(
	read: ReadTensor,
	shape: ReferenceShape,
	layer: number,
	ids: readonly number[]
): Matrix {
	const { d_model, n_head, layer_norm_eps: eps } = shape;
	const wte = read('wte.weight');
	const wpe = read('wpe.weight');
	let residual: Matrix = ids.map((id, pos) =>
		Float64Array.from({ length: d_model }, (_, i) => wte[id * d_model + i]! + wpe[pos * d_model + i]!)
	);
	for (let block = 0; ; block++) {
		const tensor = (name: string) => read(`h.${block}.${name}`);
		const norm = (row: Float64Array, name: string) =>
			layerNorm(row, tensor(`${name}.weight`), tensor(`${name}.bias`), eps);
		const linear = (row: Float64Array, name: string) =>
			affine(row, tensor(`${name}.weight`), tensor(`${name}.bias`));
		const mixed = attend(
			residual.map((row) => linear(norm(row, 'ln_1'), 'attn.c_attn')),
			d_model,
			n_head
		);
		residual = residual.map((row, pos) => add(row, linear(mixed[pos]!, 'attn.c_proj')));
		const post = residual.map((row) => linear(norm(row, 'ln_2'), 'mlp.c_fc').map(geluNew));
		if (block === layer) return post;
		residual = residual.map((row, pos) => add(row, linear(post[pos]!, 'mlp.c_proj')));
	}
}
