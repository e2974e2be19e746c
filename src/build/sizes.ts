/**
 * `npm run sizes`: where the bytes of the one file and of the engine are, by module and by what they are for.
 *
 * With the name of an entry it is about that one. Each line says what is gone where its code is taken out of the finished
 * file: minified, and of what travels. Lines do not add up to the whole: what is said twice costs little the second time.
 * Of what travels, a hundred bytes more or less mean nothing.
 *
 * Knows: source maps and brotli. Does not know: how large anything may be (`budget.ts`).
 */
import { SourceMap } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { bundleWithMap } from '../bundle.js';

/** A run of characters that come from one module. */
interface Piece {
  readonly module: string;
  readonly code: string;
}

/** What one would leave out together. */
const subjects: Record<string, RegExp> = {
  Lit: /^(@lit|lit)/,
  'the engine': /^src\/engine\//,
  'the element': /^src\/element\//,
  'English texts': /locales\/en\.ts/,
  'style sheets': /styles\.ts/,
  'small pictures': /element\/(pictures|preview|image-size)\.ts|@lit\/task/,
  'file handles': /element\/(picker|resumption)\.ts/,
  folders: /element\/folders\.ts/,
  'accepted files': /element\/(acceptance|file-kind)\.ts/,
  'lists of thousands': /element\/list-window\.ts/,
  'what a form needs': /element\/form-/,
  'rendering on a server': /element\/server-rendered\.ts/,
  'going on after a reload':
    /engine\/(keeper|standing|checkpoint|fingerprint|same-files)|idb-keyval/,
  'links to cards': /engine\/(links|link-run|card|later-card)\.ts/,
  'reading a part back': /engine\/verify\.ts/,
};

async function piecesOf(entry: string): Promise<Piece[]> {
  const { code, map } = await bundleWithMap(entry);
  // Its columns are those of UTF-16, as are a string's.
  const origins = new SourceMap({ ...map, sourceRoot: '' });
  return code.split(/(?<=\n)/).flatMap((line, at) => {
    const pieces: { module: string; code: string }[] = [];
    for (let column = 0; column < line.length; column += 1) {
      const module = nameOf(origins.findEntry(at, column));
      const last = pieces.at(-1);
      if (last?.module === module) last.code += line[column];
      else pieces.push({ module, code: line[column] ?? '' });
    }
    return pieces;
  });
}

/** From the top of the project or of `node_modules`. */
const nameOf = (entry: object): string =>
  'originalSource' in entry
    ? String(entry.originalSource).replace(
        /^.*node_modules\/|^(\.\.\/)+(?=src\/)/,
        '',
      )
    : 'the bundler';

const sizesOf = (pieces: readonly Piece[]) => {
  const code = pieces.map(({ code }) => code).join('');
  return [Buffer.byteLength(code), brotliCompressSync(code).length] as const;
};

function printTable(
  pieces: readonly Piece[],
  lines: readonly (readonly [string, (module: string) => boolean])[],
) {
  const [minified, brotli] = sizesOf(pieces);
  const rows = lines
    .map(([name, isOfIt]) => {
      const rest = sizesOf(pieces.filter(({ module }) => !isOfIt(module)));
      return [name, minified - rest[0], brotli - rest[1]] as const;
    })
    .filter(([, bytes]) => bytes > 0)
    .sort((one, other) => other[2] - one[2]);
  for (const [name, bytes, travelling] of rows)
    console.log(
      name.padEnd(52) +
        String(bytes).padStart(8) +
        String(travelling).padStart(8) +
        `${((travelling / brotli) * 100).toFixed(1)} %`.padStart(8),
    );
}

const [, , ...asked] = process.argv;
for (const entry of asked.length > 0
  ? asked
  : ['src/one-file.ts', 'src/engine/index.ts']) {
  const pieces = await piecesOf(entry);
  const [minified, brotli] = sizesOf(pieces);
  console.log(
    `\n${entry.padEnd(52)}minified  brotli   share\n${'all of it'.padEnd(52)}${String(minified).padStart(8)}${String(brotli).padStart(8)}\n`,
  );
  printTable(
    pieces,
    Object.entries(subjects).map(([name, pattern]) => [
      name,
      (module) => pattern.test(module),
    ]),
  );
  console.log();
  printTable(
    pieces,
    [...new Set(pieces.map(({ module }) => module))].map((name) => [
      name,
      (module) => module === name,
    ]),
  );
}
