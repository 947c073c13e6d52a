export default function Page() {
  return <p>An app of its own. The gateway is at /r.</p>;
}
