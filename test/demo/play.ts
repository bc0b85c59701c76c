import type { Arguments } from './arguments.ts';
import { Chat } from './chat.ts';
import { findDiscrepancies } from './check/adds-up.ts';
import { collectEvidence } from './collect.ts';
import type { Herald } from './herald.ts';
import { Mcp } from './mcp.ts';
import { Phones } from './phones.ts';
import { ProgressDisplay, progressLine } from './progress.ts';
import { campaignWords, peopleInFile, readReports, walkToCampaign } from './walk.ts';
import { watchUntilSettled } from './watch.ts';

export interface PlayOptions extends Arguments {
  herald: Herald;
  token: string;
  tell(line: string): void;
}

/** The whole story, from the first word to the bot until nothing moves any more; answers what does not add up. */
export async function playThrough(options: PlayOptions): Promise<string[]> {
  const { herald, token, tell, resume } = options;
  const mcp = new Mcp(herald.mcpUrl, token);
  const chat = new Chat(herald.pageUrl, tell);
  const phones = new Phones(herald.pageUrl);

  const campaignId = await walkToCampaign(chat, mcp, resume);
  tell('');
  const display = new ProgressDisplay(process.stdout);
  await watchUntilSettled({
    mcp,
    phones,
    campaignId,
    async onLook(campaign) {
      display.show(progressLine(campaign));
      await killWhenTold(options, phones);
    },
  });
  display.end();

  const known = { campaignId, campaignWords, peopleInFile, wasKilled: resume };
  const evidence = await collectEvidence(mcp, phones, known);
  await readReports(chat, campaignId, evidence.optedOut.length);
  return findDiscrepancies(evidence);
}

/** As the power would go: neither Herald nor the demo gets a word in. */
async function killWhenTold({ killAt, herald }: PlayOptions, phones: Phones): Promise<void> {
  if (killAt === undefined || (await phones.tally()).taken < killAt) return;
  herald.kill();
  process.kill(process.pid, 'SIGKILL');
}
