/** The drive's doorway for browsers leads to nothing that only Node has. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

test('index.ts and all that it imports need no Node', async () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = async (url: URL): Promise<void> => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const text = await readFile(url, 'utf8');
    for (const [, name = ''] of text.matchAll(
      /^(?:import|export)\s[^'"]*?from '([^']+)';/gm,
    )) {
      if (!name.startsWith('.')) packages.add(name.split('/')[0] ?? '');
      else await visit(new URL(name.replace(/\.js$/, '.ts'), url));
    }
  };
  await visit(new URL('../../demo/drive/index.ts', import.meta.url));
  assert.ok(seen.size > 20);
  assert.deepEqual([...packages].sort(), ['any-ascii', 'hono', 'jose']);
});
