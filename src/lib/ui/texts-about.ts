// The About page, in sections of paragraphs; the style is that of texts.ts. What it says of scores is what
// supabase/migrations/*_score.sql and *_judging.sql compute.

export interface AboutSection {
	id: string;
	title: string;
	paragraphs: string[];
	/** What only advanced mode adds. */
	exact?: string[];
	links?: { href: string; name: string }[];
}

export const aboutTexts = {
	title: 'About',
	contents: 'On this page',
	intro:
		'Neuronpedia is a game, and a growing book about what happens inside an AI. Everybody can write in it.',
	sections: [
		{
			id: 'neuron',
			title: 'What is a neuron?',
			paragraphs: [
				'An AI that reads and writes is made of numbers. Words go in, and thousands of tiny cells react: some light up strongly, some stay dark. Such a cell is called a neuron.',
				'Nobody told a neuron what to do. It found a job by itself while the AI was trained on lots of text. One may light up on words about the sea, another on the end of a list, another on nothing that people can name. Your job is to find out.'
			],
			exact: [
				'A neuron here is one coordinate of blocks.{L}.mlp.hook_post in a GPT-2 model: the output of the GELU in the MLP of layer L, one number per token. <|endoftext|> is put before each text, and its position is never shown, scored or counted. A neuron fires on a token at 25% of its maximum over the corpus or more; a passage is quiet when its peak stays below 5%.',
				'Colours are fixed to the neuron’s maximum over the corpus, never to the text at hand. Orange is positive, blue negative; the bar under a token has the same length as its colour is strong.'
			]
		},
		{
			id: 'safety',
			title: 'Why does it matter?',
			paragraphs: [
				'AIs get stronger every year, and not even their makers know how most of it works. You cannot trust a machine for important things just because it behaves well today: you want to look inside.',
				'Explaining neurons is a first step. If we know what the parts respond to, we can check what an AI really pays attention to, notice when it learns something harmful, and one day repair it. There are too many neurons for a few scientists. That is why this is a game.'
			]
		},
		{
			id: 'scores',
			title: 'How do we know that an explanation is right?',
			paragraphs: [
				'By testing it blind. A player gets an explanation and six texts that nobody has coloured in, and says on which of them the neuron lights up. If the explanation is good, the player is often right. If it is nonsense, the player is right half of the time, like tossing a coin.',
				'Each test makes the score surer. Votes count a little at the beginning, tests count much more. Your own explanations are never tested by you.'
			],
			exact: [
				'The score is the posterior mean of balanced accuracy, (true positive rate + true negative rate) / 2, over the passages of all counted rounds, each weighted by the player’s reliability. Both rates have a Beta prior worth two passages whose mean is the share of votes, (up + 2) / (up + down + 4). Shown with it: its 90% interval and n, the number of rounds. Explanations are ranked by the lower bound of that interval.',
				'A neuron is solved when that bound is at least 0.70 after at least five rounds, and unclear when at least five players and at least 60% of all say that there is no clear pattern. Rounds mix firing passages with quiet ones, half of them near misses where there are any; none of them is among the clues.',
				'Players and neurons have Glicko-2 ratings: a first blind round on a neuron is a game between the two. Points are paid for what a round teaches (ten for each bit by which it narrows the interval), for votes that prove right, and for explanations that raise the best bound.'
			]
		},
		{
			id: 'texts',
			title: 'Where do the texts come from?',
			paragraphs: [
				'The clues are passages written for this project and given to everyone, so nobody’s private words are in them. The AI read all of them once, and each neuron’s brightest moments were kept.'
			],
			exact: [
				'Ideas and methods: automated interpretability and the neuron viewer of Bills et al. (OpenAI, 2023); detection and fuzzing of EleutherAI’s Delphi; Neuroscope by Neel Nanda; the names of TransformerLens; Glickman’s Glicko-2.'
			]
		},
		{
			id: 'privacy',
			title: 'What do we know about you?',
			paragraphs: [
				'As little as possible. There are no ads and no trackers, and nothing is loaded from other companies. You can play without giving a name or an e-mail address.',
				'What you type into the text box stays on your device: the AI runs in your own browser. It is sent only if you choose to hand it in as proof or as a record.',
				'A link that you share with a text keeps the text behind the #, a part of the address that browsers never send. If you write ?text= into an address by hand, it reaches the server once, with the page, unless the game is on your device already; there it is neither read nor kept, and your browser takes it out of the address at once.',
				'Kept on the server: your answers, votes, laughs, rounds and points, the groups of friends you joined, and what you enter in the settings. The members of such a group see your name, your picture and your points. Cookies remember your session, the mode, the colours and whether you have met the tutorial, nothing else. In the settings you can download everything or delete it.'
			]
		},
		{
			id: 'licence',
			title: 'Who owns what is found?',
			paragraphs: [
				'Everybody. What players find out is published for all, free to use (CC0). Your name is in the published collection only if you say so in the settings.',
				'The program is free software under the MIT licence.'
			]
		}
	] satisfies AboutSection[] as AboutSection[],
	api: 'For programs: the API',
	feedback: 'Something unclear? Tell us',
	play: 'Play a neuron'
};
