// A process of its own that builds a campaign, so that tests can kill it: options as JSON in the first argument.
import { ensureCampaign } from '../campaign-build.ts';

await ensureCampaign('tiny', JSON.parse(process.argv[2]!));
