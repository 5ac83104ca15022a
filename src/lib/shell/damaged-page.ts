// What is shown when the app's own files on this device are damaged and the server is away: which ones, and what helps.
// The app cannot show it, being what is damaged.

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A page that names the files. */
export function damagedPage(paths: readonly string[]): Response {
	const items = paths.map((path) => `<li><code>${escaped(path)}</code></li>`).join('');
	const html = `<!doctype html><html lang="en"><meta charset="utf-8" />
<meta name="viewport" content="width=device-width" /><title>Neuronpedia</title>
<h1>A kept file is damaged</h1>
<p>You are offline, and a part of the game on this device is damaged. It was taken away and is fetched again as soon as
the line is back: then reload this page. What you wrote is safe.</p>
<ul>${items}</ul></html>`;
	return new Response(html, {
		status: 503,
		headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
	});
}
