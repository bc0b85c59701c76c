import type { Deed } from '../../../src/sandbox/phones/behaviour.ts';

/** Somebody on the list of a bridge's demo, and what their phone does. */
export interface Person {
  phone: string;
  name: string;
  does: Deed;
  /** An operator has forbidden to write to them. */
  isBlacklisted?: true;
}

/** One of each kind and a few more: in this order on the list. */
export const cast: readonly Person[] = [
  { phone: '+34600000101', name: 'Ana', does: 'reads' },
  { phone: '+34600000102', name: 'Berta', does: 'answers' },
  { phone: '+34600000103', name: 'Carla', does: 'not_on_whatsapp' },
  { phone: '+34600000104', name: 'Dora', does: 'stops' },
  { phone: '+34600000105', name: 'Elsa', does: 'leaves_unread' },
  { phone: '+34600000106', name: 'Fátima', does: 'times_out' },
  { phone: '+34600000107', name: 'Gema', does: 'reads', isBlacklisted: true },
  { phone: '+34600000108', name: 'Hugo', does: 'reads' },
  { phone: '+34600000109', name: 'Íñigo', does: 'answers' },
  { phone: '+34600000110', name: 'Juan', does: 'is_off' },
  { phone: '+34600000111', name: 'Luis', does: 'reads' },
  { phone: '+34600000112', name: 'Marta', does: 'reads' },
];

/** What somebody answers; undefined for nothing. */
export function linesOf(deed: Deed): string | undefined {
  if (deed === 'stops') return 'BAJA';
  return deed === 'answers' ? '¿Hasta cuándo?' : undefined;
}

/** As a bridge writes a number. */
export function digitsOf(phone: string): string {
  return phone.slice(1);
}

export function contactsFileOf(people: readonly Person[]): string {
  return ['Teléfono;Nombre', ...people.map(({ phone, name }) => `${phone};${name}`), ''].join('\n');
}
