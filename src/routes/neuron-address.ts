// Whole addresses of neurons' pages, for links that leave the site.
import { resolve } from '$app/paths';

interface Place {
	campaignId: string;
	layer: number;
	index: number;
}

export const neuronAddress = (origin: string, { campaignId, layer, index }: Place): string =>
	origin +
	resolve('/[campaign=campaign]/[[layer=index]]/[index=index]', {
		campaign: campaignId,
		layer: String(layer),
		index: String(index)
	});
