// The page that the service worker keeps and gives for every page while the server is away: the app without any
// content. It then shows the page of the address at hand.
export const ssr = false;
