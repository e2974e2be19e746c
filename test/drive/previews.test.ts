/** Thumbnails: real ones for real images, and none for anything else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { sharpThumbnails } from '../../demo/drive/node.js';
import { makeBytes, origin, smallDrive, upload } from './client.js';

const drive = smallDrive({
  maxPartSize: 65_536,
  thumbnails: sharpThumbnails(),
});

async function picture(
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const create = { width, height, channels: 3, background: '#c33' } as const;
  return new Uint8Array(await sharp({ create }).png().toBuffer());
}

/** The previews of a file after its upload. */
async function previewsOf(
  bytes: Uint8Array<ArrayBuffer>,
  content_type: string,
  with_preview = true,
) {
  const record = await upload(drive.fetch, bytes, {
    file_name: 'picture.png',
    content_type,
    with_preview,
  });
  assert.equal(record.previews, null, 'none right after the upload');
  await drive.settled();
  const answer = await drive.fetch(`${origin}/v1.0/files/${record.uuid}`);
  assert.equal(answer.status, 200);
  return ((await answer.json()) as typeof record).previews;
}

test('a PNG gets thumbnails that fit, keep its shape and can be fetched', async () => {
  const previews = await previewsOf(await picture(1200, 600), 'image/png');
  assert.deepEqual(
    previews?.map(({ width, height }) => [width, height]),
    [
      [200, 100],
      [600, 300],
    ],
  );
  for (const { download_link, width } of previews ?? []) {
    const answer = await drive.fetch(download_link);
    assert.equal(answer.headers.get('content-type'), 'image/webp');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const image = Buffer.from(await answer.arrayBuffer());
    assert.equal(image.subarray(0, 4).toString(), 'RIFF');
    assert.ok(width <= 600);
  }
});

test('a small picture is not enlarged', async () => {
  const previews = await previewsOf(await picture(20, 10), 'image/png');
  assert.deepEqual(
    previews?.map(({ width, height }) => [width, height]),
    [
      [20, 10],
      [20, 10],
    ],
  );
});

test('nobody asked, no preview', async () => {
  assert.equal(
    await previewsOf(await picture(20, 10), 'image/png', false),
    null,
  );
});

const svg = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
);

test('an SVG is never rasterised, not even when it says that it is a PNG', async () => {
  assert.equal(await previewsOf(svg, 'image/svg+xml'), null);
  assert.equal(await previewsOf(svg, 'image/png'), null);
});

test('an image of few bytes and very many pixels gets none', async () => {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  header.set([1, 0], 8);
  const bomb = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(30_000 * 3751))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  assert.ok(bomb.length < 150_000);
  assert.equal(await previewsOf(new Uint8Array(bomb), 'image/png'), null);
});

test('a broken image is an upload like any other, without a preview', async () => {
  assert.equal(await previewsOf(makeBytes(500), 'image/jpeg'), null);
  const half = (await picture(300, 300)).slice(0, 60);
  assert.equal(await previewsOf(half, 'image/png'), null);
});

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}
