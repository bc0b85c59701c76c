/**
 * Writes contacts.csv and contacts-utf8-bom.csv, the same bytes every time:
 *
 *     node --import tsx test/data/make-contacts.ts
 *
 * contacts.csv is what a shop in Spain saves from its spreadsheet: windows-1252, semicolons,
 * CRLF. Read it with the default country ES. Below its header it has 528 lines:
 *
 *     500  people, each another person: 350 ES, 40 MX, 30 AR, 25 BR, 20 PT, 15 GB, 10 US, 10 DE.
 *          The Spanish numbers are spelled in five ways, 70 each: with spaces, with dashes, with
 *          00, without a country code, plainly. All Mexican ones and half of the Argentine and
 *          Brazilian ones are in an old form. Two Portuguese ones have a digit too many.
 *      12  people once more, in another spelling: 9 ES, 3 MX
 *      10  lines that cannot be read: 3 too short, 1 too long, 2 with letters, 2 without a phone,
 *          1 rounded by the spreadsheet, 1 that is no Spanish number
 *       6  blank lines, 2 of them with separators
 *
 * Every tenth name is quoted and has a comma, a semicolon or doubled quotes in it.
 * contacts-utf8-bom.csv has 20 people, UTF-8 with a byte-order mark, commas and no faults.
 * The numbers are invented; those of GB, US and DE are from the ranges kept for fiction.
 */
import { writeFileSync } from 'node:fs';

const firstNames = ['Ana', 'José', 'María', 'Íñigo', 'Begoña', 'Zoë', 'João', 'Jürgen', 'Chloé'];
const lastNames = ['Pérez', 'Muñoz', 'García', 'Núñez', 'Gonçalves', 'Müller', 'O’Neill', 'Ibáñez'];
const codes = ['PROMO10', 'VERANO', '10 €', ''];

const random = seededRandom(20_260_701);
const phones = shuffled(makePhones());

writeFileSync(new URL('contacts.csv', import.meta.url), windows1252(spanishFile()));
writeFileSync(new URL('contacts-utf8-bom.csv', import.meta.url), `\ufeff${plainFile()}`);

function spanishFile(): string {
  const lines = phones.map((phone, index) => personLine(phone, index));
  for (const extra of shuffled([...repeats(), ...badLines(), ...blankLines()])) {
    // Only among the last hundred people, so that a repeat comes after the one it repeats.
    lines.splice(lines.length - Math.floor(random() * 100), 0, extra);
  }
  return ['Teléfono;Nombre;Email;Idioma;Ciudad;Código descuento', ...lines, ''].join('\r\n');
}

function plainFile(): string {
  const lines = times(20, (n) => `+3460011${pad(n, 4)},${pick(firstNames)} ${pick(lastNames)},es`);
  return ['phone,name,language', ...lines, ''].join('\n');
}

function makePhones(): string[] {
  return [
    ...times(350, spanishPhone),
    ...times(40, (n) => `+52 1 55 5000 ${pad(n, 4)}`),
    ...times(30, (n) => (n % 2 ? `+54 9 11 5000-${pad(n, 4)}` : `+54 11 15 5000-${pad(n, 4)}`)),
    ...times(25, (n) => (n % 2 ? `+55 11 98765-${pad(n, 4)}` : `+55 21 8765-${pad(n, 4)}`)),
    ...times(20, (n) => `+351 910 000 ${pad(n, n < 2 ? 4 : 3)}`),
    ...times(15, (n) => `+44 7700 900${pad(n, 3)}`),
    ...times(10, (n) => `+1 (415) 555-01${pad(n, 2)}`),
    ...times(10, (n) => `+49 171 39200${pad(n, 2)}`),
  ];
}

function spanishPhone(n: number): string {
  const end = pad(n, 3);
  const spellings = [
    `+34 600 000 ${end}`,
    `+34-600-000-${end}`,
    `0034600000${end}`,
    `600000${end}`,
    `+34600000${end}`,
  ];
  return spellings[n % spellings.length] ?? '';
}

function personLine(phone: string, index: number): string {
  const [language, city] = homeOf(phone);
  const first = pick(firstNames);
  const last = pick(lastNames);
  const email = index % 4 === 0 ? '' : `${asciiOf(first)}.${index}@example.com`;
  const name = index % 10 === 0 ? quotedName(first, last, index / 10) : `${first} ${last}`;
  return [phone, name, email, language, city, pick(codes)].join(';');
}

function quotedName(first: string, last: string, turn: number): string {
  const names = [
    `"${last}, ${first}"`,
    `"${first} ${last}; taller"`,
    `"${first} ""Chispa"" ${last}"`,
  ];
  return names[turn % names.length] ?? '';
}

function homeOf(phone: string): [language: string, city: string] {
  if (phone.startsWith('+52')) return ['es', 'México'];
  if (phone.startsWith('+54')) return ['es', 'Córdoba'];
  if (phone.startsWith('+55')) return ['pt', 'São Paulo'];
  if (phone.startsWith('+351')) return ['pt', 'Évora'];
  if (phone.startsWith('+44')) return ['en', 'London'];
  if (phone.startsWith('+1')) return ['en', 'San Francisco'];
  if (phone.startsWith('+49')) return ['de', 'Köln'];
  return ['es', pick(['Cádiz', 'A Coruña', 'Málaga', 'Logroño', 'Madrid'])];
}

function repeats(): string[] {
  const early = phones.slice(0, 400);
  const spanish = early.filter((phone) => /^(?:\+34|0034|600)/.test(phone)).slice(0, 9);
  const mexican = early.filter((phone) => phone.startsWith('+52')).slice(0, 3);
  return [
    ...spanish.map((phone) => `(+34) ${digitsOf(phone).slice(-9)};Otra vez;;es;;`),
    ...mexican.map((phone) => `+52${digitsOf(phone).slice(-10)};Otra vez;;es;;`),
  ];
}

function badLines(): string[] {
  return [
    '600000;Demasiado corto;;es;Madrid;',
    '+34 600;Demasiado corto;;es;Madrid;',
    '12;Demasiado corto;;es;Madrid;',
    '+34600000001600000002;Dos en una;;es;Madrid;',
    'no tiene;Sin teléfono;;es;Madrid;',
    '600 00O 001;Una O por un cero;;es;Madrid;',
    ';Sin teléfono;sin.telefono@example.com;es;Madrid;PROMO10',
    '   ;Sin teléfono;;es;Madrid;',
    '3,46E+10;Redondeado;;es;Madrid;',
    '60000000;Falta una cifra;;es;Madrid;',
  ];
}

function blankLines(): string[] {
  return ['', '', '', '', ';;;;;', ';;;;;'];
}

function times(count: number, make: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function pad(n: number, length: number): string {
  return String(n).padStart(length, '0');
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function asciiOf(name: string): string {
  return name.normalize('NFKD').replace(/[^a-z]/gi, '').toLowerCase();
}

function pick(choices: readonly string[]): string {
  return choices[Math.floor(random() * choices.length)] ?? '';
}

/** Draws until none is left. */
function shuffled(items: readonly string[]): string[] {
  const left = [...items];
  return items.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

/** Mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of the characters that windows-1252 has and Latin-1 has not, the file uses these two. */
function windows1252(text: string): Buffer {
  return Buffer.from(text.replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1');
}
