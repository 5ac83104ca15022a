// `npm run build`: builds the app into build/ unless it is up to date.
import path from 'node:path';
import { ensureBuild } from './lib/app-build.ts';

const built = await ensureBuild(path.resolve(import.meta.dirname, '..'));
console.log(built ? 'The app is in build/.' : 'build/ is up to date.');
