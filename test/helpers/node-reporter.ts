/**
 * A reporter for `node --test`: one line of JSON for each finished test and suite, read by `results.ts`.
 * Knows Node's events. Counts nothing.
 */
import type { TestEvent } from 'node:test/reporters';
import type { NodeEvent } from './results.js';

export default async function* nodeReporter(
  source: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const event: NodeEvent = {
      name: data.name,
      file: data.file ?? data.name,
      nesting: data.nesting,
      passed: type === 'test:pass',
      suite: data.details.type === 'suite',
      skipped: [data.skip, data.todo].some(
        (mark) => mark !== undefined && mark !== false,
      ),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}
