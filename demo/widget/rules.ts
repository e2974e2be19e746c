/**
 * The vendor's rules for a widget's archive, as a check: files in, violations out, one sentence for each.
 *
 * Knows: the vendor's page on a widget's structure. Does not know: how the archive is made, or what this widget does.
 * @see https://developers.kommo.com/docs/widget-files
 */
import { parseAst } from 'vite';

/** Width and height of each image, in pixels. */
export const IMAGES = {
  logo: [130, 100],
  logo_main: [400, 272],
  logo_small: [108, 108],
  logo_min: [84, 84],
  logo_medium: [240, 84],
} as const satisfies Record<string, readonly [number, number]>;

const LARGEST_IMAGE = 300 * 1024;
const PLACES =
  /^(lcard|ccard|comcard|llist|clist|tlist|settings|advanced_settings|card_sdk|catalogs|digital_pipeline|lead_sources|whatsapp_modal|everywhere)(-[01])?$/;
const FIELDS = ['text', 'pass', 'users', 'users_lp', 'custom'];

/** The archive's files by name. */
export type Archive = Record<string, Uint8Array>;

type Json = Record<string, unknown>;

/** What the vendor would not take. Nothing, where all is well. */
export const violationsOf = (archive: Archive): string[] => {
  const found: string[] = [];
  if (archive['manifest.json'] === undefined) {
    const nested = Object.keys(archive).some((name) =>
      name.endsWith('/manifest.json'),
    );
    return [
      nested
        ? 'manifest.json is in a folder: files are at the root.'
        : 'There is no manifest.json.',
    ];
  }
  const manifest = jsonOf(archive, 'manifest.json', found);
  found.push(
    ...manifestFaults(manifest),
    ...languageFaults(archive, manifest),
    ...imageFaults(archive),
    ...scriptFaults(archive),
  );
  return found;
};

/** UTF-8 without a mark at its beginning, and JSON. */
const jsonOf = (archive: Archive, name: string, found: string[]): Json => {
  const bytes = archive[name];
  if (bytes === undefined) return {};
  try {
    if (bytes[0] === 0xef && bytes[1] === 0xbb)
      found.push(`${name} begins with a byte order mark.`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Json;
  } catch {}
  found.push(`${name} is no JSON in UTF-8.`);
  return {};
};

const manifestFaults = ({ widget, locations, settings }: Json): string[] => {
  const found: string[] = [];
  const about = (widget ?? {}) as Json;
  for (const key of ['name', 'description', 'short_description'])
    if (typeof about[key] !== 'string')
      found.push(`manifest.json: widget.${key} is missing.`);
  if (!/^\d+\.\d+\.\d+$/.test(String(about.version)))
    found.push('manifest.json: widget.version is no version.');
  if (about.interface_version !== 2)
    found.push('manifest.json: widget.interface_version is not 2.');
  for (const key of ['init_once', 'installation'])
    if (typeof about[key] !== 'boolean')
      found.push(`manifest.json: widget.${key} is neither true nor false.`);
  const { link, email } = (about.support ?? {}) as Json;
  if (typeof link !== 'string' || typeof email !== 'string')
    found.push('manifest.json: widget.support needs a link and an email.');
  const places = Array.isArray(locations) ? locations.map(String) : [];
  if (places.length === 0) found.push('manifest.json: there is no location.');
  for (const place of places) {
    if (!PLACES.test(place))
      found.push(`manifest.json: there is no location ${place}.`);
    if (place.endsWith('-1') && places.includes(place.replace('-1', '-0')))
      found.push(`manifest.json: ${place} is both shown and not.`);
  }
  for (const [key, value] of Object.entries((settings ?? {}) as Json)) {
    const { name, type, required } = (value ?? {}) as Json;
    if (typeof name !== 'string' || typeof required !== 'boolean')
      found.push(`manifest.json: settings.${key} needs a name and required.`);
    if (!FIELDS.includes(String(type)))
      found.push(`manifest.json: settings.${key} has no type of the vendor's.`);
  }
  return found;
};

/** The keys of a language: `section.key`. */
const keysOf = (table: Json): Map<string, unknown> =>
  new Map(
    Object.entries(table).flatMap(([section, texts]) =>
      Object.entries((texts ?? {}) as Json).map(
        ([key, text]) => [`${section}.${key}`, text] as const,
      ),
    ),
  );

const languageFaults = (
  archive: Archive,
  { widget, settings }: Json,
): string[] => {
  const found: string[] = [];
  const about = (widget ?? {}) as Json;
  const languages = Array.isArray(about.locale) ? about.locale.map(String) : [];
  if (languages.length === 0) found.push('manifest.json: there is no locale.');
  const named = [about.name, about.description, about.short_description];
  for (const field of Object.values((settings ?? {}) as Json))
    named.push((field as Json | null)?.name);
  const tables = languages.map((lang) => {
    const file = `i18n/${lang}.json`;
    if (archive[file] === undefined) found.push(`${file} is missing.`);
    return { file, keys: keysOf(jsonOf(archive, file, found)) };
  });
  const all = new Set(tables.flatMap(({ keys }) => [...keys.keys()]));
  for (const key of named) if (typeof key === 'string') all.add(key);
  for (const { file, keys } of tables)
    for (const key of all)
      if (typeof keys.get(key) !== 'string' || keys.get(key) === '')
        found.push(`${file} has no text for ${key}.`);
  for (const name of Object.keys(archive)) {
    const [, lang = ''] = /^i18n\/(.+)\.json$/.exec(name) ?? [];
    if (lang && !languages.includes(lang))
      found.push(`${name} is in no locale of manifest.json.`);
  }
  return found;
};

const imageFaults = (archive: Archive): string[] =>
  Object.entries(IMAGES).flatMap(([name, [width, height]]) => {
    const file = `images/${name}.png`;
    const bytes = archive[file];
    if (bytes === undefined) return [`${file} is missing.`];
    const found: string[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const isPng = bytes.length > 24 && view.getUint32(0) === 0x89504e47;
    if (!isPng) return [`${file} is no PNG.`];
    const size = [view.getUint32(16), view.getUint32(20)];
    if (size[0] !== width || size[1] !== height)
      found.push(`${file} has ${size.join('x')}, not ${width}x${height}.`);
    if (bytes.length > LARGEST_IMAGE) found.push(`${file} is over 300 KB.`);
    return found;
  });

interface Node {
  type: string;
  [key: string]: unknown;
}

/** One AMD module that loads nothing more: no second `define`, no UMD, no `import()`, no `import.meta`. */
const scriptFaults = (archive: Archive): string[] => {
  const bytes = archive['script.js'];
  if (bytes === undefined) return ['script.js is missing.'];
  let program: { body: Node[] };
  try {
    program = parseAst(new TextDecoder().decode(bytes)) as never;
  } catch {
    return ['script.js is no JavaScript.'];
  }
  const found: string[] = [];
  const statements = program.body.filter(({ type, directive }) =>
    type === 'ExpressionStatement' ? directive === undefined : true,
  );
  if (statements.length !== 1 || !isDefine(statements[0]?.expression as Node))
    found.push('script.js is more than one call of define.');
  let defines = 0;
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return;
    const node = value as Node;
    if (isDefine(node)) defines += 1;
    if (node.type === 'ImportExpression') found.push('script.js has import().');
    if (node.type === 'MetaProperty' && (node.meta as Node).name === 'import')
      found.push('script.js has import.meta.');
    const isAmdTest =
      node.type === 'MemberExpression' &&
      (node.object as Node).name === 'define' &&
      (node.property as Node).name === 'amd';
    if (isAmdTest) found.push('script.js asks for define.amd: it is UMD.');
    Object.values(node).forEach(look);
  };
  look(program.body);
  if (defines > 1) found.push('script.js calls define more than once.');
  return found;
};

const isDefine = (node: Node | undefined): boolean =>
  node?.type === 'CallExpression' && (node.callee as Node).name === 'define';
