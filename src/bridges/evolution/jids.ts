import type { PersonNames } from '../../domain/person.ts';

/**
 * Who is meant by some of WhatsApp's addresses, which are all of one person:
 * `34600000001@s.whatsapp.net`, perhaps with `:3` for a device, or `139871234@lid`. Undefined for
 * groups, channels, status broadcasts and whatever else is no person.
 */
export function personOf(...jids: readonly unknown[]): PersonNames | undefined {
  const names = jids.map(nameOf);
  const phone = names.map((name) => name?.phone).find((one) => one !== undefined);
  const lid = names.map((name) => name?.lid).find((one) => one !== undefined);
  if (phone === undefined && lid === undefined) return undefined;
  return { ...(phone !== undefined && { phone }), ...(lid !== undefined && { lid }) };
}

/** Where something goes to: Evolution takes bare digits, and only for a LID the whole address. */
export function addressOf({ phone, lid }: PersonNames): string | undefined {
  if (phone) return phone.replace(/^\+/, '');
  return lid ? `${lid}@lid` : undefined;
}

/** The whole address, as the keys of messages want it. */
export function jidOf(person: PersonNames): string | undefined {
  const address = addressOf(person);
  return address?.replace(/^\d+$/, '$&@s.whatsapp.net');
}

/** A conversation of many, which Herald neither reads nor answers. */
export function isCrowd(jid: unknown): boolean {
  return typeof jid === 'string' && /@(g\.us|broadcast|newsletter)$/.test(jid);
}

function nameOf(jid: unknown): PersonNames | undefined {
  if (typeof jid !== 'string') return undefined;
  const [, digits = '', host] = /^(\d{3,20})(?::\d{1,3})?(?:@(.{1,20}))?$/.exec(jid) ?? [];
  if (host === 'lid') return { lid: digits };
  // Some versions write the phone of a hidden sender without any host.
  const isPhone = host === undefined || host === 's.whatsapp.net' || host === 'c.us';
  return isPhone && /^\d{6,15}$/.test(digits) ? { phone: `+${digits}` } : undefined;
}
