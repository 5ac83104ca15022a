// Nothing runs in a frame on another site: it can be looked at, and its links lead here.
export const csr = false;
