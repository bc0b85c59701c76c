/**
 * The one key of a person's number: digits without a plus, with the forms that a country
 * has given up folded into the form it uses now. Two spellings of one number have one key.
 *
 * The rules are fixed patterns and not a library's metadata: keys are stored, and an update
 * of the metadata must not turn a person we know into a stranger.
 */
export function phoneKey(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  for (const [oldForm, newForm] of oldForms) {
    if (oldForm.test(digits)) return digits.replace(oldForm, newForm);
  }
  return digits;
}

/** No new form matches an old one, so folding twice changes nothing. */
const oldForms: readonly (readonly [oldForm: RegExp, newForm: string])[] = [
  // Mexico: mobiles were written with a 1 from abroad and dialled with 01, 044 or 045 at home.
  // Ten digits must remain: +52 1234567890 has no old prefix, its number just begins with 1.
  [/^52(?:1|01|044|045)(\d{10})$/, '52$1'],

  // Argentina: a 15 between area code and number said "mobile" at home, a 9 in front says it
  // abroad, and many write neither. Only area 11 has two digits, the others have three or four.
  [/^549?(?=\d{12}$)(11|[23]\d{2,3})15(\d+)$/, '549$1$2'],
  [/^54([1-3]\d{9})$/, '549$1'],

  // Brazil: mobiles had eight digits until the ninth, a 9 in front, came in 2012 to 2016.
  [/^55([1-9]{2})([6-9]\d{7})$/, '55$19$2'],
];
