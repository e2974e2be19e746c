import { Papers } from './papers';

export default function Page() {
  return (
    <main>
      <h1>Papers</h1>
      <Papers sessionUrl="https://broker.example.com/v1.0/sessions" />
    </main>
  );
}
