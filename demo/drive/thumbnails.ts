/**
 * Makes thumbnails with sharp (libvips).
 *
 * Knows: image formats and their dangers. Only the listed loaders may open anything, so an SVG or a PDF that calls
 * itself a PNG is not even parsed, and an image of a few bytes and a billion pixels is refused before it is decoded.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import sharp from 'sharp';
import type { Thumbnail, ThumbnailMaker } from './previews.js';

const sides = [200, 600] as const;
const mostPixels = 50_000_000;

export function sharpThumbnails(): ThumbnailMaker {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpeg',
      'VipsForeignLoadPng',
      'VipsForeignLoadWebp',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadHeif',
    ],
  });
  return async (bytes) => {
    const image = sharp({
      limitInputPixels: mostPixels,
      sequentialRead: true,
      failOn: 'error',
      pages: 1,
    }).autoOrient();
    const source = Readable.fromWeb(bytes as NodeReadableStream);
    source.on('error', (error) => image.destroy(error));
    source.pipe(image);
    return Promise.all(
      sides.map(async (side): Promise<Thumbnail> => {
        const { data, info } = await image
          .clone()
          .resize(side, side, { fit: 'inside', withoutEnlargement: true })
          .webp({ quality: 80 })
          .timeout({ seconds: 10 })
          .toBuffer({ resolveWithObject: true });
        return {
          bytes: data,
          mime: 'image/webp',
          width: info.width,
          height: info.height,
        };
      }),
    );
  };
}
