import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { UploadQueue } from 'kommo-uploader/engine';

const queue = new UploadQueue();

for (const path of process.argv.slice(2)) {
  // Nothing is read yet: each part is, when its turn comes.
  const file = new File([await openAsBlob(path)], basename(path));
  queue.add(file, { sessionUrl: 'https://broker.example.com/v1.0/sessions' });
}

const { uploaded, failed } = await queue.done();
for (const { name, record } of uploaded)
  console.log(`${name}: ${record?.uuid}`);
for (const { name, error } of failed)
  console.error(`${name}: ${error?.message}`);
if (failed.length > 0) process.exitCode = 1;
