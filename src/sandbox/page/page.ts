import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

/** The web page with the simulated Telegram and phones: static files, nothing built, nothing from elsewhere. */
export function sandboxPage(): Hono {
  const app = new Hono();
  app.get('/', serveFile('index.html'));
  for (const name of assets) app.get(`/sandbox/${name}`, serveFile(name));
  return app;
}

const assets = [
  'page.css',
  'messages.css',
  'icon.svg',
  'page.js',
  'chat.js',
  'commands.js',
  'composer.js',
  'elements.js',
  'entities.js',
  'follow.js',
  'message.js',
  'phones.js',
  'thread.js',
];

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page shows what strangers wrote; should any of it ever become markup, it may run nothing. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function serveFile(name: string) {
  const bytes = new Uint8Array(readFileSync(new URL(name, import.meta.url)));
  const headers = {
    'content-type': contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
  return () => new Response(bytes, { headers });
}
