// What other programs may ask of this server: neurons as NeuronRecords, and the page and document that say so.
import { expect, test } from '../../testing/e2e-test.ts';
import { openapi } from './openapi.ts';

test('serves a neuron with exactly the fields that the document names', async ({ request }) => {
	const response = await request.get('/api/neurons/starter/3.json');
	expect(response.status()).toBe(200);
	expect(response.headers()['content-type']).toBe('application/json');
	expect(response.headers()['access-control-allow-origin']).toBe('*');
	const record = (await response.json()) as Record<string, unknown>;
	const { NeuronRecord, ActivationRecord } = openapi.components.schemas;
	expect(Object.keys(record).sort()).toEqual(Object.keys(NeuronRecord.properties).sort());
	expect(record.neuron_id).toEqual({ dataclass_name: 'NeuronId', layer_index: 2, neuron_index: 3 });
	const [top] = record.most_positive_activation_records as { tokens: string[]; activations: number[] }[];
	expect(Object.keys(top!).sort()).toEqual(Object.keys(ActivationRecord.properties).sort());
	expect(top!.tokens).toHaveLength(top!.activations.length);
});

test('answers 404 for what is not there, and never leaves the campaigns', async ({ request }) => {
	for (const path of [
		'starter/1024.json',
		'starter/-1.json',
		'starter/1e2.json',
		'starter/01.json',
		'none/0.json',
		'..%2f..%2fmodels%2fstarter/0.json'
	]) {
		expect((await request.get(`/api/neurons/${path}`)).status(), path).toBe(404);
	}
});

test('describes itself', async ({ page, request }) => {
	expect(await (await request.get('/api/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(openapi)));
	await page.goto('/api');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(openapi.info.title);
	await page.getByRole('link', { name: '/api/neurons/starter/0.json' }).click();
	await expect(page.locator('body')).toContainText('"dataclass_name":"NeuronRecord"');
});
