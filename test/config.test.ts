import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('the configuration', () => {
  test('is complete without a single variable', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      DATA_DIR: './data',
      TIMEZONE: 'UTC',
      LOG_LEVEL: 'info',
      telegramIsSimulated: true,
      ROLES: new Set(['http', 'bot', 'dispatch']),
    });
  });

  test.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'herald.example.com'],
    ['PUBLIC_URL', 'ftp://herald.example.com'],
    ['DATABASE_URL', 'mysql://localhost/herald'],
    ['SECRET_KEY', 'short'],
    ['API_TOKEN', 'short'],
    ['TELEGRAM_BOT_TOKEN', 'not-from-botfather'],
    ['TELEGRAM_API_ROOT', 'localhost:8081'],
    ['TELEGRAM_ADMIN_IDS', '12,@ana'],
    ['DEFAULT_COUNTRY', 'Spain'],
    ['TIMEZONE', 'Mars/Olympus'],
    ['ROLES', 'http,cook'],
    ['ROLES', ','],
    ['LOG_LEVEL', 'loud'],
    ['SANDBOX_SPEED', '0'],
    ['SANDBOX_SPEED', 'fast'],
    ['DEMO_SPEED', '0.5'],
    ['DEMO_SPEED', '101'],
  ])('is refused by name when %s is "%s"', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`${name}.*: `));
  });

  test('names everything that is wrong at once, and no value', () => {
    const wrong = { PORT: 'x', SECRET_KEY: 'my-secret' };

    expect(() => readConfig(wrong)).toThrow(/PORT: [\s\S]*SECRET_KEY: /);
    expect(() => readConfig(wrong)).not.toThrow(/my-secret/);
  });

  test('takes an empty variable for one that is not there', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({ PORT: 8080 });
  });

  test('refuses PGHOST without DATABASE_URL, as somebody believes that it is used', () => {
    expect(() => readConfig({ PGHOST: 'db' })).toThrow(/PGHOST.*DATABASE_URL/);
  });

  test.each([
    ['TELEGRAM_BOT_TOKEN', '123456:AAAAAAAAAAAAAAAAAAAAAAAA'],
    ['DATABASE_URL', 'postgres://localhost/herald'],
    ['PUBLIC_URL', 'https://herald.example.com'],
  ])('refuses DEMO_SPEED beside %s, as real numbers must not hurry', (name, value) => {
    const given = { [name]: value };

    expect(readConfig({ ...given, DEMO_SPEED: '1' })).toMatchObject({ DEMO_SPEED: 1 });
    expect(() => readConfig({ ...given, DEMO_SPEED: '20' })).toThrow(name);
    expect(readConfig({ DEMO_SPEED: '20' })).toMatchObject({ DEMO_SPEED: 20 });
  });

  test('drops the slash at the end of PUBLIC_URL', () => {
    const { PUBLIC_URL } = readConfig({ PUBLIC_URL: 'https://herald.example.com/' });

    expect(PUBLIC_URL).toBe('https://herald.example.com');
  });
});
