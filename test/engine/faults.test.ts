/**
 * Each fault that passes, at the session, the first, a middle and the last part, on each kind of drive: the upload
 * arrives, with the file's bytes, in as few requests as can be.
 */
import { expect } from '@open-wc/testing';
import type { Fault, FaultKind } from '../../demo/drive/index.js';
import { meet, PLACES } from './meet.js';

const when = ['before', 'after'] as const;
const passing: readonly (readonly [string, Fault])[] = [
  ['a lost answer', { kind: 'lost-answer' }],
  ...(['before', 'within', 'after'] as const).map(
    (each) =>
      [`a reset ${each} the body`, { kind: 'reset', when: each }] as const,
  ),
  ...when.flatMap((each) =>
    ([408, 425, 429, 500, 502, 503, 504, 507] as const).map(
      (status) =>
        [
          `${status} ${each} the work`,
          { kind: 'status', status, when: each },
        ] as const,
    ),
  ),
  ...when.flatMap((each) =>
    (['not-json', 'wrong-json', 'huge'] satisfies FaultKind[]).map(
      (kind) => [`${kind} ${each} the work`, { kind, when: each }] as const,
    ),
  ),
  ...when.map(
    (each) =>
      [
        `a redirect ${each} the work`,
        { kind: 'redirect', when: each },
      ] as const,
  ),
];

describe('a fault that passes, on a drive that gives the same answer again', () => {
  for (const place of PLACES)
    for (const [what, fault] of passing) {
      if (place.on === 'session' && fault.kind === 'redirect') continue;
      it(`${what} at ${place.name}: uploaded, in one more request`, async () => {
        const { upload, sessions, parts, files } = await meet(
          [{ ...place, ...fault } as never].map(
            ({ name: _, ...rule }: { name?: string }) => rule as never,
          ),
        );
        expect(upload.status).to.equal('uploaded');
        const isSession = place.on === 'session';
        expect(upload.verified).to.equal(isSession ? undefined : true);
        expect([sessions, parts]).to.deep.equal(isSession ? [2, 4] : [1, 5]);
        expect(files).to.have.length(1);
        expect(upload.leftovers).to.deep.equal([]);
        expect(upload.state.retries).to.equal(1);
      });
    }
});

describe('a fault that passes, on every other kind of drive', () => {
  for (const replay of ['same', 'append', 'refuse', 'missing'] as const)
    for (const cut of ['drop', 'keep', 'taken'] as const)
      for (const over of ['trim', 'grow', 'refuse'] as const)
        it(`replay ${replay}, cut ${cut}, over ${over}: uploaded and right, wherever it happens`, async () => {
          for (const { on, at } of PLACES.slice(1))
            for (const fault of [
              { kind: 'lost-answer' },
              { kind: 'reset', when: 'within' },
              { kind: 'reset', when: 'after' },
              { kind: 'status', status: 503, when: 'after' },
            ] as const) {
              const { upload, files } = await meet([{ ...fault, on, at }], {
                replay,
                cut,
                over,
              });
              expect(upload.status, `${fault.kind} at ${at}`).to.equal(
                'uploaded',
              );
              expect(upload.verified).not.to.equal(false);
              // What else lies there is named, or said to be possible.
              const strays = files.filter(
                ({ uuid }) =>
                  uuid !== upload.record?.uuid &&
                  !upload.leftovers.some((each) => each.uuid === uuid),
              );
              expect(strays.length).to.be.at.most(upload.leftovers.length);
            }
        });
});
