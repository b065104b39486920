export function Finding() {
  return <p>This page is being built.</p>;
}
