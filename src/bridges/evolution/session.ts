import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { BridgeSender, Profile, ProfileChanges, SessionControl } from '../bridge.ts';
import { ask, askEither, refusalOf, tryAsk } from './ask.ts';
import { findInstance } from './instance.ts';
import { addressOf, jidOf, personOf } from './jids.ts';
import { type Line, pathOf } from './line.ts';
import { type Linking, pairingCode, relink, stateOf } from './linking.ts';

/** `lineOf` throws Refusal for a number whose credentials cannot be read. */
export function evolutionSession(
  lineOf: (sender: BridgeSender) => Line,
  linking: Linking,
): SessionControl {
  return {
    status: async (sender) => stateOf(lineOf(sender), linking),
    pairingCode: async (sender, phone) => pairingCode(lineOf(sender), phone, linking),
    reconnect: async (sender) => relink(lineOf(sender), linking),
    disconnect: async (sender) => logOut(lineOf(sender)),
    remove: async (sender) => remove(lineOf(sender)),
    profile: async (sender) => profile(lineOf(sender)),
    saveProfile: async (sender, changes) => saveProfile(lineOf(sender), changes),
    savePicture: async (sender, picture) => savePicture(lineOf(sender), picture?.bytes),
    findNumber: async (sender, phone) => findNumber(lineOf(sender), phone),
    archiveChat: async (sender, chat) => archiveChat(lineOf(sender), chat),
  };
}

/** One that is logged out already is what was wanted. */
async function logOut(line: Line): Promise<void> {
  const answer = await tryAsk(line, 'DELETE', pathOf('/instance/logout', line));
  if (!answer.isFine && answer.status !== 400) throw refusalOf(answer);
}

async function remove(line: Line): Promise<void> {
  const loggedOut = await tryAsk(line, 'DELETE', pathOf('/instance/logout', line));
  if (loggedOut.status === 404) return;
  const answer = await tryAsk(line, 'DELETE', pathOf('/instance/delete', line));
  if (!answer.isFine && answer.status !== 404) throw refusalOf(answer);
}

const word = z.string().min(1).optional().catch(undefined);
const ProfileBody = z.object({
  name: word,
  status: word,
  picture: word,
  description: word,
  email: word,
  website: word,
});

async function profile(line: Line): Promise<Profile> {
  const { phone, profileName } = (await findInstance(line)) ?? {};
  if (phone === undefined) throw new Refusal('wrong_state', 'The number is not linked.');
  const { json } = await ask(line, 'POST', '/chat/fetchProfile', {
    number: addressOf({ phone }),
  });
  const known = ProfileBody.parse(json);
  const name = profileName ?? known.name;
  return {
    ...(name !== undefined && { name }),
    ...(known.status !== undefined && { about: known.status }),
    ...(known.description !== undefined && { description: known.description }),
    ...(known.email !== undefined && { email: known.email }),
    ...(known.website !== undefined && { websites: [known.website] }),
    ...(known.picture !== undefined && { pictureUrl: known.picture }),
  };
}

async function saveProfile(line: Line, { name, about, ...others }: ProfileChanges): Promise<void> {
  const unknown = Object.keys(others);
  if (unknown.length > 0) {
    const fields = unknown.join(', ');
    throw new Refusal('invalid_input', `Evolution can change name and about, and not ${fields}.`);
  }
  if (name !== undefined) await ask(line, 'POST', '/chat/updateProfileName', { name });
  if (about !== undefined) await ask(line, 'POST', '/chat/updateProfileStatus', { status: about });
}

async function savePicture(line: Line, bytes: Uint8Array | undefined): Promise<void> {
  if (!bytes) await ask(line, 'DELETE', '/chat/removeProfilePicture');
  else {
    const picture = Buffer.from(bytes).toString('base64');
    await askEither(line, '/chat/updateProfilePicture', { picture });
  }
}

const Found = z
  .tuple([
    z.object({ exists: z.boolean(), jid: z.unknown().optional(), lid: z.unknown().optional() }),
  ])
  .rest(z.unknown());

/** Only a live session can answer, so this also tells whether it is one. */
async function findNumber(line: Line, phone: string) {
  const { json } = await ask(line, 'POST', '/chat/whatsappNumbers', {
    numbers: [addressOf({ phone })],
  });
  const [found] = Found.parse(json);
  const person = found.exists ? personOf(found.jid, found.lid) : undefined;
  return { exists: found.exists, ...(person && { person }) };
}

/** Evolution wants the key of the last message, and the last one in a chat of a campaign is ours. */
async function archiveChat(
  line: Line,
  { person, lastProviderId: id }: Parameters<SessionControl['archiveChat']>[1],
): Promise<void> {
  const chat = jidOf(person);
  if (chat === undefined || id === undefined) {
    throw new Refusal(
      'wrong_state',
      'Evolution archives a chat by its last message; none is known.',
    );
  }
  const key = { remoteJid: chat, fromMe: true, id };
  await askEither(line, '/chat/archiveChat', { lastMessage: { key }, chat, archive: true });
}
