import { KommoUploader } from 'kommo-uploader/react';
import { useState } from 'react';

interface Paper {
  name: string;
  id: string;
}

export function App() {
  const [papers, setPapers] = useState<Paper[]>([]);

  return (
    <main>
      <h1>Papers</h1>
      <KommoUploader
        sessionUrl="https://broker.example.com/v1.0/sessions"
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
    </main>
  );
}
