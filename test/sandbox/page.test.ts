import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sandboxPage } from '../../src/sandbox/page/page.ts';

const folder = new URL('../../src/sandbox/page/', import.meta.url);
const files = readdirSync(folder).filter((name) => !name.endsWith('.ts'));
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const scripts = files.filter((name) => name.endsWith('.js'));

describe('the web page', () => {
  test.each(files)(
    'serves %s with its type, and lets it load nothing from elsewhere',
    async (name) => {
      const response = await get(name === 'index.html' ? '/' : `/sandbox/${name}`);

      expect(response.status).toBe(200);
      expect(await response.text()).toBe(text(name));
      expect(response.headers.get('content-type')).toMatch(/^(text|image)\//);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    },
  );

  test('asks only for files that are served', async () => {
    const asked = [
      ...text('index.html').matchAll(/(?:src|href)="([^"]+)"/g),
      ...scripts.flatMap((name) => [...text(name).matchAll(/from '\.(\/[^']+)'/g)]),
    ].map(([, path = '']) => (path.startsWith('/sandbox/') ? path : `/sandbox${path}`));

    expect(asked.length).toBeGreaterThan(10);
    for (const path of new Set(asked))
      expect([path, (await get(path)).status]).toEqual([path, 200]);
  });

  test('has no inline script or style, which its policy would block', () => {
    expect(text('index.html')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  test('never reads a text as markup', () => {
    expect(scripts.length).toBeGreaterThan(5);
    for (const name of scripts) {
      expect(text(name)).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/,
      );
    }
  });

  test('finds every element that its scripts look for', () => {
    const html = text('index.html');
    const wanted = scripts.flatMap((name) => [
      ...Array.from(text(name).matchAll(/getElementById\('([\w-]+)'\)/g), ([, id]) => `id="${id}"`),
      ...Array.from(
        text(name).matchAll(/(?:pane|document)\.querySelector\('[a-z]*\.([\w-]+)'\)/g),
        ([, name]) => `class="(?:[^"]* )?${name}[" ]`,
      ),
    ]);

    expect(wanted.length).toBeGreaterThan(10);
    for (const pattern of wanted) expect(html).toMatch(new RegExp(pattern));
  });
});

describe('a text with entities', async () => {
  const { pieces, safeLink }: Entities = await import(new URL('entities.js', folder).href);

  test('is cut where entities begin and end, also when they overlap', () => {
    const bold = { type: 'bold', offset: 0, length: 6 };
    const link = { type: 'url', offset: 3, length: 6 };

    expect(pieces('Hi you all!', [bold, link])).toEqual([
      { text: 'Hi ', entities: [bold] },
      { text: 'you', entities: [bold, link] },
      { text: ' al', entities: [link] },
      { text: 'l!', entities: [] },
    ]);
  });

  test('counts as Telegram does, where an emoji is two', () => {
    const bold = { type: 'bold', offset: 3, length: 2 };

    expect(pieces('🚀 ok', [bold]).map(({ text }) => text)).toEqual(['🚀 ', 'ok']);
  });

  test('is left whole when there are none, or only ones that lie outside', () => {
    expect(pieces('plain', [])).toEqual([{ text: 'plain', entities: [] }]);
    expect(pieces('', [{ type: 'bold', offset: 4, length: 2 }])).toEqual([]);
  });

  test.each([
    ['https://example.org/a?b=c', true],
    ['tg://user?id=1', true],
    ['javascript:alert(1)', false],
    ['data:text/html,<script>', false],
    ['/relative', false],
  ])('may lead to %s: %s', (url, safe) => {
    expect(safeLink(url)).toBe(safe);
  });
});

interface Entity {
  type: string;
  offset: number;
  length: number;
}

interface Entities {
  pieces(text: string, entities: Entity[]): { text: string; entities: Entity[] }[];
  safeLink(url: string): boolean;
}

async function get(path: string): Promise<Response> {
  return await sandboxPage().request(path);
}
