import { sql } from 'kysely';
import type postgres from 'postgres';

const mark = '/* prepared */';

/**
 * Begins a statement that each connection plans once and not each time, for a text that never varies
 * and a plan that does not depend on what it is given. kysely has no word of its own for this.
 */
export const prepared = sql.raw(`${mark} `);

/** Makes a client obey the mark; `?prepare=false` in its URL is for poolers that cannot keep statements. */
export function obeyingPrepared<Client extends postgres.Sql>(client: Client): Client {
  const reserve = client.reserve.bind(client);
  client.reserve = async () => {
    const connection = await reserve();
    const { unsafe } = connection;
    connection.unsafe = (text, parameters, options) =>
      unsafe(text, parameters, { ...options, prepare: text.startsWith(mark) });
    return connection;
  };
  return client;
}
