import { draw, drawOne } from './draw.ts';

/** The name that the person gave in their profile. Every fourth person gave none. */
export function nameOf(seed: string, phone: string): string | undefined {
  if (draw(seed, phone, 'has a name') < 0.25) return undefined;
  return drawOne(names[languageOf(phone)], seed, phone, 'name');
}

/** What a person answers to their nth message. */
export function answerOf(seed: string, phone: string, ordinal: number): string {
  return drawOne(answers[languageOf(phone)], seed, phone, 'answer', ordinal);
}

/** How a person says STOP: the languages of the world, and the spellings that people really use. */
export function stopOf(seed: string, phone: string): string {
  return drawOne(stops, seed, phone, 'stop');
}

type Language = 'en' | 'es' | 'pt';

function languageOf(phone: string): Language {
  if (/^\+(55|351|244|258)/.test(phone)) return 'pt';
  if (/^\+(34|5[1-46-9])/.test(phone)) return 'es';
  return 'en';
}

const names = {
  en: ['Emma', 'Liam', 'Olivia', 'Noah', 'Grace', 'Jack', 'Amara', 'Theo'],
  es: ['Lucía', 'Mateo', 'Sofía', 'Diego', 'Carmen', 'Javier', 'Valentina', 'Andrés'],
  pt: ['Beatriz', 'João', 'Larissa', 'Thiago', 'Camila', 'Rafael', 'Inês', 'Gustavo'],
} as const;

const answers = {
  en: [
    'Thanks! Until when does the offer last?',
    'Sounds good, how do I order?',
    'Is this also available in the shop?',
    'Great, count me in 🙌',
    'Who is this?',
  ],
  es: [
    '¡Gracias! ¿Hasta cuándo es la oferta?',
    'Me interesa, ¿cómo lo pido?',
    '¿También lo tienen en la tienda?',
    'Perfecto, me apunto 🙌',
    '¿Quién es?',
  ],
  pt: [
    'Obrigado! Até quando vale a promoção?',
    'Tenho interesse, como faço o pedido?',
    'Tem na loja também?',
    'Que bom, pode contar comigo 🙌',
    'Quem é?',
  ],
} as const;

const stops = [
  'STOP',
  'stop.',
  'Stop!!',
  'unsubscribe',
  'BAJA',
  'baja 🙏',
  'Parar',
  'SAIR',
  'cancelar',
  'ARRÊT',
  'Abmelden',
  'СТОП',
  'توقف',
] as const;
