import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Refusal } from '../errors.ts';
import { phoneKey } from './phone-key.ts';
import { normalisePhone } from './phone-normalise.ts';

export { phoneKey } from './phone-key.ts';
export { type NormalisedPhone, normalisePhone, type ReadablePhone } from './phone-normalise.ts';

/**
 * The rule for numbers that programs, agents and operators hand in: `+` and 7 to 15 digits,
 * with spaces, dashes, dots and parentheses where they like. Only the shape counts; whether a
 * country has such a number is WhatsApp's to say. What lacks the `+` is never guessed, since
 * a wrong guess is a message to a stranger: it is refused with the form it should have.
 *
 * @throws Refusal `invalid_input`
 */
export function readPhone(text: string, defaultCountry?: string): { phone: string; key: string } {
  const phone = text.replace(/[\s\p{Pd}\p{Cf}.()]/gu, '');
  if (/^\+\d{7,15}$/.test(phone)) return { phone, key: phoneKey(phone) };
  throw new Refusal('invalid_input', howToWrite(text, defaultCountry));
}

/** `+34 600 00 00 01` for people to read; a number that no country has is left as it is. */
export function formatPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.isPossible() ? parsed.formatInternational() : phone;
}

function howToWrite(text: string, defaultCountry = ''): string {
  const guess = normalisePhone(
    text,
    isSupportedCountry(defaultCountry) ? defaultCountry : undefined,
  );
  return 'problem' in guess
    ? `${guess.problem}. Write + and the country code first, like +34600000000.`
    : `${text.trim()} must be written ${guess.phone}`;
}
