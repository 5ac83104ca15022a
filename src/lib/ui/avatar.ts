// What tells the 32 pictures of players apart: four numbers of arms in each of eight colours.

export const AVATAR_ARMS: readonly number[] = [3, 5, 6, 8];

const COLOURS = 8;

/** Hue of the picture's colours in degrees. */
export const avatarHue = (avatar: number): number =>
	(Math.floor(avatar / AVATAR_ARMS.length) % COLOURS) * (360 / COLOURS) + 20;
