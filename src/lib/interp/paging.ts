// The cache of keys and values comes in pages, so that a longer text never means copying the whole of it.

/** Positions in one page: large enough for efficient matrix products, small enough that an empty tail costs little. */
export const PAGE_POSITIONS = 64;
