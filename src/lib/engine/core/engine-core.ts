// One open model and every question it answers: a neuron's activations on a text, the neurons that fire most, and
// whether its own numbers are right. The same in the browser's worker and in Node; one question at a time.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import type { NeuronRun, Ranking, RankRequest, SelfTest, Token } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { AllNeurons } from './all-neurons.ts';
import type { LayerModel } from './layer-model.ts';
import type { Ort } from './ort.ts';
import type { PartSource } from './part-source.ts';
import { rankNeurons } from './rank.ts';
import { checkGoldens } from './self-test.ts';

export interface CoreParts {
	ort: Ort;
	provider: string;
	manifest: ModelManifest;
	build: BuildName;
	source: PartSource;
	tokenizer: Tokenizer;
	model: LayerModel;
}

export type CoreRun = Omit<NeuronRun, 'elapsedMs'>;

export interface RunOptions {
	/** Asked between chunks; the run rejects with 'superseded' once it says no. May wait, to let messages in. */
	isWanted?: () => boolean | Promise<boolean>;
	/** Called with what is known so far after each chunk but the last. */
	onPartial?: (run: CoreRun) => void;
}

const superseded = () => new EngineError('superseded', 'A newer text took its place.');

export class EngineCore {
	readonly #parts: CoreParts;
	#allNeurons: AllNeurons | undefined;

	constructor(parts: CoreParts) {
		this.#parts = parts;
	}

	get manifest(): ModelManifest {
		return this.#parts.manifest;
	}

	/** All tokens of the text, however many. */
	tokenize(text: string): Token[] {
		return this.#parts.tokenizer.tokenize(text);
	}

	/** Tokens of the text, cut to what the model reads at once, and how many there are in all. */
	#read(text: string): { tokens: Token[]; ids: number[]; totalTokens: number } {
		const all = this.tokenize(text);
		const tokens = all.slice(0, this.#parts.manifest.config.n_ctx - 1);
		return { tokens, ids: tokens.map(({ id }) => id), totalTokens: all.length };
	}

	#checkIndex(index: number): void {
		if (Number.isInteger(index) && index >= 0 && index < this.#parts.manifest.config.d_mlp) return;
		throw new EngineError('not-found', `There is no neuron ${index}.`);
	}

	/** Activations of one neuron on a text. Rejects with an EngineError, or with the runtime's own error. */
	async run({ text, index }: { text: string; index: number }, options: RunOptions = {}): Promise<CoreRun> {
		this.#checkIndex(index);
		const { tokens, ids: textIds, totalTokens } = this.#read(text);
		const ids = [this.#parts.manifest.config.bos_token_id, ...textIds];
		const upTo = async (known: number): Promise<CoreRun> => ({
			text,
			tokens: tokens.slice(0, known - 1),
			activations: (await this.#parts.model.activations(index, known)).slice(1),
			totalTokens,
			isComplete: known === ids.length
		});
		let hasRun = false;
		for await (const known of this.#parts.model.extend(ids)) {
			if (known === ids.length) break;
			if (!hasRun) {
				hasRun = true; // the first chunk is always run: someone who never stops typing still gets on
				continue;
			}
			options.onPartial?.(await upTo(known));
			if (options.isWanted && !(await options.isWanted())) throw superseded();
		}
		return upTo(ids.length);
	}

	/** Post-activations of all neurons for tokens (without <|endoftext|>), [ids.length, d_mlp] row-major. */
	async allActivations(
		ids: readonly number[],
		options: Pick<RunOptions, 'isWanted'> = {}
	): Promise<Float32Array> {
		const { ort, provider, manifest, build, source, model } = this.#parts;
		const all = [manifest.config.bos_token_id, ...ids];
		for await (const known of model.extend(all)) {
			if (known < all.length && options.isWanted && !(await options.isWanted())) throw superseded();
		}
		this.#allNeurons ??= await AllNeurons.open(ort, provider, manifest, build, source, model.neuronBias);
		return this.#allNeurons.run(model.normed(1, all.length));
	}

	/** The neurons that fire most on a text, over the whole of it or token by token. */
	async rank(request: RankRequest, options: Pick<RunOptions, 'isWanted'> = {}): Promise<Ranking> {
		const { tokens, ids, totalTokens } = this.#read(request.text);
		const post = await this.allActivations(ids, options);
		const top = rankNeurons(post, this.#parts.manifest.config.d_mlp, request);
		return { text: request.text, tokens, totalTokens, top };
	}

	/** Runs the manifest's golden texts and compares; `pause` comes between them. */
	selfTest(pause: () => Promise<void> = async () => {}): Promise<SelfTest> {
		const { manifest, build, model } = this.#parts;
		return checkGoldens(manifest, build, model, pause);
	}

	/** Appends `count` <|endoftext|> tokens to what was run last; returns how long that took. */
	async appendMs(count: number): Promise<number> {
		const startedAt = performance.now();
		await this.#parts.model.append(Array<number>(count).fill(this.manifest.config.bos_token_id));
		return performance.now() - startedAt;
	}

	/** Drops what was computed. */
	reset(): void {
		this.#parts.model.reset();
	}

	/** Drops the tables' rows and all that was computed with them. */
	forgetRows(): void {
		this.#parts.model.forgetRows();
	}

	async release(): Promise<void> {
		await this.#parts.model.release();
		await this.#allNeurons?.release();
	}
}
