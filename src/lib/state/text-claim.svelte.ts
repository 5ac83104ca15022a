// A text under the player's hands that is meant to prove something of one neuron: measured on this device at each key
// press, then sent to the server to be measured again. Owns the sending; CustomText owns the measuring.
import { browserStore } from '../data/browser-store.ts';
import { recordsOf, type LightRecord } from '../data/evidence.ts';
import { recordBar } from '../game/light.ts';
import { fires } from '../interp/thresholds.ts';
import type { Result } from '../util/result.ts';
import type { StoreError } from '../data/nouns.ts';
import { sendEvidence, sendRecord, type Proved, type Recorded } from './claims.ts';
import { CustomText } from './custom-text.svelte.ts';
import { playTone } from './sound.ts';

export interface ClaimedNeuron {
	campaignId: string;
	modelId: string;
	index: number;
	/** Corpus maximum. */
	max: number;
}

class TextClaim<T> {
	readonly custom = new CustomText();
	readonly neuron: ClaimedNeuron;
	isBusy = $state(false);
	problem = $state<string | null>(null);
	/** What the server found; null until it has, and again once the text changes. */
	outcome = $state.raw<T | null>(null);

	constructor(neuron: ClaimedNeuron) {
		this.neuron = neuron;
	}

	/** Highest activation of the text as it is now; null while it is not known. */
	get peak(): number | null {
		const { record, isStale, text } = this.custom;
		if (!record || isStale || text === '' || record.activations.length === 0) return null;
		return Math.max(...Array.from(record.activations));
	}

	/** To be called after each change of the text. */
	async measure(): Promise<void> {
		this.outcome = null;
		this.problem = null;
		await this.custom.compute(this.neuron.modelId, this.neuron.index);
	}

	protected async confirm(task: () => Promise<Result<T, StoreError>>): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.problem = null;
		try {
			const answer = await task();
			if (answer.ok) this.outcome = answer.value;
			else this.problem = answer.error.message;
		} finally {
			this.isBusy = false;
		}
	}

	dispose(): void {
		this.custom.dispose();
	}
}

/** "Light it up": a text brighter than the record. */
export class LightClaim extends TextClaim<Recorded> {
	records = $state.raw<LightRecord[]>([]);

	constructor(neuron: ClaimedNeuron, records: LightRecord[]) {
		super(neuron);
		this.records = records;
	}

	/** The activation to be exceeded. */
	get bar(): number {
		return recordBar(this.records[0]?.peak ?? null, this.neuron.max);
	}

	async send(): Promise<void> {
		const { index } = this.neuron;
		await this.confirm(() => sendRecord({ index, text: this.custom.text }));
		if (!this.outcome?.isRecord) return;
		playTone('right');
		const records = await recordsOf(browserStore(), this.neuron);
		if (records.ok) this.records = records.value;
	}
}

/** "Break it": a text that an explanation gets wrong. */
export class BreakClaim extends TextClaim<Proved> {
	explanationId = $state<string | null>(null);
	/** What the explanation says of the text, as the player reads it; null until told. */
	predictsFiring = $state<boolean | null>(null);

	/** Whether the neuron fires on the text; null while it is not known. */
	get fires(): boolean | null {
		return this.peak === null ? null : fires(this.peak, this.neuron.max);
	}

	/** The text proves the explanation wrong, as far as this device can tell. */
	get isBroken(): boolean {
		return this.fires !== null && this.predictsFiring !== null && this.fires !== this.predictsFiring;
	}

	async send(): Promise<void> {
		const { explanationId, predictsFiring, custom } = this;
		if (explanationId === null || predictsFiring === null) return;
		await this.confirm(() => sendEvidence({ explanationId, text: custom.text, predictsFiring }));
	}
}
