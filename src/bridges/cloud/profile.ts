import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { BridgeSender, Profile, ProfileChanges } from '../bridge.ts';
import type { Wire } from '../wire.ts';
import { askGraph } from './ask.ts';

const fields = 'about,address,description,email,profile_picture_url,websites';

export async function readProfile(
  wire: Wire,
  { numberKey, config }: BridgeSender,
): Promise<Profile> {
  const answer = await askGraph(wire, 'GET', `${pathOf(numberKey)}?fields=${fields}`);
  const { profile_picture_url: pictureUrl, ...shown } = ProfileBody.parse(answer).data[0];
  // The name that WhatsApp has approved is a fact of the number, told when it was connected.
  const name = config.verified_name;
  return {
    ...shown,
    ...(pictureUrl !== undefined && { pictureUrl }),
    ...(typeof name === 'string' && { name }),
  };
}

export async function saveProfile(
  wire: Wire,
  { numberKey }: BridgeSender,
  { name, ...changes }: ProfileChanges,
): Promise<void> {
  if (name !== undefined) {
    throw new Refusal(
      'invalid_input',
      'name: WhatsApp approves it. Change it in the WhatsApp Manager, and leave it out here.',
    );
  }
  await askGraph(wire, 'POST', pathOf(numberKey), { messaging_product: 'whatsapp', ...changes });
}

function pathOf(numberKey: string): string {
  return `/${numberKey}/whatsapp_business_profile`;
}

const text = z.string().exactOptional();
const ProfileBody = z.object({
  data: z
    .tuple([
      z.object({
        about: text,
        address: text,
        description: text,
        email: text,
        profile_picture_url: text,
        websites: z.array(z.string()).exactOptional(),
      }),
    ])
    .rest(z.unknown()),
});
