import { z } from 'zod';
import type { ProfileChanges } from '../../bridges/bridge.ts';
import type { House } from '../../context.ts';
import type { Sender } from '../../database/senders.ts';
import { Refusal } from '../../errors.ts';
import { sets } from '../annotations.ts';
import { defineOperation, type StepsContext } from '../define.ts';
import { SenderRef } from '../refs.ts';
import { text } from '../text.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { bySession } from './shapes.ts';

const alikeMax = 50;

export const updateWhatsappProfile = defineOperation({
  name: 'update_whatsapp_profile',
  summary:
    'Change what people see of a WhatsApp number. Only the fields that are given change. Which of ' +
    'them can be changed depends on the bridge, and what cannot is refused by name.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    ...bySession,
    name: text(100).min(3).optional().describe('The name that people see.'),
    status: text(139).optional().describe('The text under the name.'),
    description: text(512).optional().describe('What the business does.'),
    address: text(256).optional().describe('Where the business is.'),
    email: z.email().max(128).optional().describe('Of the business.'),
    websites: z
      .array(z.url({ protocol: /^https?$/ }).max(256))
      .max(2)
      .optional()
      .describe('Of the business; at most two.'),
    apply_to_sessions: z
      .array(SenderRef)
      .max(alikeMax)
      .optional()
      .describe('Other numbers to change in the same way.'),
  }),
  output: z.object({
    session_id: z.int(),
    updated: z.array(z.int()).describe('The numbers that have changed.'),
    not_updated: z
      .array(z.object({ session_id: z.int(), reason: z.string() }))
      .describe('Of apply_to_sessions: which were refused, and why.'),
  }),

  async steps(context, { session_id, apply_to_sessions = [], status: about, ...others }) {
    const sender = await chooseSender(context, session_id);
    const alike = await findAlike(context, sender, apply_to_sessions);
    const changes = givenOf({ ...others, about });
    await saveProfile(context.house, sender, changes);

    const refused = [];
    for (const other of alike) {
      const reason = await reasonNot(() => saveProfile(context.house, other, changes));
      if (reason !== undefined) refused.push({ session_id: other.id, reason });
    }
    const failed = new Set(refused.map((one) => one.session_id));
    const updated = [sender, ...alike].map(({ id }) => id).filter((id) => !failed.has(id));
    return { session_id: sender.id, updated, not_updated: refused };
  },
});

function givenOf(changes: { [K in keyof ProfileChanges]: ProfileChanges[K] | undefined }) {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (given.length > 0) return Object.fromEntries(given) as ProfileChanges;
  throw new Refusal('invalid_input', 'Nothing to change: give a name, a status or another field.');
}

/** All of them are looked up before any is changed. */
async function findAlike(
  context: StepsContext,
  first: Sender,
  refs: Parameters<typeof chooseSender>[1][],
): Promise<Sender[]> {
  const found = new Map<number, Sender>();
  for (const ref of refs) {
    const sender = await chooseSender(context, ref);
    if (sender.id !== first.id) found.set(sender.id, sender);
  }
  return [...found.values()];
}

async function saveProfile(house: House, sender: Sender, changes: ProfileChanges): Promise<void> {
  const save = skillOf(house, sender, 'saveProfile', 'change the profile of a number');
  await ask(house, sender, (number) => save(number, changes));
}

/** One number that refuses must not hide which others have changed. */
async function reasonNot(deed: () => Promise<void>): Promise<string | undefined> {
  try {
    await deed();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
