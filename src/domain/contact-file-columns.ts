import type { CountryCode } from 'libphonenumber-js/max';
import { Refusal } from '../errors.ts';
import { clip, normalisePhone } from './phone-normalise.ts';

/** The columns of a file by their own names; `attributes` are all those without a meaning to us. */
export interface ContactColumns {
  phone: string;
  name?: string;
  email?: string;
  language?: string;
  tags?: string;
  attributes: string[];
}

/** Where in a record each thing lies, counted from 0. */
export interface ColumnPlaces {
  hasHeader: boolean;
  names: ContactColumns;
  phone: number;
  /** For roles other than the phone; one the file does not have is absent. */
  at: Partial<Record<Role, number>>;
  attributes: { at: number; key: string }[];
}

export type Role = (typeof roles)[number];
const roles = ['name', 'email', 'language', 'tags'] as const;

/**
 * Finds the columns in a file's first record: by their headings, or, where that record is
 * a contact already, by what is in it.
 *
 * @param wanted headings that the caller chose, instead of those that Herald knows
 * @throws Refusal `invalid_input` when no column can be the phone
 */
export function findColumns(
  first: readonly string[],
  wanted: { phone?: string; name?: string } = {},
  defaultCountry?: CountryCode,
): ColumnPlaces {
  const headings = first.map((cell) => cell.trim());
  const phone = placeOf('phone', headings, wanted.phone);
  if (phone !== undefined) return placesOf(headings, phone, wanted.name);

  const phoneByContent = findPhone(first, defaultCountry);
  if (phoneByContent === undefined) throw noPhoneColumn(headings);
  const invented = inventHeadings(first, phoneByContent);
  return { ...placesOf(invented, phoneByContent, undefined), hasHeader: false };
}

function placesOf(headings: readonly string[], phone: number, wantedName?: string): ColumnPlaces {
  const names: ContactColumns = { phone: headings[phone] ?? '', attributes: [] };
  const places: ColumnPlaces = { hasHeader: true, names, phone, at: {}, attributes: [] };
  const taken = new Set([phone]);

  for (const role of roles) {
    const at = placeOf(role, headings, role === 'name' ? wantedName : undefined);
    if (at === undefined || taken.has(at)) continue;
    taken.add(at);
    places.at[role] = at;
    names[role] = headings[at] ?? '';
  }
  for (const [at, heading] of headings.entries()) {
    if (taken.has(at)) continue;
    places.attributes.push({ at, key: foldHeading(heading) || `column_${at + 1}` });
    names.attributes.push(heading);
  }
  return places;
}

function placeOf(
  role: Role | 'phone',
  headings: readonly string[],
  wanted: string | undefined,
): number | undefined {
  const known = headings.map((heading) => squeeze(heading));
  const spelling =
    wanted === undefined
      ? spellings[role].find((candidate) => known.includes(candidate))
      : squeeze(wanted);
  const place = spelling === undefined ? -1 : known.indexOf(spelling);
  if (place !== -1) return place;
  if (wanted !== undefined) throw noSuchColumn(wanted, headings);
  return undefined;
}

/** Headings as `squeeze` leaves them; where a file has several of one role, the earlier here wins. */
const spellings: Record<Role | 'phone', readonly string[]> = {
  phone: (
    'whatsapp whatsappnumber numerowhatsapp numerodewhatsapp whatsappphone wa ' +
    'movil telefonomovil numeromovil telemovel celular numerocelular numerodecelular ' +
    'telefonocelular mobile mobilephone mobilenumber mobileno cell cellphone cellnumber ' +
    'phone phonenumber phoneno telephone telephonenumber tel tlf tfno telf fone ' +
    'telefono numerotelefono numerodetelefono telefone numerodetelefone msisdn ' +
    'contactnumber numero number'
  ).split(' '),
  name: (
    'name fullname nombre nombrecompleto nombreyapellidos nome nomecompleto contactname ' +
    'customername customer cliente client contacto contato firstname primernombre primeironome'
  ).split(' '),
  email: 'email emailaddress correo correoelectronico mail enderecodeemail'.split(' '),
  language: 'language lang idioma lengua lingua locale'.split(' '),
  tags: 'tags tag etiquetas etiqueta labels label marcadores'.split(' '),
};

/** `Código descuento` becomes `codigo_descuento`: a name that a template's variable can have. */
function foldHeading(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

function squeeze(heading: string): string {
  return foldHeading(heading).replaceAll('_', '');
}

/** The first cell that is a phone, or else could be one if only its country were known. */
function findPhone(cells: readonly string[], country?: CountryCode): number | undefined {
  const readable = cells.findIndex((cell) => 'phone' in normalisePhone(cell, country));
  const place = readable === -1 ? cells.findIndex((c) => /^[\d\s().-]{7,}$/.test(c)) : readable;
  return place === -1 ? undefined : place;
}

/** Without headings, the e-mail address is what has an @ and the name the first other words. */
function inventHeadings(cells: readonly string[], phone: number): string[] {
  const headings = cells.map((_, at) => `column_${at + 1}`);
  headings[phone] = 'phone';
  const email = cells.findIndex((cell) => cell.includes('@'));
  if (email !== -1) headings[email] = 'email';
  const name = cells.findIndex((c, at) => at !== phone && at !== email && /\p{L}/u.test(c));
  if (name !== -1) headings[name] = 'name';
  return headings;
}

function noPhoneColumn(headings: readonly string[]): Refusal {
  return new Refusal(
    'invalid_input',
    `No column holds phone numbers. ${listOf(headings)} ` +
      'Call one of them phone, mobile, whatsapp, teléfono, móvil, celular, telefone or número.',
  );
}

function noSuchColumn(wanted: string, headings: readonly string[]): Refusal {
  return new Refusal('invalid_input', `No column is called "${clip(wanted)}". ${listOf(headings)}`);
}

function listOf(headings: readonly string[]): string {
  const shown = headings.slice(0, 20).map((heading) => `"${clip(heading)}"`);
  const more = headings.length - shown.length;
  return `The file's columns are ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
