/**
 * Draws the widget's images anew: `npx tsx demo/widget/images/draw.ts`. They are kept, so that a build draws nothing.
 * Knows: what they show. Their sizes are the vendor's, in `../rules.ts`.
 */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { IMAGES } from '../rules.js';

/** An arrow out of a tray, as in the element. */
const drawing = (width: number, height: number): string => {
  const side = Math.min(width, height) * 0.62;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#2f5bd8"/>
    <svg x="${(width - side) / 2}" y="${(height - side) / 2}" width="${side}" height="${side}" viewBox="0 0 24 24"
      fill="none" stroke="#fff" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">
      <path d="M12 15V4m-4.5 4L12 3.5 16.5 8M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15"/>
    </svg></svg>`;
};

for (const [name, [width, height]] of Object.entries(IMAGES))
  await sharp(Buffer.from(drawing(width, height)))
    .png()
    .toFile(fileURLToPath(new URL(`${name}.png`, import.meta.url)));
