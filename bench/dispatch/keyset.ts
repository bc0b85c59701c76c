import postgres, { type Sql } from 'postgres';
import { inFlightMax, type Person, Poster } from './post.ts';
import { takePart } from './program.ts';

/*
 * What listmonk does, as fast as we can do it: a cursor over the people of a list, saved when a
 * batch is fetched, and no row per recipient. It knows nothing of who got what; a kill loses the
 * batch, and there is nothing to count, retry or look up. The bound that a ledger is measured by.
 */

const batchMax = 1000;

await takePart(async ({ databaseUrl, bridgeUrl, people, warmUp }) => {
  const db = postgres(databaseUrl, { max: 4, onnotice: () => {} });
  const poster = new Poster(bridgeUrl);
  await makePeople(db, people + warmUp);
  await sendUpTo(db, poster, warmUp);
  return {
    drain: () => sendUpTo(db, poster, people + warmUp),
    async end() {
      await poster.close();
      await db.end();
    },
  };
});

async function makePeople(db: Sql, count: number): Promise<void> {
  await db`create table subscriber (id bigint primary key, phone text not null, name text not null)`;
  await db`create table campaign (id integer primary key, last_id bigint not null, sent bigint not null)`;
  await db`insert into campaign values (1, 0, 0)`;
  await db`
    insert into subscriber select n, '+' || (34600000000 + n), 'Person ' || n
    from generate_series(1, ${count}::integer) n`;
  await db`vacuum (analyze) subscriber`;
}

/** The next batch is fetched while this one is being sent. */
async function sendUpTo(db: Sql, poster: Poster, lastId: number): Promise<void> {
  let next = takeBatch(db, lastId);
  for (let batch = await next; batch.length > 0; batch = await next) {
    next = takeBatch(db, lastId);
    await sendBatch(poster, batch);
  }
}

async function takeBatch(db: Sql, lastId: number): Promise<Person[]> {
  const batch = await db<Person[]>`
    select s.id::integer as id, s.phone, s.name from campaign c
      join subscriber s on s.id > c.last_id and s.id <= ${lastId}
    where c.id = 1 order by s.id limit ${batchMax}`;
  const last = batch.at(-1);
  if (last) await db`update campaign set last_id = ${last.id}, sent = sent + ${batch.length}`;
  return batch;
}

async function sendBatch(poster: Poster, batch: Person[]): Promise<void> {
  let taken = 0;
  const line = async () => {
    for (let person = batch[taken++]; person; person = batch[taken++]) await poster.post(person);
  };
  await Promise.all(Array.from({ length: inFlightMax }, line));
}
