// Calls of the service role: one POST for each function of schema `api`, on a hosted Supabase and on the embedded
// backend alike. For the server and for scripts; browsers go through src/lib/data.

/** A call that the store refused. */
export class RpcError extends Error {
	override readonly name = 'RpcError';
	readonly status: number;
	/** The store's stable code; '' when it gave none. */
	readonly code: string;
	/** The store's own message. */
	readonly words: string;

	constructor(name: string, status: number, { message, hint }: { message: string; hint: string }) {
		super(`The store refused ${name} (${status}): ${message}`);
		this.status = status;
		this.code = hint;
		this.words = message;
	}
}

/** Calls a function as the service role. Rejects with an RpcError. */
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
		if (!response.ok) throw new RpcError(name, response.status, refusalOf(body));
		return body === '' ? null : JSON.parse(body);
	};
}

function refusalOf(body: string): { message: string; hint: string } {
	try {
		const { message, hint } = JSON.parse(body) as { message?: string; hint?: string | null };
		return { message: message ?? body, hint: hint ?? '' };
	} catch {
		return { message: body.slice(0, 200), hint: '' };
	}
}
