import { z } from 'zod';
import type { Profile } from '../../bridges/bridge.ts';
import { looks } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { bySession } from './shapes.ts';

const shown = z.string().nullable();

export const ProfileFacts = z.object({
  session_id: z.int(),
  name: shown,
  status: shown.describe('The text under the name.'),
  description: shown,
  address: shown,
  email: shown,
  websites: z.array(z.string()),
  picture_url: shown.describe('May expire.'),
});

export const getWhatsappProfile = defineOperation({
  name: 'get_whatsapp_profile',
  summary:
    'Show what people see of a WhatsApp number of this workspace: name, text, picture, and for a ' +
    'business its description, address, e-mail and websites. What the bridge does not tell is null.',
  scope: 'campaigns:read',
  annotations: looks,
  input: z.strictObject(bySession),
  output: ProfileFacts,

  async steps(context, { session_id }) {
    const { house } = context;
    const sender = await chooseSender(context, session_id);
    const read = skillOf(house, sender, 'profile', 'show the profile of a number');
    return profileFacts(sender.id, await ask(house, sender, read));
  },
});

export function profileFacts(session_id: number, profile: Profile): z.infer<typeof ProfileFacts> {
  const { name, about, description, address, email, websites, pictureUrl } = profile;
  return {
    session_id,
    name: name ?? null,
    status: about ?? null,
    description: description ?? null,
    address: address ?? null,
    email: email ?? null,
    websites: [...(websites ?? [])],
    picture_url: pictureUrl ?? null,
  };
}
