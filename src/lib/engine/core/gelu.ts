// The MLP's activation function, as GPT-2 was trained with it.

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

/** The tanh form of GELU, Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415 */
export const gelu = (x: number): number =>
	0.5 * x * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)));
