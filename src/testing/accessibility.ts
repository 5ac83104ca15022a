// axe over what a component test shows: nothing serious may be left.
import axe from 'axe-core';

/** The serious and critical findings below `root`, as "rule: element", empty when all is well. */
export async function seriousFindings(root: Element): Promise<string[]> {
	// A component alone is no page: rules about landmarks and headings of a whole page do not apply.
	const { violations } = await axe.run(root, { rules: { region: { enabled: false } } });
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
