'use client';

import { KommoUploader } from 'kommo-uploader/react';
import { useState } from 'react';

interface Paper {
  name: string;
  id: string;
}

// Listeners are functions, which no server can send to a page: so they are written in a component of the client.
export function Papers({ sessionUrl }: { sessionUrl: string }) {
  const [papers, setPapers] = useState<Paper[]>([]);

  return (
    <>
      <KommoUploader
        sessionUrl={sessionUrl}
        multiple
        onUploaded={({ detail, file }) =>
          setPapers((before) => [
            ...before,
            { name: file.name, id: detail.uuid },
          ])
        }
      />
      <ul id="uploaded">
        {papers.map(({ name, id }) => (
          <li key={id}>
            {name}: {id}
          </li>
        ))}
      </ul>
    </>
  );
}
