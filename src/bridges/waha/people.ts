import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { BridgeSender, PersonNames, ProfileChanges, SessionControl } from '../bridge.ts';
import type { Addresses, Finding } from './addresses.ts';
import { demand, type Question } from './ask.ts';
import type { WahaLines } from './line.ts';
import { personOf } from './names.ts';
import { openLine } from './session.ts';

type PeoplePart = 'profile' | 'saveProfile' | 'savePicture' | 'findNumber' | 'archiveChat';

/** What people see of a number, and what a number knows of people. */
export function wahaPeople(
  lines: WahaLines,
  addresses: Addresses,
): Pick<SessionControl, PeoplePart> {
  const ask = (sender: BridgeSender, rest: string, question: Omit<Question, 'path'>) => {
    const { wire, session } = openLine(lines, sender);
    return demand(wire, { ...question, path: `/api/${session}/${rest}` });
  };
  return {
    async profile(sender) {
      const { name, picture } = Profile.parse(await ask(sender, 'profile', { method: 'GET' }));
      return { ...(name && { name }), ...(picture && { pictureUrl: picture }) };
    },
    async saveProfile(sender, changes) {
      refuseUnknown(changes);
      const { name, about } = changes;
      if (name !== undefined) await ask(sender, 'profile/name', { method: 'PUT', body: { name } });
      if (about !== undefined) {
        await ask(sender, 'profile/status', { method: 'PUT', body: { status: about } });
      }
    },
    async savePicture(sender, picture) {
      if (!picture) {
        await ask(sender, 'profile/picture', { method: 'DELETE' });
        return;
      }
      const data = Buffer.from(picture.bytes).toString('base64');
      const file = { mimetype: picture.mimeType, filename: 'picture', data };
      await ask(sender, 'profile/picture', { method: 'PUT', body: { file }, answerMs: pictureMs });
    },
    async findNumber(sender, phone) {
      const found = await addresses.find(sender, openLine(lines, sender), { phone });
      if ('kind' in found) {
        if (found.code === 'not_on_whatsapp') return { exists: false };
        throw new Refusal('unavailable', `WAHA does not say: ${found.text}`);
      }
      return { exists: true, person: { phone, ...found.person, ...personOf([found.chatId]) } };
    },
    async archiveChat(sender, { person }) {
      const { chatId } = required(await findChat(lines, addresses, sender, person));
      await ask(sender, `chats/${encodeURIComponent(chatId)}/archive`, { method: 'POST' });
    },
  };
}

const pictureMs = 30_000;

const word = z.string().max(2_000).nullish().catch(undefined);
const Profile = z.object({ name: word, picture: word });

function refuseUnknown(changes: ProfileChanges): void {
  const other = Object.entries(changes).find(
    ([field, value]) => value !== undefined && field !== 'name' && field !== 'about',
  );
  if (!other) return;
  throw new Refusal('invalid_input', `WAHA sets name and about of a number, not ${other[0]}.`);
}

function findChat(
  lines: WahaLines,
  addresses: Addresses,
  sender: BridgeSender,
  person: PersonNames,
): Promise<Finding> {
  return addresses.find(sender, openLine(lines, sender), person);
}

function required(found: Finding) {
  if (!('kind' in found)) return found;
  throw new Refusal('not_found', `There is no such chat: ${found.text}`);
}
