import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConsentLanguage,
  consentLanguages,
  entriesOf,
  readConsentWord,
} from '../../src/domain/consent.ts';
import { consentWords, ordinaryWords } from '../../src/domain/consent-words.ts';

interface Sample {
  readonly stop: string;
  readonly start: string;
  readonly answer: string;
}

/** What people send in each language, parted by slashes. */
const samples: Readonly<Record<ConsentLanguage, Sample>> = {
  en: {
    stop: `STOP / Stop please / Hi, please remove me from your list. Thanks! /
      don't text me anymore / Unsubscribe me / I no longer want to receive your messages /
      cancel / END / quit / revoke`,
    start: `START / unstop / please subscribe me again / opt in / resume messages`,
    answer: `the bus stop is near / cancel order 4432 please / don't stop / stop by at 5 /
      I want to start tomorrow / more offers please / don't send it yet / no / yes / fine /
      resume`,
  },
  es: {
    stop: `BAJA / por favor BAJA / no quiero recibir más mensajes /
      Hola, quiero darme de baja, gracias / sáquenme de la lista / no me escriban más /
      cancelar`,
    start: `ALTA / suscribirme / quiero volver a recibir mensajes / darme de alta`,
    answer: `no pares / parada / bajar / cancelé el viaje / si / la baja por enfermedad`,
  },
  pt: {
    stop: `SAIR / me dê baixa / parar / não quero mais receber mensagens / me tira da lista`,
    start: `começar / quero me inscrever / INSCREVER`,
    answer: `não pare / vou sair agora / chega / sim / quero cancelar meu pedido 12`,
  },
  fr: {
    stop: `ARRÊT / arret svp / désabonnez-moi / ne m’écrivez plus / Stop merci / se désabonner`,
    start: `démarrer / s'abonner / Je veux recevoir vos messages`,
    answer: `un arrêt de bus / ça commence / abonné / oui / plus de promotions svp`,
  },
  de: {
    stop: `STOPP / Bitte abmelden / keine Werbung mehr / Nehmen Sie mich von der Liste /
      ABMELDEN`,
    start: `anmelden / Bitte wieder anmelden / START`,
    answer: `shoppen / Stopp die Bestellung 12 / aus / ja / keine Ahnung / Widerruf`,
  },
  it: {
    stop: `basta / cancellami per favore / non voglio più ricevere messaggi /
      toglimi dalla lista`,
    start: `iscrivimi / inizia / vorrei iscrivermi`,
    answer: `fine / scrivimi / basta così per oggi / sì`,
  },
  nl: {
    stop: `afmelden / meld mij af / geen berichten meer aub / Schrijf me uit / STOP graag`,
    start: `aanmelden / meld me weer aan`,
    answer: `eend / ik stop om vijf uur / uit / nee`,
  },
  ru: {
    stop: `СТОП / Отпишите меня, пожалуйста / не пишите мне больше / отписаться от рассылки`,
    start: `старт / подписаться / хочу получать сообщения`,
    answer: `хватит / не отправляйте / остановка рядом / нет / отмену заказа`,
  },
  ar: {
    stop: `توقف / تَوَقَّفْ / الغاء الاشتراك / إلغاء الإشتراك من فضلك / لا أريد رسائل /
      أوقفوا الرسائل`,
    start: `ابدأ / اشتراك / تفعيل الاشتراك`,
    answer: `أبداً / ابدا / لا / نعم / لا ترسل الطلب`,
  },
  hi: {
    stop: `बंद करो / कृपया मैसेज मत भेजो / रोकें / स्टॉप / please band karo`,
    start: `शुरू करें / स्टार्ट / shuru karo`,
    answer: `बंद / नहीं / दुकान बंद है / कल से शुरू होगा`,
  },
  id: {
    stop: `BERHENTI / tolong hentikan / jangan kirim pesan lagi / berhenti berlangganan / unreg`,
    start: `mulai / saya mau berlangganan`,
    answer: `jangan kirim / halte bus / tidak / keluarga`,
  },
  tr: {
    stop: `DUR / İPTAL / ıptal / lütfen mesaj atmayın / üyelikten çık / mesaj almak istemiyorum`,
    start: `BAŞLA / abone ol / mesaj almak istiyorum`,
    answer: `istemiyorum / durdu / hayır / çıkar`,
  },
  pl: {
    stop: `wypisz mnie / proszę mnie usunąć z listy / REZYGNUJĘ / nie piszcie do mnie więcej /
      koniec`,
    start: `zapisz mnie / wznów / dolacz`,
    answer: `wpisz mnie / napisz / nie / nie wysyłaj paczki`,
  },
  zh: {
    stop: `退订 / 請退訂 / 取消订阅 / 不要再发了 / TD / 我不想再收到你们的短信 / ＳＴＯＰ`,
    start: `订阅 / 重新訂閱 / 开始`,
    answer: `T / 不要 / 取消订单4432 / 公交车停在这里`,
  },
  ja: {
    stop: `配信停止 / 停止してください / もう送らないでください / ﾒｯｾｰｼﾞを停止してください / 退会します`,
    start: `配信再開 / 再開 / 登録`,
    answer: `不要 / 送らないで / バス停の近くです / はい`,
  },
  ko: {
    stop: `수신거부 / 수신 거부합니다 / 문자 그만 보내주세요 / 더 이상 보내지 마세요 / 구독취소`,
    start: `수신동의 / 다시 시작 / 구독할게요`,
    answer: `보내지 마세요 / 아니요 / 주문 취소 부탁해요 4432 / 네`,
  },
};

describe.each(consentLanguages)('in %s', (language) => {
  const { stop, start, answer } = samples[language];

  test.each(messagesOf(stop))('"%s" is a stop', (text) => {
    expect(readConsentWord(text)).toBe('stop');
    expect(readConsentWord(text, [language])).toBe('stop');
  });

  test.each(messagesOf(start))('"%s" is a start', (text) => {
    expect(readConsentWord(text)).toBe('start');
    expect(readConsentWord(text, [language])).toBe('start');
  });

  test.each(messagesOf(answer))('"%s" is an answer', (text) => {
    expect(readConsentWord(text)).toBeUndefined();
  });

  test('every listed phrase reads as what it is listed for, with all languages and alone', () => {
    for (const meaning of ['stop', 'start'] as const) {
      const phrases = entriesOf(consentWords[language][meaning]);
      const misread = phrases.filter(
        (phrase) =>
          readConsentWord(phrase) !== meaning || readConsentWord(phrase, [language]) !== meaning,
      );
      expect(misread).toEqual([]);
    }
  });

  test('politeness alone says nothing', () => {
    const fillers = entriesOf(consentWords[language].fillers);
    expect(fillers.filter((filler) => readConsentWord(filler) !== undefined)).toEqual([]);
    expect(readConsentWord(fillers.slice(0, 5).join(' '))).toBeUndefined();
  });
});

describe('readConsentWord', () => {
  test.each([
    'STOP',
    'stop_promotions',
    'UNSUBSCRIBE_ME',
    'OPT-OUT',
    'optOut',
    'STOPALL',
    'stop-marketing',
  ])('takes the button payload %s for a stop', (payload) => {
    expect(readConsentWord(payload)).toBe('stop');
    expect(readConsentWord(payload, ['ja'])).toBe('stop');
  });

  test.each([
    's t o p',
    'S.T.O.P.',
    '*STOP*',
    '“stop”',
    '𝐒𝐓𝐎𝐏',
    'ＳＴＯＰ',
    'S\u200bTO\u00adP\ufe0f',
    '🛑 stop 🛑',
    'Stop!\n\nThank you.',
    'stop stop stop',
    'stooooop',
    'STOPPPP',
    'baaaja',
    'unsuscribe',
    'unsubscirbe',
    'cancell',
    'please remvoe me from your list',
    'no quiero recibir mas mensjaes',
    'usubscribe',
    'abnelden',
  ])('sees through the spelling of "%s"', (text) => {
    expect(readConsentWord(text)).toBe('stop');
  });

  test.each([
    'sotp',
    'shop',
    'stp',
    'smart',
    'noo',
    '',
    ' ',
    '🛑',
    '...',
    '👍',
    '4432',
    'cancel 4432',
  ])('leaves "%s" alone', (text) => {
    expect(readConsentWord(text)).toBeUndefined();
  });

  test('never takes an ordinary word for a misspelled one', () => {
    const misread = entriesOf(ordinaryWords).filter((word) => readConsentWord(word) !== undefined);
    expect(misread).toEqual([]);
  });

  test('narrowed to some languages, knows no words of the others', () => {
    expect(readConsentWord('baja', ['de'])).toBeUndefined();
    expect(readConsentWord('abmelden', ['de', 'es'])).toBe('stop');
    expect(readConsentWord('baja', ['de', 'es'])).toBe('stop');
    expect(readConsentWord('stop', [])).toBe('stop');
  });

  test('stop stays stop in whatever case, punctuation, emoji and politeness', () => {
    const noise = fc.string({
      unit: fc.constantFrom(...' .,;:!?¡¿*_~-"\'()\n\t…\u200b\u200d\ufe0f🛑😡👍🏽'),
      maxLength: 30,
    });
    const polite = fc.constantFrom(
      '',
      'hi ',
      'please ',
      'por favor ',
      "s'il vous plaît ",
      'bitte ',
    );
    const word = fc.mixedCase(fc.constantFrom('stop', 'baja', 'abmelden', 'стоп'));
    fc.assert(
      fc.property(noise, polite, word, noise, (before, filler, stop, after) => {
        expect(readConsentWord(`${before}${filler}${stop}${after}`)).toBe('stop');
      }),
    );
  });

  test('a sentence of more than six ordinary words is an answer, whichever words it has', () => {
    const words =
      'stop start cancel baja alta order friday the house blue my sister arrives tomorrow remove sair';
    const sentences = fc.uniqueArray(fc.constantFrom(...words.split(' ')), {
      minLength: 7,
      maxLength: 14,
    });
    fc.assert(
      fc.property(sentences, (sentence) => {
        expect(readConsentWord(sentence.join(' '))).toBeUndefined();
      }),
    );
  });

  test('any text at all gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect([undefined, 'stop', 'start']).toContain(readConsentWord(text));
      }),
    );
  });

  test.each(['stop ', 'o', ' ', '!', 'a b', '\u0301', '\u200b', '\ufdfa', 'please '])(
    'reads 100,000 characters of "%s" at once, as an answer',
    (unit) => {
      const text = unit.repeat(Math.ceil(100_000 / unit.length));
      const startedAt = performance.now();
      expect(readConsentWord(text)).toBeUndefined();
      expect(readConsentWord(`st${text}op`)).toBeUndefined();
      expect(readConsentWord(text.slice(0, 4096))).not.toBe('start');
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );

  test('a long message is an answer even if it only repeats one letter or politeness', () => {
    expect(readConsentWord(`st${'o'.repeat(100)}p`)).toBe('stop');
    expect(readConsentWord(`st${'o'.repeat(200)}p`)).toBeUndefined();
    expect(readConsentWord(`${'please '.repeat(40)}stop`)).toBeUndefined();
    expect(readConsentWord(`stop${'!'.repeat(1000)}`)).toBe('stop');
  });
});

function messagesOf(sample: string): string[] {
  return sample.split('/').map((message) => message.trim());
}
