// Which texts were there already: 8 bytes of each text's hash, in 16 to 32 bytes of memory a text. Among ten million
// texts the chance that any two different ones are taken for equal is 3 in a million (birthday bound on 2^64).
import { hash } from 'node:crypto';

const FIRST_SLOTS = 1 << 16;

export class SeenTexts {
	/** Open addressing: slot i holds the hash [2 i, 2 i + 1]; two zeros are a free slot. */
	#slots = new Uint32Array(2 * FIRST_SLOTS);
	#count = 0;

	/** Notes `text`. Returns false when it was noted before. */
	add(text: string): boolean {
		const digest = hash('sha1', text, 'buffer');
		// Never 0, which marks a free slot.
		const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4) || 1];
		if (!this.#insert(high, low)) return false;
		if (++this.#count > this.#slots.length / 4) this.#grow();
		return true;
	}

	#insert(high: number, low: number): boolean {
		const slots = this.#slots;
		const mask = slots.length / 2 - 1;
		let slot = low & mask;
		while (slots[2 * slot + 1] !== 0) {
			if (slots[2 * slot] === high && slots[2 * slot + 1] === low) return false;
			slot = (slot + 1) & mask;
		}
		slots[2 * slot] = high;
		slots[2 * slot + 1] = low;
		return true;
	}

	#grow(): void {
		const old = this.#slots;
		this.#slots = new Uint32Array(2 * old.length);
		for (let at = 0; at < old.length; at += 2) {
			if (old[at + 1] !== 0) this.#insert(old[at]!, old[at + 1]!);
		}
	}
}
