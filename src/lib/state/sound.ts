// A few short tones, off until the player turns them on; made when they are played, so nothing is downloaded. The choice
// stays on this device.
import { notesOf, type Note, type Tone } from '../game/tones.ts';
import { keep, readKept } from './device-store.ts';

const SOUND_KEY = 'neuronpedia-sound';
/** Quiet: a tone in a silent room must startle nobody. */
const VOLUME = 0.08;
/** A note that begins or ends at once would click. */
const FADE_S = 0.015;

let context: AudioContext | undefined;

const isChoice = (value: unknown): value is boolean => typeof value === 'boolean';

/** Whether tones are played on this device. Only in the browser. */
export const isSoundOn = (): boolean => readKept(SOUND_KEY, isChoice) ?? false;

export const chooseSound = (isOn: boolean): void => keep(SOUND_KEY, isOn);

/** Plays a tone where sound is on and the player has touched the page: browsers let nothing else be heard. */
export function playTone(tone: Tone): void {
	if (!isSoundOn() || !(navigator.userActivation?.hasBeenActive ?? true)) return;
	try {
		context ??= new AudioContext();
		void context.resume();
		for (const note of notesOf(tone)) playNote(context, note);
	} catch {
		// no sound here: the game goes on without
	}
}

function playNote(audio: AudioContext, { frequencyHz, startMs, durationMs }: Note): void {
	const start = audio.currentTime + startMs / 1000;
	const end = start + durationMs / 1000;
	const volume = new GainNode(audio, { gain: 0 });
	volume.gain.setValueAtTime(0, start);
	volume.gain.linearRampToValueAtTime(VOLUME, start + FADE_S);
	volume.gain.setValueAtTime(VOLUME, end - FADE_S);
	volume.gain.linearRampToValueAtTime(0, end);
	const oscillator = new OscillatorNode(audio, { type: 'triangle', frequency: frequencyHz });
	oscillator.connect(volume).connect(audio.destination);
	oscillator.start(start);
	oscillator.stop(end);
}
