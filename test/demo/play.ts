import type { Arguments } from './arguments.ts';
import { openBridgeScene } from './bridge/scene.ts';
import { Chat } from './chat.ts';
import { findDiscrepancies } from './check/adds-up.ts';
import { collectEvidence } from './collect.ts';
import type { DataDirectory } from './data-directory.ts';
import type { Herald } from './herald.ts';
import { Mcp } from './mcp.ts';
import { Phones, type Witnesses } from './phones.ts';
import { ProgressDisplay, progressLine } from './progress.ts';
import { campaignWords, longScript, readReports, type Script, walkToCampaign } from './walk.ts';
import { watchUntilSettled } from './watch.ts';

export interface PlayOptions extends Arguments {
  herald: Herald;
  directory: DataDirectory;
  tell(line: string): void;
}

/** Where a story plays: what the operator works with, and who is at the far end. */
export interface Scene {
  script: Script;
  phones: Witnesses;
  /** Called a few times a second while the campaign runs. */
  onLook(): Promise<unknown>;
  close(): Promise<void>;
}

/** The whole story, from the first word to the bot until nothing moves any more; answers what does not add up. */
export async function playThrough(options: PlayOptions): Promise<string[]> {
  const mcp = new Mcp(options.herald.mcpUrl, options.directory.token);
  const scene = await openScene(options, mcp);
  try {
    return await playIn(scene, options, mcp);
  } finally {
    await scene.close();
  }
}

async function openScene(options: PlayOptions, mcp: Mcp): Promise<Scene> {
  const { bridge, herald, directory, tell } = options;
  const { pageUrl } = herald;
  if (bridge) return openBridgeScene({ bridge, mcp, pageUrl, directory: directory.path, tell });
  const phones = new Phones(pageUrl);
  return {
    script: longScript,
    phones,
    onLook: () => killWhenTold(options, phones),
    async close() {},
  };
}

async function playIn(scene: Scene, options: PlayOptions, mcp: Mcp): Promise<string[]> {
  const { herald, tell, resume } = options;
  const { script, phones } = scene;
  const chat = new Chat(herald.pageUrl, tell);

  const campaignId = await walkToCampaign({ chat, mcp, script }, resume);
  tell('');
  const display = new ProgressDisplay(process.stdout);
  await watchUntilSettled({
    mcp,
    phones,
    campaignId,
    async onLook(campaign) {
      display.show(progressLine(campaign));
      await scene.onLook();
    },
  });
  display.end();

  const { peopleInFile } = script;
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
