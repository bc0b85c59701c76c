import { describeDuration, formatTime } from '../../src/domain/time.ts';

/** Whose words: the language that a person has set on Telegram, and the clocks of their workspace. */
export interface Voice {
  /** A BCP 47 tag such as `pt-br`. */
  locale: string;
  /** An IANA name such as Europe/Madrid. */
  zone: string;
}

/** Numbers and times as one person reads them. */
export interface Format {
  number(n: number): string;
  /** A share of 1 as a percentage. */
  percent(share: number): string;
  time(at: Date | string): string;
  duration(ms: number): string;
  zone: string;
}

export function formatFor({ locale, zone }: Voice): Format {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  return {
    number: (n) => numbers.format(n),
    percent: (share) => percents.format(share),
    time: (at) => formatTime(new Date(at), zone, locale),
    duration: (ms) => describeDuration(ms, locale),
    zone,
  };
}

/** The tag if it is one that numbers can be written in; what Telegram's clients send is free text. */
export function localeOf(tag: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
