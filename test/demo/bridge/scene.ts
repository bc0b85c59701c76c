import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mcp } from '../mcp.ts';
import type { Scene } from '../play.ts';
import { cast, contactsFileOf, digitsOf } from './cast.ts';
import { connectNumber } from './connect.ts';
import { type BridgeName, fakeBridges } from './fake.ts';
import { People } from './people.ts';

export interface BridgeSceneOptions {
  bridge: BridgeName;
  mcp: Mcp;
  pageUrl: string;
  /** Where the file of contacts is put. */
  directory: string;
  tell(line: string): void;
}

/** A dozen people at a bridge's fake server, and a number of it that Herald is connected to. */
export async function openBridgeScene(options: BridgeSceneOptions): Promise<Scene> {
  const { bridge, mcp, pageUrl, directory, tell } = options;
  const contactsFile = join(directory, 'contacts.csv');
  await writeFile(contactsFile, contactsFileOf(cast));

  const number = await fakeBridges[bridge].start({
    webhookUrl: new URL(`/webhooks/${bridge}`, pageUrl).href,
    strangers: cast.filter(isStranger).map(({ phone }) => digitsOf(phone)),
  });
  const name = await connectNumber({ mcp, bridge, number, tell });
  const people = new People(number, cast);
  const blacklisted = cast.filter(({ isBlacklisted }) => isBlacklisted);
  return {
    script: {
      contactsFile,
      peopleInFile: cast.length,
      numbers: name,
      blacklisted: () => blacklisted.map(({ phone }) => phone),
    },
    phones: people,
    onLook: () => people.turn(),
    close: () => number.close(),
  };
}

function isStranger({ does }: (typeof cast)[number]): boolean {
  return does === 'not_on_whatsapp';
}
