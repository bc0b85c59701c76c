import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { connectPostgres } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { startCluster } from './postgres-cluster.ts';

/**
 * TEST_DATABASE_URL, else a throw-away cluster from the PostgreSQL binaries of this machine.
 * Where there are none, this half of the suite is skipped with a line that says so; CI, which
 * installs them, sets REQUIRE_POSTGRES and fails instead.
 */
export default async function setup(project: TestProject) {
  const cluster = await findServer();
  if (!cluster) {
    if (process.env.REQUIRE_POSTGRES === '1') throw new Error('No PostgreSQL to test against.');
    process.stderr.write(
      '\n  No PostgreSQL found: the tests run on PGlite only. Install postgresql or set TEST_DATABASE_URL.\n\n',
    );
    project.provide('postgresServer', '');
    return;
  }
  await makeTemplate(cluster.url);
  project.provide('postgresServer', cluster.url);
  return cluster.stop;
}

async function findServer() {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, stop: async () => {} };
  return startCluster();
}

async function makeTemplate(server: string): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin`drop database if exists herald_template`;
  await admin`create database herald_template`;
  await admin.end();
  const template = await connectPostgres(databaseUrl(server, 'herald_template'), 1);
  await migrate(template.db);
  await template.close();
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
