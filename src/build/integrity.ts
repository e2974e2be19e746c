/**
 * The hashes by which a page can insist on the very files that were released.
 *
 * Knows: Subresource Integrity, and the place in the README where the hashes of a release stand. They change with every
 * source, so that a release writes them, and only a release asks whether they are right.
 */
import { createHash } from 'node:crypto';

const place = /(<!-- integrity -->\n)[\s\S]*(\n<!-- \/integrity -->)/;

/** Of each file, what belongs into an `integrity` attribute. */
export const integrityOf = (
  files: Record<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, code]) => [
      name,
      `sha384-${createHash('sha384').update(code).digest('base64')}`,
    ]),
  );

/** The README with these hashes in it. */
export function withIntegrity(
  readme: string,
  version: string,
  hashes: Record<string, string>,
): string {
  if (!place.test(readme))
    throw new Error('The README has no place for hashes.');
  const address = `https://cdn.jsdelivr.net/npm/kommo-uploader@${version}/dist`;
  const [[main = '', hash = ''] = [], ...languages] = Object.entries(hashes);
  const rows = languages.map(([name, hash]) => `| \`${name}\` | \`${hash}\` |`);
  const text = `
\`\`\`html
<script
  type="module"
  src="${address}/${main}"
  integrity="${hash}"
  crossorigin="anonymous"
></script>
\`\`\`

| language, below \`${address}/\` | \`integrity\` |
| --- | --- |
${rows.join('\n')}
`;
  return readme.replace(place, (_, open, close) => open + text + close);
}
