import type { BridgeSender, Gate, Outbound, Outcome } from '../bridge.ts';
import type { Wire } from '../wire.ts';
import { outcomeOf } from './answer.ts';
import { bodyOf, fileOf } from './body.ts';
import { misfitOf } from './misfit.ts';
import { fileInHand, type Uploads } from './uploads.ts';

/** One message. A file is uploaded before the gate, as nothing may wait between the gate and the write. */
export async function sendMessage(
  wire: Wire,
  uploads: Uploads,
  { numberKey }: BridgeSender,
  message: Outbound,
  gate: Gate,
): Promise<Outcome> {
  const misfit = refusalWithoutAsking(message);
  if (misfit) return misfit;

  const path = `/${numberKey}/messages`;
  const media = fileOf(message.content);
  const file = media && fileInHand(media);
  if (!file) return outcomeOf(await wire.post(path, bodyOf(message, undefined), gate));

  const upload = await uploads.idOf(wire, numberKey, file);
  if ('kind' in upload) return upload;
  const outcome = outcomeOf(await wire.post(path, bodyOf(message, upload.id), gate));
  if (mayBlameFile(outcome)) uploads.forget(numberKey, file);
  return outcome;
}

function refusalWithoutAsking(message: Outbound): Outcome | undefined {
  const misfit = misfitOf(message);
  if (misfit !== undefined) {
    return { kind: 'refused', class: 'our_bug', code: 'does_not_fit', text: misfit };
  }
  if (message.to !== '' || message.person?.bsuid !== undefined) return undefined;
  const text = 'Neither a phone nor a user id of this person is known.';
  return { kind: 'refused', class: 'recipient_permanent', code: 'no_address', text };
}

/** An id that is not valid any more is answered like any other wrong parameter. */
function mayBlameFile(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && (outcome.class === 'media' || outcome.class === 'our_bug');
}
