import { z } from 'zod';
import type { Picture } from '../../bridges/bridge.ts';
import { Refusal } from '../../errors.ts';
import { fetchFile } from '../../outside/fetch-file.ts';
import { sets } from '../annotations.ts';
import { defineOperation } from '../define.ts';
import { ask, skillOf } from './ask.ts';
import { chooseSender } from './choose.ts';
import { bySession } from './shapes.ts';

/** WhatsApp shows pictures of some hundred pixels; this is a photo as a phone makes it. */
const pictureBytesMax = 5 * 1024 * 1024;

export const updateWhatsappProfilePicture = defineOperation({
  name: 'update_whatsapp_profile_picture',
  summary: 'Give a WhatsApp number another picture (JPEG or PNG, up to 5 MB), or take it away.',
  scope: 'settings:write',
  annotations: sets,
  input: z.strictObject({
    ...bySession,
    action: z
      .enum(['upload', 'remove'])
      .default('upload')
      .describe('upload gives it the picture in image, remove takes it away.'),
    image: z
      .string()
      .max(Math.ceil(pictureBytesMax * 1.4))
      .optional()
      .describe('An https address that anybody can fetch, or the picture itself in base64.'),
  }),
  output: z.object({ session_id: z.int(), has_picture: z.boolean() }),

  async steps(context, { session_id, action, image }) {
    const { house } = context;
    const sender = await chooseSender(context, session_id);
    const save = skillOf(house, sender, 'savePicture', 'change the picture of a number');
    const picture = action === 'upload' ? await readPicture(image) : undefined;
    await ask(house, sender, (number) => save(number, picture));
    return { session_id: sender.id, has_picture: picture !== undefined };
  },
});

async function readPicture(image: string | undefined): Promise<Picture> {
  if (image === undefined) throw new Refusal('invalid_input', 'image is missing.');
  const isAddress = /^[a-z][a-z\d+.-]*:\/\//i.test(image);
  const bytes = isAddress
    ? (await fetchFile(image, { bytesMax: pictureBytesMax })).bytes
    : Buffer.from(image.replace(/^data:[^,]*,/, ''), 'base64');
  if (bytes.length > pictureBytesMax) throw new Refusal('too_large', 'image: at most 5 MB.');
  return { bytes, mimeType: mimeTypeOf(bytes) };
}

/** By its first bytes: what a server or a caller calls it proves nothing. */
function mimeTypeOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (start.startsWith('ffd8ff')) return 'image/jpeg';
  if (start === '89504e470d0a1a0a') return 'image/png';
  throw new Refusal('invalid_input', 'image: must be a JPEG or PNG picture.');
}
