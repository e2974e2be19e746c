/**
 * A reporter for `node --test`: one line of JSON for each finished test and suite, a `NodeEvent` of `results.ts`.
 * Knows: Node's events, counts nothing. Node loads reporters before anything else, so this is no TypeScript.
 */
export default async function* nodeReporter(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const event = {
      name: data.name,
      file: data.file ?? data.name,
      nesting: data.nesting,
      passed: type === 'test:pass',
      // A group fails because of a test in it: that says nothing more.
      why:
        type === 'test:fail'
          ? (data.details.error?.cause?.message ?? data.details.error?.message)
          : undefined,
      suite: data.details.type === 'suite',
      // The reason, an empty one too, or true.
      skipped: [data.skip, data.todo].some(
        (mark) => mark !== undefined && mark !== false,
      ),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}
