import { createHash } from 'node:crypto';
import type { BridgeSender, Connection, SessionControl } from '../../bridges/bridge.ts';
import type { Life } from './life.ts';

/**
 * What can be done with one of Herald's numbers here: as much as with a real one, so that all of it
 * can be tried. There is nothing to scan and no code to type: a number is linked when it is asked to be.
 */
export function sandboxSession(life: Life): Omit<SessionControl, 'pairingCode'> {
  return {
    status: async (sender) => connectionOf(life, sender),
    async reconnect(sender) {
      life.changeNumber(sender.numberKey, { isLinked: true });
      return connectionOf(life, sender);
    },
    disconnect: async ({ numberKey }) => life.changeNumber(numberKey, { isLinked: false }),
    remove: async ({ numberKey }) => life.changeNumber(numberKey, { isLinked: false }),
    profile: async ({ numberKey }) => life.ownNumber(numberKey).profile,
    saveProfile: async ({ numberKey }, profile) => life.changeNumber(numberKey, { profile }),
    async savePicture({ numberKey }, picture) {
      const pictureUrl = picture ? `sandbox:picture/${digestOf(picture.bytes)}` : null;
      life.changeNumber(numberKey, { pictureUrl });
    },
    // Every phone of this world is on WhatsApp until somebody scripts it otherwise.
    findNumber: async (_, phone) => ({ exists: !life.isUnknown(phone), person: { phone } }),
    archiveChat: async () => {},
  };
}

export function connectionOf(life: Life, { numberKey }: BridgeSender): Connection {
  const isPhone = /^\+?\d{6,15}$/.test(numberKey);
  const phone = isPhone ? { phone: `+${numberKey.replace('+', '')}` } : {};
  if (life.ownNumber(numberKey).isLinked) return { status: 'connected', ...phone };
  return { status: 'disconnected', reason: 'The number is logged out.', ...phone };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
