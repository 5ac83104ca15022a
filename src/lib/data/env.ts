// The only module that reads the public environment: it is read when the server starts, not when the app is built,
// so one build serves both kinds of store.
import { env } from '$env/dynamic/public';
import { storeAddress, type StoreAddress } from './address.ts';

/** The store's address for pages of this origin, as the environment says. */
export const addressFor = (origin: string): StoreAddress => storeAddress(env, origin);
