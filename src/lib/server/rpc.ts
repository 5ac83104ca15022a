// Calls of the service role: one POST for each function of schema `api`, on a hosted Supabase and on the embedded
// backend alike. For the server and for scripts; browsers go through src/lib/data.

/** Calls a function as the service role. Rejects with an error that names the function and the store's message. */
export type ServiceRpc = (name: string, args: Record<string, unknown>) => Promise<unknown>;

export interface ServiceRpcOptions {
	url: string;
	serviceKey: string;
	fetch?: typeof fetch;
}

/** A legacy service key is a JWT and must also come as the bearer; a new one (sb_secret_…) must not. */
function authorization(serviceKey: string): Record<string, string> {
	return serviceKey.startsWith('eyJ') ? { authorization: `Bearer ${serviceKey}` } : {};
}

export function createServiceRpc({
	url,
	serviceKey,
	fetch = globalThis.fetch
}: ServiceRpcOptions): ServiceRpc {
	return async (name, args) => {
		const response = await fetch(`${url}/rest/v1/rpc/${name}`, {
			method: 'POST',
			headers: {
				apikey: serviceKey,
				...authorization(serviceKey),
				'content-type': 'application/json',
				'content-profile': 'api'
			},
			body: JSON.stringify(args)
		});
		const body = await response.text();
		if (!response.ok) throw new Error(`The store refused ${name} (${response.status}): ${messageOf(body)}`);
		return body === '' ? null : JSON.parse(body);
	};
}

function messageOf(body: string): string {
	try {
		return String((JSON.parse(body) as { message?: string }).message ?? body);
	} catch {
		return body.slice(0, 200);
	}
}
