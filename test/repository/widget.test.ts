/** That the widget's archive keeps the vendor's rules, and that an archive which breaks one is not let through. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { widgetZip } from '../../demo/widget/build.js';
import { type Archive, violationsOf } from '../../demo/widget/rules.js';

const text = (value: string) => new TextEncoder().encode(value);

describe('the widget’s archive', () => {
  let archive: Archive;
  before(async () => {
    archive = unzipSync(await widgetZip('1.2.3'));
  });

  const json = (name: string) =>
    JSON.parse(new TextDecoder().decode(archive[name]));
  /** With one file changed, or taken out. */
  const broken = (name: string, bytes?: Uint8Array): string[] => {
    const { [name]: _, ...rest } = archive;
    return violationsOf(bytes ? { ...rest, [name]: bytes } : rest);
  };
  const withManifest = (change: (manifest: never) => void): string[] => {
    const manifest = json('manifest.json');
    change(manifest as never);
    return broken('manifest.json', text(JSON.stringify(manifest)));
  };
  const says = (found: string[], part: string) =>
    assert.ok(
      found.some((each) => each.includes(part)),
      `"${part}" is not in: ${found.join(' ')}`,
    );

  it('keeps them all, and has the version that was asked for', () => {
    assert.deepEqual(violationsOf(archive), []);
    assert.equal(json('manifest.json').widget.version, '1.2.3');
  });

  it('has the version in the tag, so that two widgets live on one page', () => {
    const script = new TextDecoder().decode(archive['script.js']);
    assert.match(script, /1\.2\.3/);
  });

  it('is not let through in a folder, or without one of its files', () => {
    const nested = Object.fromEntries(
      Object.entries(archive).map(([name, bytes]) => [`widget/${name}`, bytes]),
    );
    says(violationsOf(nested), 'at the root');
    for (const name of Object.keys(archive))
      says(broken(name), name === 'manifest.json' ? 'no manifest' : name);
  });

  it('is not let through with a manifest that the CRM would not read', () => {
    says(broken('manifest.json', text('{')), 'no JSON');
    says(broken('i18n/es.json', text('\uFEFF{}')), 'byte order mark');
    for (const [change, part] of [
      [(m: never) => set(m, 'widget.name', undefined), 'widget.name'],
      [(m: never) => set(m, 'widget.version', '1'), 'no version'],
      [(m: never) => set(m, 'widget.interface_version', 1), 'interface'],
      [(m: never) => set(m, 'widget.init_once', 'yes'), 'init_once'],
      [(m: never) => set(m, 'widget.support.email', undefined), 'support'],
      [(m: never) => set(m, 'widget.locale', []), 'no locale'],
      [(m: never) => set(m, 'widget.locale', ['en', 'es']), 'pt.json is in'],
      [(m: never) => set(m, 'locations', []), 'no location'],
      [(m: never) => set(m, 'locations', ['card-1']), 'no location card-1'],
      [(m: never) => set(m, 'locations', ['lcard-1', 'lcard-0']), 'and not'],
      [(m: never) => set(m, 'settings.broker.type', 'url'), 'no type'],
      [(m: never) => set(m, 'settings.broker.name', 'a.b'), 'no text for a.b'],
    ] as const)
      says(withManifest(change), part);
  });

  it('is not let through with a text that one language lacks', () => {
    const table = json('i18n/es.json');
    delete table.texts.check;
    const found = broken('i18n/es.json', text(JSON.stringify(table)));
    assert.deepEqual(found, ['i18n/es.json has no text for texts.check.']);
  });

  it('is not let through with an image of another kind or size', () => {
    says(broken('images/logo.png', text('GIF89a')), 'no PNG');
    says(broken('images/logo.png', archive['images/logo_min.png']), '84x84');
    const large = new Uint8Array(400_000);
    large.set(archive['images/logo.png'] ?? []);
    says(broken('images/logo.png', large), '300 KB');
  });

  it('is not let through with a script that is more than one AMD module', () => {
    for (const [code, part] of [
      ['', 'more than one call'],
      ['var a = 1; define([], function () {});', 'more than one call'],
      ['define([], function () { define("b", []); });', 'more than once'],
      ['define([], function () { return import("./b.js"); });', 'import()'],
      ['define([], function () { return import.meta.url; });', 'import.meta'],
      ['define([], function () { return define.amd; });', 'UMD'],
      ['define([', 'no JavaScript'],
    ] as const)
      says(broken('script.js', text(code)), part);
  });
});

/** Sets what a path of keys leads to. */
function set(target: Record<string, unknown>, keys: string, value: unknown) {
  const [last = '', ...rest] = keys.split('.').reverse();
  const place = rest
    .reverse()
    .reduce((at, key) => at[key] as Record<string, unknown>, target);
  place[last] = value;
}
