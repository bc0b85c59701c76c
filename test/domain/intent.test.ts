import { describe, expect, test } from 'vitest';
import { countPhrases, levelsFrom, readIntent } from '../../src/domain/intent.ts';
import { defaultIntentRules } from '../../src/domain/intent-words.ts';

describe('the intent of a message', () => {
  test.each([
    ['I want to buy two of them', 'high'],
    ["I'll take it!", 'high'],
    ['¿Cómo lo compro?', 'high'],
    ['Me lo llevo', 'high'],
    ['Envíame el link de pago', 'high'],
    ['Quero comprar, por favor', 'high'],
    ['HOW MUCH?', 'medium'],
    ['¿cuánto cuesta?', 'medium'],
    ['No, gracias. ¿Qué precio tiene el otro?', 'medium'],
    ['Estoy interesada', 'medium'],
    ['Qual é o preço?', 'medium'],
    ['Maybe, I will see', 'low'],
    ['Ahora no, el mes que viene', 'low'],
    ['Vou pensar', 'low'],
    // The strongest of several counts.
    ['How much is it? I want to order', 'high'],
    ['maybe… what is the price', 'medium'],
  ])('in “%s” is %s', (text, level) => {
    expect(readIntent(text, defaultIntentRules)?.level).toBe(level);
  });

  test.each([
    'Thanks!',
    'I am not interested',
    'No me interesa',
    "I don't want to buy anything",
    'Não tenho interesse',
    'sin interesados',
    '',
    '👍',
  ])('is not seen in “%s”', (text) => {
    expect(readIntent(text, defaultIntentRules)).toBeUndefined();
  });

  test('is found by rules of a workspace, and the words that were found are told', () => {
    const rules = [
      { level: 'low', phrases: ['demo'] },
      { level: 'high', phrases: ['(book|plan) a demo[nstration]', '*phon*'] },
    ] as const;
    expect(readIntent('Could we PLAN a  demo?', rules)).toEqual({
      level: 'high',
      phrase: 'plan a demo',
    });
    expect(readIntent('A demo would be nice', rules)).toEqual({ level: 'low', phrase: 'demo' });
    expect(readIntent('smartphones', rules)?.phrase).toBe('*phon*');
    expect(readIntent('I want to buy', rules)).toBeUndefined();
    expect(readIntent('I want to buy', [])).toBeUndefined();
  });

  test('counts what a pattern stands for before it is written out', () => {
    expect(countPhrases('(a|b) c [d]')).toBe(4);
    expect(countPhrases('(a|b)'.repeat(40))).toBe(Number.POSITIVE_INFINITY);
  });

  test('of a level and above is that level and the stronger ones', () => {
    expect(levelsFrom('medium')).toEqual(['medium', 'high']);
  });
});
