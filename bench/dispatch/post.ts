import { type Dispatcher, Pool } from 'undici';

/** As many as Herald has under way on one number. */
export const inFlightMax = 64;

/** What every contender but Herald sends with: the client and settings that Herald's Cloud bridge has, without its gate. */
export class Poster {
  readonly #pool: Pool;

  constructor(bridgeUrl: string) {
    this.#pool = new Pool(bridgeUrl, { connections: inFlightMax, pipelining: 1 });
  }

  /** The id that the far end gave the message. Rejects when there is none. */
  post(person: Person): Promise<string> {
    return new Promise((resolve, reject) => {
      const body = bodyFor(person);
      this.#pool.dispatch({ method: 'POST', path, headers, body }, new Answer(resolve, reject));
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

export interface Person {
  id: number;
  phone: string;
  name: string;
}

/** What Herald's campaign says too. */
export const messageText =
  'Hola {name}, gracias por comprar en la panadería. Esta semana el pan de centeno y las ' +
  'ensaimadas tienen un descuento del veinte por ciento, de lunes a sábado y hasta agotar ' +
  'existencias. Enséñanos este mensaje al pagar. Hasta pronto.';

const path = '/v25.0/500100200300/messages';
const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${'EAAG'.padEnd(200, 'x')}`,
  accept: 'application/json',
};

function bodyFor({ id, phone, name }: Person): string {
  return JSON.stringify({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: phone.slice(1),
    type: 'text',
    text: { body: messageText.replace('{name}', name), preview_url: false },
    biz_opaque_callback_data: String(id),
  });
}

class Answer implements Dispatcher.DispatchHandler {
  readonly #resolve: (id: string) => void;
  readonly #reject: (error: Error) => void;
  readonly #chunks: Buffer[] = [];

  constructor(resolve: (id: string) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {}

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [chunk, ...others] = this.#chunks;
    const whole = chunk && others.length === 0 ? chunk : Buffer.concat(this.#chunks);
    const { messages } = JSON.parse(whole.toString()) as { messages?: { id: string }[] };
    const id = messages?.[0]?.id;
    if (id) this.#resolve(id);
    else this.#reject(new Error('the far end gave no id'));
  }

  onResponseError(_: unknown, error: Error): void {
    this.#reject(error);
  }
}
