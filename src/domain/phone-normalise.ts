import {
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { phoneKey } from './phone-key.ts';

/** A number that an imported file held, in the form that is in use today. */
export interface ReadablePhone {
  phone: string;
  key: string;
  /**
   * False when the number has the shape of one, but a length that its country does not use.
   * It is kept all the same, since the file's owner may know better.
   */
  possible: boolean;
}

/** `problem` is a sentence, without its full stop, that says why there is no number. */
export type NormalisedPhone = ReadablePhone | { problem: string };

/**
 * Reads a number the way files write it: with spaces, with `00` for `+`, in a country's own
 * form, without the plus, as a spreadsheet or a link left it.
 */
export function normalisePhone(text: string, defaultCountry?: CountryCode): NormalisedPhone {
  const bare = stripWrapping(westernDigits(text));
  if (isRounded(bare)) {
    return { problem: `${quote(text)} was rounded by a spreadsheet: format the column as text` };
  }

  const number = bare.replace(/[\s\p{Pd}\p{Cf}.()/]/gu, '').replace(/^\+?00/, '+');
  const problem = problemOf(text, number);
  if (problem !== undefined) return { problem };
  return number.startsWith('+')
    ? inUseToday(number, parseFolded(number))
    : readDigits(text.trim(), number, defaultCountry);
}

/**
 * Digits alone mean a number of the default country, or a whole number that lost its plus.
 * The second is believed only where a country really has that number, and from 11 digits on:
 * shorter ones are too often another country's local numbers.
 */
function readDigits(typed: string, digits: string, country?: CountryCode): NormalisedPhone {
  const local = country && parsePhoneNumberFromString(digits, country);
  if (local?.isValid()) return inUseToday(local.number, local);

  const whole = digits.length >= 11 ? parseFolded(`+${digits}`) : undefined;
  if (whole?.isValid()) return inUseToday(whole.number, whole);

  const oldLocal = local && parseFolded(local.number);
  if (oldLocal?.isPossible()) return inUseToday(oldLocal.number, oldLocal);

  return country
    ? { problem: `${quote(typed)} is not a phone number in ${country}` }
    : { problem: `${clip(typed)} has no country code and no default country is set` };
}

/** The number as it stands or, where no country has it, with its old form folded. */
function parseFolded(number: string): PhoneNumber | undefined {
  const asWritten = parsePhoneNumberFromString(number);
  if (asWritten?.isValid()) return asWritten;
  const folded = parsePhoneNumberFromString(`+${phoneKey(number)}`);
  return folded?.isValid() ? folded : asWritten;
}

function inUseToday(number: string, parsed: PhoneNumber | undefined): NormalisedPhone {
  const possible = parsed?.isPossible() ?? false;
  // libphonenumber drops the zero that people put after the code, as in +44 (0)20 7946 0958.
  const phone = parsed && possible ? parsed.number : number;
  return { phone, key: phoneKey(phone), possible };
}

function problemOf(text: string, number: string): string | undefined {
  if (number === '') return 'The phone is empty';
  if (/\p{L}/u.test(number)) return `${quote(text)} has letters in it, so it is not a phone number`;
  if (!/^\+?\d+$/.test(number)) return `${quote(text)} is not a phone number`;

  const digitCount = number.replace('+', '').length;
  if (digitCount < 7) return `${quote(text)} is too short for a phone number`;
  if (digitCount > 15) return `${quote(text)} is too long for a phone number`;
  return undefined;
}

/** Takes off what links (`tel:`), spreadsheets (`'+34…`, `="+34…"`) and data frames (`….0`) put around. */
function stripWrapping(text: string): string {
  return text
    .trim()
    .replace(/^['=]+/, '')
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\s*(?:tel|whatsapp):/i, '')
    .replace(/^(\+?\d{7,})\.0$/, '$1');
}

/** `3,46E+10`: the digits that the spreadsheet did not show are gone from the file. */
function isRounded(text: string): boolean {
  return /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text);
}

/** Keyboards for Arabic, Persian, Hindi and Bengali have digits of their own; NFKC folds wide ones. */
function westernDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹०-९০-৯]/g, (digit) => String(easternDigits.indexOf(digit) % 10));
}

const easternDigits = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯';

function quote(text: string): string {
  return `"${clip(text.trim())}"`;
}

/** A cell may hold a novel; a sentence about it may not. Half a surrogate pair is left out. */
export function clip(text: string, charsMax = 40): string {
  if (text.length <= charsMax) return text;
  return `${text.slice(0, charsMax).replace(/[\ud800-\udbff]$/, '')}…`;
}
