// Why a campaign cannot be read, in codes that pages word; the message names the file.

export type CampaignErrorCode =
	| 'missing' // the file could not be fetched or read
	| 'damaged' // its hash or its content is wrong
	| 'unsupported' // made by a newer version of the game
	| 'no-such-neuron';

export class CampaignError extends Error {
	override readonly name = 'CampaignError';
	readonly code: CampaignErrorCode;

	constructor(code: CampaignErrorCode, message: string, options?: { cause?: unknown }) {
		super(message, options);
		this.code = code;
	}
}
